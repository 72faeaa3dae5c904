import fc from 'fast-check';
import { expect, test } from 'vitest';
import { counts } from '../../../test/helpers/counts.ts';
import type { MappedRecord } from '../../mapping/mapping-types.ts';
import { addCauses, findEmptyKeys } from './count-causes.ts';
import type { DecidedItem } from './decide.ts';

const names = ['email', 'username', 'firstName', 'k1', 'k2', 'k3', 'k4', 'k5', 'k6'];
const targets = names.map((name) => ({ name, label: name })) as never;
/** Every target but firstName, the last ones beyond what is counted. */
const syncKeys = [0, 1, 3, 4, 5, 6, 7, 8];
const policy = { syncKeys, targets };

interface Case {
  outcome: 'created' | 'unchanged' | 'ambiguous' | 'skipped' | 'failed';
  reasonCode: string;
  isSelected: boolean;
  /** Per target: a value, none, or a placeholder that was taken for none. */
  states: ('filled' | 'empty' | 'placeholder')[];
}

const aCase: fc.Arbitrary<Case> = fc.record({
  outcome: fc.constantFrom('created', 'unchanged', 'ambiguous', 'skipped', 'failed'),
  reasonCode: fc.constantFrom('NO_SYNC_KEY', 'CONDITION_NOT_MET', 'IGNORED_BY_PERSON', 'MAPPING_ERROR'),
  isSelected: fc.boolean(),
  states: fc.array(fc.constantFrom('filled', 'empty', 'placeholder'), {
    minLength: names.length,
    maxLength: names.length,
  }),
});

const mappedOf = ({ isSelected, states, reasonCode }: Case): MappedRecord => ({
  values: states.map((state) => (state === 'filled' ? 'x' : undefined)),
  issues:
    reasonCode === 'MAPPING_ERROR' ? [{ severity: 'error', target: 'email', problem: 'bad' } as never] : [],
  isSelected,
  placeholders: states.flatMap((state, index) => (state === 'placeholder' ? [index] : [])),
});
const decided = (one: Case): DecidedItem =>
  ({
    decision: { outcome: one.outcome, reasonCode: one.reasonCode, reason: '' },
    mapped: mappedOf(one),
  }) as never;
const batchOf = (cases: readonly Case[], repeatedCount = 0, unchangedEmptyKeys: number[] = []) => ({
  decided: cases.map(decided),
  unchangedEmptyKeys,
  repeatedCount,
});
const plain = { isRepeatExpected: false };

test('each cause is counted as often as a record has it', () => {
  fc.assert(
    fc.property(fc.array(aCase, { maxLength: 30 }), fc.nat(5), (cases, repeatedCount) => {
      const causes = addCauses({}, policy, batchOf(cases, repeatedCount), plain);
      const expected: Record<string, number> = {};
      const add = (cause: string) => {
        expected[cause] = (expected[cause] ?? 0) + 1;
      };
      for (const { outcome, reasonCode, isSelected, states } of cases) {
        if ((outcome === 'skipped' || outcome === 'failed') && reasonCode !== 'IGNORED_BY_PERSON')
          add(reasonCode === 'MAPPING_ERROR' ? 'MAPPING_ERROR:email' : reasonCode);
        if (!isSelected) continue;
        for (const key of syncKeys.slice(0, 7)) {
          if (states[key] === 'empty') add(`KEY_EMPTY:${names[key]}`);
          if (states[key] === 'placeholder') add(`KEY_PLACEHOLDER:${names[key]}`);
        }
      }
      if (repeatedCount > 0) expected['REPEATED_ID'] = repeatedCount;
      expect(causes).toEqual(expected);
    }),
    { numRuns: counts(200, 5_000) },
  );
});

test('batch by batch it is the same as all at once', () => {
  fc.assert(
    fc.property(fc.array(aCase, { maxLength: 30 }), fc.nat(30), (cases, cut) => {
      const first = addCauses({}, policy, batchOf(cases.slice(0, cut)), plain);
      const both = addCauses(first, policy, batchOf(cases.slice(cut)), plain);
      expect(both).toEqual(addCauses({}, policy, batchOf(cases), plain));
    }),
    { numRuns: counts(100, 2_000) },
  );
});

test('a record that has not changed counts as it did when it was decided', () => {
  fc.assert(
    fc.property(fc.array(aCase, { maxLength: 30 }), (cases) => {
      const selected = cases.map((one): Case => ({ ...one, outcome: 'created', isSelected: true }));
      const masks = selected.map((one) => findEmptyKeys(mappedOf(one), syncKeys));
      // A smallint holds it.
      for (const mask of masks) expect(mask).toBeLessThan(2 ** 15);
      expect(addCauses({}, policy, batchOf([], 0, masks.filter(Boolean)), plain)).toEqual(
        addCauses({}, policy, batchOf(selected), plain),
      );
    }),
    { numRuns: counts(100, 2_000) },
  );
});

test('what the vendor may repeat is not counted', () => {
  expect(addCauses({}, policy, batchOf([], 5), { isRepeatExpected: true })).toEqual({});
});
