import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MappedRecord } from '../../mapping/mapping-types.ts';
import type { MappedValue } from '../../model/objects.ts';
import type { ExistingRecord } from '../batch-run.ts';
import {
  type DecideContext,
  type DecidePolicy,
  type DecideTarget,
  decide,
  isSameValue,
  type Resolution,
} from './decide.ts';
import { makePlaceholders } from './placeholders.ts';

const target = (
  name: string,
  options: Partial<DecideTarget> & { row?: DecideTarget['row'] } = {},
): DecideTarget => ({
  name,
  label: name[0]?.toUpperCase() + name.slice(1),
  isUnique: false,
  row: { writeRule: 'always' },
  isSyncTime: false,
  ...options,
});

/** email (primary key), username (secondary key), name, plus whatever a test changes. */
const makePolicy = (options: Partial<DecidePolicy> = {}): DecidePolicy => ({
  preference: 'create_and_update',
  targets: [target('email', { isUnique: true }), target('username', { isUnique: true }), target('name')],
  syncKeys: [0, 1],
  placeholders: makePlaceholders(['none', 'n/a'].map((value) => ({ value, isPattern: false, field: null }))),
  ...options,
});

const mapped = (...values: MappedValue[]): MappedRecord => ({ values, issues: [], isSelected: true });

interface World {
  people?: ExistingRecord[];
  linked?: number;
  resolution?: Resolution;
  claimants?: Record<number, string>;
  pending?: Record<number, string>;
}

/** A context over a handful of records: holders are found by value, ignoring case, like the database does. */
function makeContext(record: MappedRecord, world: World): DecideContext {
  const people = world.people ?? [];
  return {
    linkedRecordId: world.linked,
    resolution: world.resolution,
    holderOf: (index) => {
      const value = record.values[index];
      if (typeof value !== 'string') return undefined;
      return people.find((person) => String(person.values[index]).toLowerCase() === value.toLowerCase())
        ?.recordId;
    },
    existing: (id) => people.find((person) => person.recordId === id),
    claimantOf: (id) => world.claimants?.[id],
    pendingHolderOf: (index) => world.pending?.[index],
  };
}

const person = (recordId: number, ...values: MappedValue[]): ExistingRecord => ({
  recordId,
  version: 1,
  isArchived: false,
  retiredAs: null,
  lockedFields: [],
  values,
});

const run = (record: MappedRecord, world: World = {}, policy = makePolicy()) =>
  decide(record, makeContext(record, world), policy);

describe('matching', () => {
  test('nobody has the keys: created with every value', () => {
    expect(run(mapped('a@example.com', 'a', 'Ann'))).toEqual({
      outcome: 'created',
      values: ['a@example.com', 'a', 'Ann'],
    });
  });

  test('the native id wins over the sync keys', () => {
    const world = { people: [person(1, 'old@example.com', 'a', 'Ann')], linked: 1 };
    expect(run(mapped('new@example.com', 'a', 'Ann'), world)).toMatchObject({
      outcome: 'updated',
      recordId: 1,
    });
  });

  test('the primary key is tried before the secondary one', () => {
    const world = { people: [person(7, 'a@example.com', 'other', 'Ann')] };
    expect(run(mapped('A@example.com', 'a', 'Ann'), world)).toMatchObject({
      outcome: 'updated',
      recordId: 7,
    });
  });

  test('the secondary key finds when the primary one is empty', () => {
    const world = { people: [person(7, null, 'a', 'Ann')] };
    expect(run(mapped(null, 'a', 'Anna'), world)).toMatchObject({ outcome: 'updated', recordId: 7 });
  });

  test('keys that name different people are ambiguous and name both', () => {
    const world = { people: [person(1, 'a@example.com', 'x', 'A'), person(2, 'b@example.com', 'b', 'B')] };
    expect(run(mapped('a@example.com', 'b', 'Ann'), world)).toMatchObject({
      outcome: 'ambiguous',
      reasonCode: 'SYNC_KEYS_DISAGREE',
      candidates: [1, 2],
    });
  });

  test.each([[undefined], [null], [''], ['None'], [' n/a ']])(
    'a sync key of %j is no key: skipped',
    (value) => {
      const decision = run(mapped(value, value, 'Ann'), {
        people: [person(1, 'None', 'None', 'Nobody')],
        linked: 1,
      });
      expect(decision).toMatchObject({ outcome: 'skipped', reasonCode: 'NO_SYNC_KEY' });
      expect('reason' in decision && decision.reason).toContain('Email and Username');
    },
  );

  test('a record another live source record stands for is ambiguous, and says which', () => {
    const world = { people: [person(1, 'a@example.com', 'a', 'A')], claimants: { 1: '31' } };
    const decision = run(mapped('a@example.com', 'a', 'Ann'), world);
    expect(decision).toMatchObject({
      outcome: 'ambiguous',
      reasonCode: 'DUPLICATE_IN_SOURCE',
      candidates: [1],
    });
    expect('reason' in decision && decision.reason).toContain('31');
  });

  test('two new records with the same unique value: the second is ambiguous, never a second person', () => {
    expect(run(mapped('a@example.com', 'b', 'Ann'), { pending: { 0: '12' } })).toMatchObject({
      outcome: 'ambiguous',
      reasonCode: 'DUPLICATE_IN_SOURCE',
    });
  });

  test('a unique value that somebody else holds is never written over', () => {
    const world = {
      people: [person(1, 'a@example.com', 'a', 'A'), person(2, 'b@example.com', 'b', 'B')],
      linked: 1,
    };
    expect(run(mapped('b@example.com', 'a', 'A'), world)).toMatchObject({
      outcome: 'ambiguous',
      reasonCode: 'UNIQUE_VALUE_TAKEN',
      candidates: [1, 2],
    });
  });
});

describe('keys that disagree', () => {
  const policy = makePolicy();
  test('a lower key never joins a record whose filled higher key says otherwise', () => {
    const world = { people: [person(7, 'other@example.com', 'a', 'Ann')] };
    const decision = run(mapped('a@example.com', 'a', 'Ann'), world, policy);
    expect(decision).toMatchObject({ outcome: 'ambiguous', reasonCode: 'KEYS_DISAGREE', candidates: [7] });
    expect('reason' in decision && decision.reason).toMatch(
      /keys disagree: Username is that of record 7, but its Email/,
    );
  });

  test.each([[null], ['None'], ['A@EXAMPLE.com']])('a higher key of %j does not disagree', (value) => {
    const world = { people: [person(7, value, 'a', 'Ann')] };
    expect(run(mapped('a@example.com', 'a', 'Anna'), world, policy)).toMatchObject({ outcome: 'updated' });
  });

  test('the native id goes before all keys', () => {
    const world = { people: [person(7, 'other@example.com', 'a', 'Ann')], linked: 7 };
    expect(run(mapped('a@example.com', 'a', 'Ann'), world, policy)).toMatchObject({ outcome: 'updated' });
  });
});

describe('what a person has said', () => {
  const holder = { people: [person(1, 'a@example.com', 'a', 'A')], claimants: { 1: '31' } };
  test('ignored is skipped', () => {
    expect(run(mapped('a@example.com', 'a', 'A'), { ...holder, resolution: 'ignore' })).toMatchObject({
      outcome: 'skipped',
      reasonCode: 'IGNORED_BY_PERSON',
    });
  });

  test('linked stands for its record whoever else does', () => {
    const world: World = { ...holder, resolution: 'link', linked: 1 };
    expect(run(mapped('a@example.com', 'a', 'Anna'), world)).toMatchObject({
      outcome: 'updated',
      recordId: 1,
    });
  });

  test('a record of its own is created without any key', () => {
    expect(run(mapped(undefined, undefined, 'A'), { ...holder, resolution: 'create' })).toMatchObject({
      outcome: 'created',
    });
  });
});

describe('deactivated by absence', () => {
  const deactivated = { ...person(1, 'a@example.com', 'a', 'A'), retiredAs: 'deactivated' as const };
  test('is active again when its key comes back and no mapped field says otherwise', () => {
    expect(run(mapped('a@example.com', 'a', 'A'), { people: [deactivated] })).toMatchObject({
      outcome: 'updated',
      isReactivated: true,
      changes: [],
    });
  });

  test('follows the vendor where Active is mapped', () => {
    const policy = makePolicy({
      targets: [target('email', { isUnique: true }), target('isActive')],
      syncKeys: [0],
    });
    const world = { people: [{ ...deactivated, values: ['a@example.com', false] }] };
    expect(run(mapped('a@example.com', false), world, policy)).toMatchObject({ outcome: 'unchanged' });
    expect(run(mapped('a@example.com', true), world, policy)).toMatchObject({
      outcome: 'updated',
      isReactivated: false,
      changes: [{ targetIndex: 1, old: false, new: true }],
    });
  });
});

describe('preferences and state', () => {
  test('create only leaves an existing record alone', () => {
    const world = { people: [person(1, 'a@example.com', 'a', 'A')] };
    expect(
      run(mapped('a@example.com', 'a', 'B'), world, makePolicy({ preference: 'create_only' })),
    ).toMatchObject({
      outcome: 'skipped',
      reasonCode: 'CREATE_ONLY',
    });
  });

  test('update only does not create', () => {
    expect(
      run(mapped('a@example.com', 'a', 'B'), {}, makePolicy({ preference: 'update_only' })),
    ).toMatchObject({
      outcome: 'skipped',
      reasonCode: 'UPDATE_ONLY',
    });
  });

  test('a record archived by a person is left alone; one archived by absence comes back, under whatever id', () => {
    const archived = { ...person(1, 'a@example.com', 'a', 'A'), isArchived: true };
    const retired = { ...archived, retiredAs: 'archived' as const };
    const record = mapped('a@example.com', 'a', 'A');
    expect(run(record, { people: [archived], linked: 1 })).toMatchObject({
      outcome: 'skipped',
      reasonCode: 'ARCHIVED',
    });
    expect(run(record, { people: [retired] })).toMatchObject({ outcome: 'updated', isRestored: true });
    expect(run(record, { people: [retired], linked: 1 })).toMatchObject({
      outcome: 'updated',
      isRestored: true,
    });
  });

  test('a mapping error fails the record with its message', () => {
    const record: MappedRecord = {
      ...mapped('a@example.com', 'a', 'A'),
      issues: [{ target: 'email', source: 'email', severity: 'error', message: 'Email: too long' }],
    };
    expect(run(record)).toMatchObject({ outcome: 'failed', reason: 'Email: too long' });
  });

  test('a record the rule leaves out is skipped', () => {
    expect(run({ ...mapped('a@example.com', 'a', 'A'), isSelected: false })).toMatchObject({
      outcome: 'skipped',
    });
  });
});

describe('write rules', () => {
  const existing = person(1, 'a@example.com', 'a', 'Ann');
  const withRow = (row: DecideTarget['row']) =>
    makePolicy({
      targets: [
        target('email', { isUnique: true }),
        target('username', { isUnique: true }),
        target('name', { row }),
      ],
    });

  test('absent never touches, null clears', () => {
    expect(run(mapped('a@example.com', 'a', undefined), { people: [existing] })).toMatchObject({
      outcome: 'unchanged',
    });
    expect(run(mapped('a@example.com', 'a', null), { people: [existing] })).toMatchObject({
      outcome: 'updated',
      changes: [{ targetIndex: 2, old: 'Ann', new: null }],
    });
  });

  test('only if empty', () => {
    const policy = withRow({ writeRule: 'only_if_empty' });
    expect(run(mapped('a@example.com', 'a', 'Eve'), { people: [existing] }, policy)).toMatchObject({
      outcome: 'unchanged',
    });
    expect(
      run(mapped('a@example.com', 'a', 'Eve'), { people: [person(1, 'a@example.com', 'a', null)] }, policy),
    ).toMatchObject({ outcome: 'updated' });
  });

  test('on create only', () => {
    const policy = withRow({ writeRule: 'on_create_only' });
    expect(run(mapped('a@example.com', 'a', 'Eve'), { people: [existing] }, policy)).toMatchObject({
      outcome: 'unchanged',
    });
    expect(run(mapped('a@example.com', 'a', 'Eve'), {}, policy)).toMatchObject({ outcome: 'created' });
  });

  test('a locked field is not written', () => {
    const locked = { ...existing, lockedFields: ['name'] };
    expect(run(mapped('a@example.com', 'a', 'Eve'), { people: [locked] })).toMatchObject({
      outcome: 'unchanged',
    });
  });

  test('a secondary sync key only searches, until its toggle is on', () => {
    const world = { people: [existing] };
    expect(run(mapped('a@example.com', 'new', 'Ann'), world)).toMatchObject({ outcome: 'unchanged' });
    const policy = makePolicy();
    const toggled = {
      ...policy,
      targets: policy.targets.map((item) =>
        item.name === 'username' ? { ...item, row: { ...item.row, updateSyncKey: true } } : item,
      ),
    };
    expect(run(mapped('a@example.com', 'new', 'Ann'), world, toggled)).toMatchObject({ outcome: 'updated' });
  });

  test('Connector Sync Time alone is not a change', () => {
    const policy = makePolicy({
      targets: [target('email', { isUnique: true }), target('connectorSyncTime', { isSyncTime: true })],
      syncKeys: [0],
    });
    const world = { people: [person(1, 'a@example.com', new Date(0))] };
    expect(run(mapped('a@example.com', new Date(1_000)), world, policy)).toMatchObject({
      outcome: 'unchanged',
    });
  });
});

describe('properties', () => {
  const value = fc.oneof(
    fc.constantFrom<MappedValue>(undefined, null, '', 'None'),
    fc.constantFrom('a', 'b', 'c').map((text) => `${text}@example.com`),
  );
  const record = fc
    .tuple(value, value, fc.option(fc.string(), { nil: undefined }))
    .map((values) => mapped(...values));
  const world = fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 }).chain((names) =>
    fc.record({
      people: fc.constant(
        names.map((name, index) => person(index + 1, `${name}@example.com`, `${name}@example.com`, name)),
      ),
      linked: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    }),
  );

  test('applying a decision and deciding again gives unchanged: a second run writes nothing', () => {
    fc.assert(
      fc.property(record, world, (incoming, before) => {
        const first = run(incoming, before);
        if (first.outcome !== 'updated' && first.outcome !== 'created') return;
        const recordId = first.outcome === 'updated' ? first.recordId : 99;
        const old = before.people.find((item) => item.recordId === recordId);
        const values = [0, 1, 2].map((index) => {
          if (first.outcome === 'created') return incoming.values[index];
          const change = first.changes.find((item) => item.targetIndex === index);
          return change ? change.new : old?.values[index];
        });
        const after = {
          people: [
            ...before.people.filter((item) => item.recordId !== recordId),
            person(recordId, ...values),
          ],
          linked: recordId,
        };
        expect(run(incoming, after).outcome).toBe('unchanged');
      }),
    );
  });

  test('a placeholder or empty key never matches or creates anybody', () => {
    fc.assert(
      fc.property(world, fc.constantFrom(undefined, null, '', 'None', 'NONE ', 'n/a'), (before, key) => {
        expect(run(mapped(key, key, 'x'), before).outcome).toBe('skipped');
      }),
    );
  });

  test('the decision depends on nothing but its inputs and never changes them', () => {
    fc.assert(
      fc.property(record, world, (incoming, before) => {
        const copy = structuredClone(incoming);
        expect(run(incoming, before)).toEqual(run(incoming, before));
        expect(incoming).toEqual(copy);
      }),
    );
  });

  test('values are compared as a person sees them', () => {
    expect(isSameValue(new Date(5), new Date(5))).toBe(true);
    expect(isSameValue(['a'], ['a'])).toBe(true);
    expect(isSameValue([], null)).toBe(true);
    expect(isSameValue('1.50', 1.5)).toBe(true);
    expect(isSameValue('', undefined)).toBe(true);
    expect(isSameValue(false, null)).toBe(false);
    expect(isSameValue(0, '')).toBe(false);
    expect(isSameValue(9007199254740993n, '9007199254740993')).toBe(true);
  });
});
