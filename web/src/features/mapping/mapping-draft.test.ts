import { describe, expect, it } from 'vitest';
import type { Mapping } from '../../data/use-mapping.ts';
import { listSyncKeys } from '../../data/use-mapping.ts';
import type { MusterField } from './api/mapping-types.ts';
import { changeMapping, countChanges, isSameMapping } from './mapping-draft.ts';
import { readPath } from './read-path.ts';

const path = (text: string) => ({ kind: 'path', path: text }) as const;
const base: Mapping = {
  rows: [
    { target: 'email', source: path('email'), writeRule: 'always', syncKeyPriority: 1 },
    { target: 'username', source: path('uid'), writeRule: 'always', syncKeyPriority: 2 },
    { target: 'lastName', source: path('lastName'), writeRule: 'always' },
  ],
};
const keysOf = (mapping: Mapping) => listSyncKeys(mapping).map((row) => row.target);

describe('changeMapping', () => {
  it('keeps rule and key when a field gets another source', () => {
    const next = changeMapping(base, { kind: 'map', target: 'email', source: path('mail') });
    expect(next.rows[0]).toEqual({ ...base.rows[0], source: path('mail') });
    expect(next.rows).toHaveLength(3);
  });

  it('numbers the sync keys anew when one goes, is added or moves', () => {
    const less = changeMapping(base, { kind: 'unmap', target: 'email' });
    expect(listSyncKeys(less)[0]).toMatchObject({ target: 'username', syncKeyPriority: 1 });
    const more = changeMapping(base, { kind: 'syncKey', target: 'lastName', isSyncKey: true });
    expect(keysOf(more)).toEqual(['email', 'username', 'lastName']);
    expect(keysOf(changeMapping(more, { kind: 'moveSyncKey', target: 'lastName', priority: 1 }))).toEqual([
      'lastName',
      'email',
      'username',
    ]);
  });

  it('accepts a proposed sync key only for a Unique field', () => {
    const fields = [
      { name: 'email', isUnique: true },
      { name: 'firstName', isUnique: false },
    ] as MusterField[];
    const propose = (target: string) => ({ target, source: 'x', confidence: 1, reason: '', isSyncKey: true });
    const next = changeMapping(
      { rows: [] },
      { kind: 'accept', proposals: [propose('email'), propose('firstName')], fields },
    );
    expect(keysOf(next)).toEqual(['email']);
    expect(next.rows).toHaveLength(2);
  });
});

describe('comparing', () => {
  it('does not care about the order of rows', () => {
    expect(isSameMapping(base, { rows: base.rows.toReversed() })).toBe(true);
  });

  it('counts fields and the condition', () => {
    const next = changeMapping(changeMapping(base, { kind: 'unmap', target: 'lastName' }), {
      kind: 'condition',
      condition: '{{ enabled }}',
    });
    expect(countChanges(base, next)).toBe(2);
  });
});

describe('readPath', () => {
  const record = { a: { b: [{ c: 1 }] }, 'odd key': 'x', list: ['p', 'q'] };
  it.each([
    ['a.b[0].c', 1],
    ['response["odd key"]', 'x'],
    ['list[-1]', 'q'],
    ['missing.deep', undefined],
    ['{{ a }}', undefined],
  ])('%s', (text, expected) => {
    expect(readPath(record, text)).toEqual(expected);
  });
});
