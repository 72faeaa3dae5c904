/**
 * Drift: whether much more is kept out, or lacks its keys, than in the sessions before. Pure: counts in, causes out.
 * The share of one cause among the records read is compared with the median of the sessions before; without any, with
 * a fixed share. A vendor that renames a field makes every record skipped or nameless, and no error says so.
 */

import type { DriftLimits, SessionCounters } from '../run.ts';
import { repeatedId } from './count-causes.ts';

/** Sessions whose median tells what is usual. */
export const historyLength = 5;

export type CauseCounts = Pick<SessionCounters, 'readCount' | 'causes'>;

export interface Drift {
  cause: string;
  count: number;
  /** Percent of the records of the sessions before (median); undefined where there is none. */
  usualPercent: number | undefined;
}

/**
 * Only sessions before tell whether these are news: a rule that a person wrote may leave out nearly everything from
 * the first session on, and of several keys one suffices, so that another may always have been empty. A record that
 * lacks all of them is skipped, and that counts from the first session on.
 */
const neverAtFirst =
  /^(?:CONDITION_NOT_MET|CREATE_ONLY|UPDATE_ONLY|ARCHIVED|IGNORED_BY_PERSON|ERASED|KEY_EMPTY:.*|KEY_PLACEHOLDER:.*)$/;

/**
 * @param history comparable sessions that read something, in any order
 * @returns the causes that are far more frequent than usual, the most frequent one first
 */
export function judgeDrift(
  { readCount, causes }: CauseCounts,
  history: readonly CauseCounts[],
  limits: DriftLimits,
): Drift[] {
  if (readCount === 0) return [];
  const found: Drift[] = [];
  for (const [cause, count] of Object.entries(causes)) {
    const percent = shareOf(cause, { readCount, causes });
    if (history.length === 0) {
      if (percent > firstLimitOf(cause, limits) && !neverAtFirst.test(cause))
        found.push({ cause, count, usualPercent: undefined });
      continue;
    }
    const usualPercent = medianOf(history.map((session) => shareOf(cause, session)));
    if (percent - usualPercent > limits.points && percent > limits.factor * usualPercent)
      found.push({ cause, count, usualPercent });
  }
  return found.sort((left, right) => right.count - left.count);
}

/** A vendor may list a few records twice; that most of them share an id is a fault from the first session on. */
const firstLimitOf = (cause: string, { firstPercent }: DriftLimits): number =>
  cause === repeatedId ? Math.max(firstPercent, 50) : firstPercent;

/** In percent. What repeats an id is not among the records read. */
function shareOf(cause: string, { readCount, causes }: CauseCounts): number {
  const count = causes[cause] ?? 0;
  return percentOf(count, cause === repeatedId ? readCount + count : readCount);
}

const percentOf = (count: number, of: number): number => (of === 0 ? 0 : (100 * count) / of);

/** Of an even number of values the mean of the two in the middle. */
function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const half = sorted.length / 2;
  return ((sorted[Math.ceil(half) - 1] as number) + (sorted[Math.floor(half)] as number)) / 2;
}
