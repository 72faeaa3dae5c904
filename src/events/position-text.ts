import type { Position } from './change-events.queries.ts';

/** A position that hundreds of open transactions would make longer than this goes back to the oldest of them. */
export const maxPositionLength = 1_000;

/** The id of an event of the stream: `START-XMIN:XMAX:XIP,XIP-AT`. */
export function writePosition({ snapshot, startedAtSeconds, atSeconds }: Position): string {
  const text = `${startedAtSeconds}-${snapshot}-${atSeconds}`;
  if (text.length <= maxPositionLength) return text;
  // What came after the oldest open transaction is told twice then, which only costs a question more.
  const [xmin] = snapshot.split(':');
  return `${startedAtSeconds}-${xmin}:${xmin}:-${atSeconds}`;
}

/** Undefined for what `writePosition` has not given: anybody can send one, and PostgreSQL would refuse it with an error. */
export function readPosition(text: string): Position | undefined {
  const found = /^(\d{1,15})-((\d{1,19}):(\d{1,19}):((?:\d{1,19}(?:,\d{1,19})*)?))-(\d{1,15})$/.exec(text);
  if (!found) return undefined;
  const [, startedAt, snapshot = '', xmin = '', xmax = '', open = '', at] = found;
  const xids = [xmin, ...(open === '' ? [] : open.split(','))].map(BigInt);
  const isAscending = xids.every((xid, index) => index < 2 || xid > (xids[index - 1] as bigint));
  const first = BigInt(xmin);
  const end = BigInt(xmax);
  if (first < 1n || first > end || !isAscending) return undefined;
  if (xids.slice(1).some((xid) => xid < first || xid >= end)) return undefined;
  return { snapshot, startedAtSeconds: Number(startedAt), atSeconds: Number(at) };
}
