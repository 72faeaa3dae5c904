import { expect, test } from 'vitest';
import type { DecideTarget } from './decide.ts';
import { describeDrift } from './describe-drift.ts';

const target = (name: string, label: string): DecideTarget => ({
  name,
  label,
  isUnique: true,
  row: { writeRule: 'always' },
  isSyncTime: false,
});
const words = {
  readCount: 10,
  policy: {
    targets: [target('externalId', 'External Id'), target('serialNumber', 'Serial Number')],
    syncKeys: [1, 0],
  },
  condition: "kind == 'pc'",
};
const say = (...causes: [string, number, number?][]) =>
  describeDrift(
    causes.map(([cause, count, usualPercent]) => ({ cause, count, usualPercent })),
    words,
  );

test('keys that fell silent together are named together, in their order', () => {
  expect(say(['KEY_EMPTY:externalId', 10, 0], ['KEY_EMPTY:serialNumber', 10, 0])).toMatch(
    /^Serial Number and External Id are suddenly empty in 10 of 10 records \(in the sessions before 0 %\)\. Something/,
  );
  expect(say(['KEY_EMPTY:serialNumber', 9, 1.25], ['KEY_EMPTY:externalId', 3, 0])).toMatch(
    /^Serial Number is suddenly empty in 9 of 10 records \(in the sessions before 1.3 %\)\. External Id is/,
  );
});

test.each([
  ['MAPPING_ERROR:serialNumber', /^Serial Number cannot be read in 4 of 10 records/],
  ['MAPPING_ERROR:gone', /^gone cannot be read/],
  ['KEY_PLACEHOLDER:serialNumber', /^Serial Number holds only a placeholder in 4/],
  [
    'NO_SYNC_KEY',
    /^Skipped without a usable value in Serial Number and External Id: 4 of 10 records \(there is no session/,
  ],
  ['CONDITION_NOT_MET', /rule of this integration \(kind == 'pc'\): 4 of 10/],
  ['SOMETHING_NEW', /^Skipped or failed \(SOMETHING_NEW\): 4/],
])('%s', (cause, expected) => expect(say([cause, 4])).toMatch(expected));

test('nothing fell silent, nothing is said', () => expect(say()).toBeUndefined());
