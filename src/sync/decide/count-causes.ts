/**
 * What keeps records out, and which sync keys they lack, counted over a session. `judge-drift.ts` compares the counts
 * with those of the sessions before. A cause is
 *
 *   a reason code of skipped or failed records   NO_SYNC_KEY, CONDITION_NOT_MET …
 *   MAPPING_ERROR:<field>                        failed because of this field
 *   KEY_EMPTY:<field>                            a sync key without a value
 *   KEY_PLACEHOLDER:<field>                      a sync key whose value says "not known"
 *   REPEATED_ID                                  the session had met the id before; the first record counts
 */
import type { MappedRecord } from '../../mapping/mapping-types.ts';
import type { SessionCounters } from '../run.ts';
import { type DecidedItem, type DecidePolicy, isEmpty } from './decide.ts';
import type { DecidedBatch } from './decide-batch.ts';

/** Of records that are left out because their id had come before. */
export const repeatedId = 'REPEATED_ID';

/** Keys beyond are not counted: a bit each, empty ones below those with a placeholder, in a smallint. */
const keyLimit = 7;

/** The sync keys a mapped record lacks, as stored with its source record. */
export function findEmptyKeys(mapped: MappedRecord | undefined, syncKeys: readonly number[]): number {
  let mask = 0;
  if (!mapped) return mask;
  for (let position = 0; position < Math.min(syncKeys.length, keyLimit); position += 1) {
    const index = syncKeys[position] as number;
    if (!isEmpty(mapped.values[index])) continue;
    mask |= 1 << (mapped.placeholders?.includes(index) ? position + keyLimit : position);
  }
  return mask;
}

/** The counts with those of a batch added. */
export function addCauses(
  before: SessionCounters['causes'],
  policy: Pick<DecidePolicy, 'syncKeys' | 'targets'>,
  batch: Pick<DecidedBatch, 'decided' | 'unchangedEmptyKeys' | 'repeatedCount'>,
  { isRepeatExpected }: { isRepeatExpected: boolean },
): SessionCounters['causes'] {
  const causes: Record<string, number> = { ...before };
  const add = (cause: string, count = 1) => {
    causes[cause] = (causes[cause] ?? 0) + count;
  };
  if (batch.repeatedCount > 0 && !isRepeatExpected) add(repeatedId, batch.repeatedCount);
  const addKeys = (mask: number) => {
    for (let position = 0; mask >> position !== 0; position += 1) {
      if ((mask & (1 << position)) === 0) continue;
      const target = policy.targets[policy.syncKeys[position % keyLimit] ?? -1];
      if (target) add(`${position < keyLimit ? 'KEY_EMPTY' : 'KEY_PLACEHOLDER'}:${target.name}`);
    }
  };
  for (const mask of batch.unchangedEmptyKeys) addKeys(mask);
  for (const { decision, mapped, asRead } of batch.decided) {
    // What a person chose is no drift.
    const isChosen = 'reasonCode' in decision && chosen.has(decision.reasonCode);
    if ((decision.outcome === 'skipped' || decision.outcome === 'failed') && !isChosen)
      add(causeOf(decision.reasonCode, mapped));
    // What a rule leaves out may lack what it likes.
    if (mapped?.isSelected) addKeys(findEmptyKeys(asRead ?? mapped, policy.syncKeys));
  }
  return causes;
}

function causeOf(reasonCode: string, mapped: DecidedItem['mapped']): string {
  if (reasonCode !== 'MAPPING_ERROR') return reasonCode;
  const issue = mapped?.issues.find(({ severity }) => severity === 'error');
  return issue ? `${reasonCode}:${issue.target}` : reasonCode;
}

const chosen: ReadonlySet<string> = new Set(['IGNORED_BY_PERSON', 'ERASED']);
