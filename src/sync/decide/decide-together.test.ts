import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MappedValue } from '../../model/objects.ts';
import type { ExistingRecord } from '../batch-run.ts';
import type { DecidePolicy } from './decide.ts';
import { type Claimant, decideTogether, type OpenRecord, type Surroundings } from './decide-together.ts';

/** One unique key and one ordinary field. */
const policy: DecidePolicy = {
  preference: 'create_and_update',
  targets: [
    { name: 'email', label: 'Email', isUnique: true, row: { writeRule: 'always' }, isSyncTime: false },
    { name: 'name', label: 'Name', isUnique: false, row: { writeRule: 'always' }, isSyncTime: false },
  ],
  syncKeys: [0],
  placeholders: new Set<string>(),
};

interface Person {
  recordId: number;
  email: string | null;
  isLocked?: boolean;
  /** Native id of the source record that stands for it, and whether the session has met that one. */
  source?: { nativeId: string; isMet: boolean };
}

function makeSurroundings(people: readonly Person[]): Surroundings {
  const existing = new Map<number, ExistingRecord>(
    people.map((person) => [
      person.recordId,
      {
        recordId: person.recordId,
        version: 1,
        isArchived: false,
        retiredAs: null,
        lockedFields: person.isLocked ? ['email'] : [],
        values: [person.email, null],
      },
    ]),
  );
  return {
    holderOf: (mapped, index) =>
      people.find(({ email }) => email !== null && email === mapped.values[index])?.recordId,
    existing: (id) => existing.get(id),
    claimantsOf: (id) =>
      people.flatMap(({ recordId, source }): Claimant[] =>
        recordId === id && source ? [{ ...source, sourceId: recordId + 1_000 }] : [],
      ),
    rulingOf: () => undefined,
    taken: new Map(),
    released: new Set(),
  };
}

const incoming = (nativeId: string, email: MappedValue, recordId?: number): OpenRecord => ({
  item: { nativeId, raw: {}, payload: '{}', contentHash: null },
  link:
    recordId === undefined
      ? undefined
      : {
          sourceId: recordId + 1_000,
          recordId,
          contentHash: null,
          emptyKeys: 0,
          isMissing: false,
          isFromThisSession: false,
        },
  mapped: { values: [email, nativeId], issues: [], isSelected: true },
});

const decideAll = (
  open: readonly OpenRecord[],
  people: readonly Person[],
  options: { mayDefer?: boolean; canReplace?: boolean } = {},
) =>
  decideTogether(open, makeSurroundings(people), {
    policy,
    uniqueTargets: [0],
    mayDefer: options.mayDefer ?? false,
    canReplace: options.canReplace ?? false,
  });

const outcomes = (result: ReturnType<typeof decideAll>) =>
  Object.fromEntries(result.decided.map(({ item, decision }) => [item.nativeId, decision.outcome]));

describe('values that change hands', () => {
  const pair: Person[] = [
    { recordId: 1, email: 'a', source: { nativeId: '1', isMet: true } },
    { recordId: 2, email: 'b', source: { nativeId: '2', isMet: true } },
  ];

  test('two swap, and both give up first', () => {
    const result = decideAll([incoming('1', 'b', 1), incoming('2', 'a', 2)], pair);
    expect(outcomes(result)).toEqual({ 1: 'updated', 2: 'updated' });
    expect(result.handovers).toEqual([
      { targetIndex: 0, recordId: 2 },
      { targetIndex: 0, recordId: 1 },
    ]);
  });

  test('one that may not be written keeps its value, and all who counted on it keep theirs', () => {
    const people = [...pair.map((person) => ({ ...person, isLocked: person.recordId === 2 }))];
    const result = decideAll([incoming('1', 'b', 1), incoming('2', 'a', 2)], people);
    expect(outcomes(result)).toEqual({ 1: 'ambiguous', 2: 'updated' });
    expect(result.handovers).toEqual([]);
  });

  test('who is new takes a key that its holder gives up in the same batch, and is not taken for the holder', () => {
    const result = decideAll([incoming('9', 'a'), incoming('1', 'c', 1)], pair);
    expect(outcomes(result)).toEqual({ 1: 'updated', 9: 'created' });
  });

  test('two that want one value: the second does not get it', () => {
    const result = decideAll([incoming('1', 'c', 1), incoming('2', 'c', 2)], pair);
    expect(outcomes(result)).toEqual({ 1: 'updated', 2: 'ambiguous' });
  });

  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const world = fc
    .record({
      count: fc.integer({ min: 1, max: 6 }),
      wishes: fc.array(fc.option(fc.constantFrom(...names, 'x', 'y'), { nil: null }), {
        minLength: 6,
        maxLength: 6,
      }),
      locked: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
      linked: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
      order: fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6, maxLength: 6 }),
    })
    .map(({ count, wishes, locked, linked, order }) => {
      const people: Person[] = names.slice(0, count).map((email, index) => ({
        recordId: index + 1,
        email,
        isLocked: locked[index] === true,
        ...(linked[index] ? { source: { nativeId: String(index), isMet: true } } : {}),
      }));
      const open = order
        .filter((index) => index < count)
        .map((index) => incoming(String(index), wishes[index], linked[index] ? index + 1 : undefined));
      return { people, open };
    });

  /** The table after the batch: what is handed over first, then what every decision writes. */
  function write(people: readonly Person[], result: ReturnType<typeof decideAll>): Map<number, unknown> {
    const table = new Map<number, unknown>(people.map(({ recordId, email }) => [recordId, email]));
    for (const { recordId } of result.handovers) table.set(recordId, null);
    let created = 100;
    for (const { decision, mapped } of result.decided) {
      const next =
        decision.outcome === 'created'
          ? mapped?.values[0]
          : decision.outcome === 'updated'
            ? decision.changes.find(({ targetIndex }) => targetIndex === 0)?.new
            : undefined;
      if (next === undefined) continue;
      if (next !== null) expect([...table.values()]).not.toContain(next);
      const recordId = decision.outcome === 'updated' ? decision.recordId : created++;
      table.set(recordId, next);
    }
    return table;
  }

  test('whatever is wished: no unique value stands twice at any moment, and none is lost', () => {
    fc.assert(
      fc.property(world, ({ people, open }) => {
        const result = decideAll(open, people);
        expect(result.decided).toHaveLength(open.length);
        const after = write(people, result);
        for (const { recordId, email } of people) {
          const own = result.decided.find(
            ({ decision }) => decision.outcome === 'updated' && decision.recordId === recordId,
          );
          const isChanged =
            own?.decision.outcome === 'updated' &&
            own.decision.changes.some(({ targetIndex }) => targetIndex === 0);
          // Only the record's own decision may take its value away.
          if (!isChanged) expect(after.get(recordId)).toBe(email);
        }
      }),
    );
  });

  test('a ring of any size, in any order, goes through whole', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 30 }), fc.infiniteStream(fc.nat()), (size, random) => {
        const people: Person[] = Array.from({ length: size }, (_item, index) => ({
          recordId: index + 1,
          email: `m${index}`,
          source: { nativeId: String(index), isMet: true },
        }));
        const open = people.map((_person, index) =>
          incoming(String(index), `m${(index + 1) % size}`, index + 1),
        );
        open.sort(() => (Number(random.next().value) % 2 === 0 ? 1 : -1));
        const result = decideAll(open, people);
        expect(new Set(result.decided.map(({ decision }) => decision.outcome))).toEqual(new Set(['updated']));
        write(people, result);
      }),
    );
  });

  test('a ring that one lock breaks stays as it was from there back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 300 }), (size) => {
        const people: Person[] = Array.from({ length: size }, (_item, index) => ({
          recordId: index + 1,
          email: `m${index}`,
          isLocked: index === 0,
          source: { nativeId: String(index), isMet: true },
        }));
        const open = people.map((_person, index) =>
          incoming(String(index), `m${(index + 1) % size}`, index + 1),
        );
        const result = decideAll(open, people);
        expect(result.handovers).toEqual([]);
        write(people, result);
      }),
      { numRuns: 20 },
    );
  });
});

describe('what the session has not read yet', () => {
  const gone: Person[] = [{ recordId: 1, email: 'a', source: { nativeId: 'old', isMet: false } }];
  const met: Person[] = [{ recordId: 1, email: 'a', source: { nativeId: 'old', isMet: true } }];

  test('a claimant that was not met puts the decision off, and is named', () => {
    const result = decideAll([incoming('new', 'a')], gone, { mayDefer: true });
    expect(result).toMatchObject({ decided: [], deferred: [{ claimantIds: [1_001] }] });
  });

  test('one that was met decides at once', () => {
    const result = decideAll([incoming('new', 'a')], met, { mayDefer: true });
    expect(outcomes(result)).toEqual({ new: 'ambiguous' });
  });

  test('after a complete reading its place is taken, once', () => {
    const open = [incoming('new', 'a'), incoming('newer', 'a')];
    const result = decideAll(open, gone, { mayDefer: true, canReplace: true });
    expect(outcomes(result)).toEqual({ new: 'updated', newer: 'ambiguous' });
    expect(result.decided[0]?.replaced).toEqual([{ sourceId: 1_001, nativeId: 'old' }]);
  });

  test('after an incomplete one it stays', () => {
    expect(outcomes(decideAll([incoming('new', 'a')], gone))).toEqual({ new: 'ambiguous' });
  });

  test('a value held by a record of another integration is not waited for', () => {
    const people = [
      { recordId: 1, email: 'a' },
      { recordId: 2, email: 'b' },
    ];
    const result = decideAll([incoming('2', 'a', 2)], people, { mayDefer: true });
    expect(outcomes(result)).toEqual({ 2: 'ambiguous' });
  });

  test('one held by a record of this integration is', () => {
    const people = [...gone, { recordId: 2, email: 'b' }];
    const result = decideAll([incoming('2', 'a', 2)], people, { mayDefer: true });
    expect(result.deferred).toHaveLength(1);
  });
});
