/**
 * Notices a vendor that sends the same pages for ever. Kept in the cursor, so a resumed session stays guarded.
 *
 * A page equal to the one before it may happen once (rows were inserted in front while paging by position); a second
 * time in a row it is no progress. Longer circles are found with Brent's method: one remembered page, moved to the
 * present one at every doubling of the page number.
 */

import { hash } from 'node:crypto';
import { stringifyJson } from '../../model/json.ts';

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

/** Of a page without ids so many records are compared: its first, its last and others spread evenly between them. */
const sampleSize = 64;

/**
 * What makes two pages the same: their ids in order, or where there are none the records themselves, of large pages a
 * sample. Equal pages always have equal digests; writing five thousand records as text for a comparison that never
 * comes out otherwise would take as long as parsing them did.
 */
export function digestPage(
  records: readonly unknown[],
  ids: readonly (string | undefined)[],
): string | undefined {
  if (records.length === 0) return undefined;
  const text = ids.every((id) => id !== undefined) ? ids.join('\n') : writeSample(records);
  if (text === undefined) return undefined;
  return hash('sha256', text, 'base64url').slice(0, 22);
}

/** Undefined of records inside each other too deeply to be written: such a page is not compared. */
function writeSample(records: readonly unknown[]): string | undefined {
  try {
    return stringifyJson([records.length, ...takeSample(records)]);
  } catch (err) {
    if (err instanceof RangeError) return undefined;
    throw err;
  }
}

function takeSample(records: readonly unknown[]): readonly unknown[] {
  if (records.length <= sampleSize) return records;
  const step = (records.length - 1) / (sampleSize - 1);
  return Array.from({ length: sampleSize }, (_item, at) => records[Math.round(at * step)]);
}
