import { repeatedId } from './count-causes.ts';
import type { DecidePolicy } from './decide.ts';
import type { Drift } from './judge-drift.ts';

export interface DriftWords {
  readCount: number;
  policy: Pick<DecidePolicy, 'targets' | 'syncKeys'>;
  condition: string | undefined;
}

/** What fell silent, for the session's log and the people who are told; undefined where nothing did. */
export function describeDrift(drifts: readonly Drift[], words: DriftWords): string | undefined {
  if (drifts.length === 0) return undefined;
  const sentences: string[] = [];
  for (const kind of ['KEY_EMPTY', 'KEY_PLACEHOLDER', 'MAPPING_ERROR'] as const) {
    const ofKind = drifts.filter(({ cause }) => cause.startsWith(`${kind}:`));
    for (const group of groupByCount(ofKind, words)) {
      const [first] = group;
      if (!first) continue;
      const names = group.map(({ cause }) => labelOf(cause, words)).join(' and ');
      sentences.push(`${sayField(kind, names, group.length)} in ${shareOf(first, words)}.`);
    }
  }
  for (const drift of drifts)
    if (!drift.cause.includes(':')) sentences.push(`${sayCause(drift, words)}: ${shareOf(drift, words)}.`);
  return `${sentences.join(' ')} Something has changed at the vendor or in what the credential may read: look at a record of the vendor, and correct the mapping where a field has another name now.`;
}

const sayField = (
  kind: 'KEY_EMPTY' | 'KEY_PLACEHOLDER' | 'MAPPING_ERROR',
  names: string,
  count: number,
): string =>
  ({
    KEY_EMPTY: `${names} ${count > 1 ? 'are' : 'is'} suddenly empty`,
    KEY_PLACEHOLDER: `${names} ${count > 1 ? 'hold' : 'holds'} only a placeholder`,
    MAPPING_ERROR: `${names} cannot be read`,
  })[kind];

function sayCause({ cause }: Drift, { policy, condition }: DriftWords): string {
  const keys = policy.syncKeys.map((index) => policy.targets[index]?.label ?? `#${index}`).join(' and ');
  const said: Record<string, string> = {
    NO_SYNC_KEY: `Skipped without a usable value in ${keys}`,
    CONDITION_NOT_MET: `Left out by the rule of this integration (${condition ?? ''})`,
    NO_NATIVE_ID: "Failed without the vendor's own id",
    [repeatedId]: 'Left out because their id had come before in the same session',
    DATABASE_REFUSED: 'Refused by the database',
    CREATE_ONLY: 'Skipped because they exist already',
    UPDATE_ONLY: 'Skipped because no record matches',
    ARCHIVED: 'Skipped because their records are archived',
  };
  return said[cause] ?? `Skipped or failed (${cause})`;
}

/** Keys that went silent together are named together, in the order of the keys. */
function groupByCount(drifts: readonly Drift[], { policy }: DriftWords): Drift[][] {
  const order = policy.syncKeys.map((index) => policy.targets[index]?.name);
  const sorted = drifts.toSorted(
    (left, right) => order.indexOf(fieldOf(left.cause)) - order.indexOf(fieldOf(right.cause)),
  );
  return [...Map.groupBy(sorted, ({ count, usualPercent }) => `${count}/${usualPercent}`).values()];
}

const fieldOf = (cause: string): string => cause.slice(cause.indexOf(':') + 1);

function labelOf(cause: string, { policy }: DriftWords): string {
  const name = fieldOf(cause);
  return policy.targets.find((target) => target.name === name)?.label ?? name;
}

function shareOf({ cause, count, usualPercent }: Drift, words: DriftWords): string {
  const readCount = words.readCount + (cause === repeatedId ? count : 0);
  const usual =
    usualPercent === undefined
      ? 'there is no session yet to compare with'
      : `in the sessions before ${Math.round(usualPercent * 10) / 10} %`;
  return `${count} of ${readCount} records (${usual})`;
}
