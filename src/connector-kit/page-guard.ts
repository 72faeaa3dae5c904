/**
 * Notices a vendor that sends the same pages for ever. Kept in the cursor, so a resumed session stays guarded.
 *
 * A page equal to the one before it may happen once (rows were inserted in front while paging by position); a second
 * time in a row it is no progress. Longer circles are found with Brent's method: one remembered page, moved to the
 * present one at every doubling of the page number.
 */
import { hash } from 'node:crypto';
import { stringifyJson } from '../model/json.ts';

export interface PageGuard {
  last: string;
  repeatCount: number;
  anchor: string;
  anchorNumber: number;
}

export type GuardStep = { kind: 'new' | 'repeated'; guard: PageGuard | undefined } | { kind: 'stuck' };

export function guardPage(
  guard: PageGuard | undefined,
  digest: string | undefined,
  pageNumber: number,
): GuardStep {
  if (digest === undefined) return { kind: 'new', guard };
  if (!guard) {
    return { kind: 'new', guard: { last: digest, repeatCount: 0, anchor: digest, anchorNumber: pageNumber } };
  }
  if (digest === guard.last) {
    if (guard.repeatCount > 0) return { kind: 'stuck' };
    return { kind: 'repeated', guard: { ...guard, repeatCount: 1 } };
  }
  if (digest === guard.anchor) return { kind: 'stuck' };
  const isAnchorMoved = pageNumber >= guard.anchorNumber * 2;
  return {
    kind: 'new',
    guard: {
      last: digest,
      repeatCount: 0,
      anchor: isAnchorMoved ? digest : guard.anchor,
      anchorNumber: isAnchorMoved ? pageNumber : guard.anchorNumber,
    },
  };
}

/** What makes two pages the same: their ids in order, or the whole records where there are none. */
export function digestPage(
  records: readonly unknown[],
  idOf: (record: unknown) => unknown,
): string | undefined {
  if (records.length === 0) return undefined;
  const ids = records.map(idOf);
  const hasIds = ids.every((id) => id !== undefined && id !== null && id !== '');
  return hash('sha256', hasIds ? ids.map(String).join('\n') : stringifyJson(records), 'base64url').slice(
    0,
    22,
  );
}
