import { describe, expect, it } from 'vitest';
import type { Mapping, MappingRow } from '../mapping/mapping-types.ts';
import { mergeMappings } from './merge-mappings.ts';

const row = (target: string, path = target): MappingRow => ({
  target,
  source: { kind: 'path', path },
  writeRule: 'always',
});
const of = (...rows: MappingRow[]): Mapping => ({ rows });
const base = of(row('email'), row('username'), row('firstName'));

describe('mergeMappings', () => {
  it('leaves every field as the one has left it who changed it', () => {
    const theirs = of(row('email', 'mail'), row('username'), row('lastName'));
    const mine = { ...of(row('email'), row('username', 'login'), row('firstName')), condition: 'enabled' };
    expect(mergeMappings({ base, theirs, mine })).toEqual({
      mapping: {
        rows: [row('email', 'mail'), row('username', 'login'), row('lastName')],
        condition: 'enabled',
      },
      changes: [],
    });
  });

  it('tells of a field both have changed, also where one has taken it away', () => {
    const theirs = { ...of(row('email', 'mail'), row('firstName')), condition: 'a' };
    const mine = {
      ...of(row('email', 'address'), row('username', 'login'), row('firstName')),
      condition: 'b',
    };
    expect(mergeMappings({ base, theirs, mine }).changes).toEqual([
      { field: 'email', value: row('email', 'mail') },
      { field: '$condition', value: 'a' },
      { field: 'username', value: null },
    ]);
  });

  it('sees no conflict in what both want', () => {
    const both = of(row('email', 'mail'), row('firstName'));
    expect(mergeMappings({ base, theirs: both, mine: both })).toEqual({ mapping: both, changes: [] });
  });

  it('follows whoever has seen the change of the other one', () => {
    const theirs = of(row('email', 'mail'), row('firstName', 'given'));
    const mine = of(row('email', 'address'), row('username', 'login'), row('firstName'));
    const expected = { email: row('email', 'mail'), username: null };
    expect(mergeMappings({ base, theirs, mine, expected })).toEqual({
      mapping: of(row('email', 'address'), row('firstName', 'given'), row('username', 'login')),
      changes: [],
    });
  });
});
