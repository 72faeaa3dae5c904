import { hashToUuid } from '../../model/hash-to-uuid.ts';

/** One asset's installed software: release ids ascending, and for each the day it was installed (-1 = unknown). */
export interface ReleaseSet {
  ids: Int32Array;
  days: Int32Array;
}

/** Days are below 2^22, release ids below 2^31: both fit into one exact number, which sorts without a comparator. */
const dayRange = 2 ** 22;

/** Sorted, without repetitions, of which the later day stays: 32 and 64 bit of one version are one release. */
export function makeReleaseSet(entries: readonly { releaseId: number; day: number | null }[]): ReleaseSet {
  return unpackReleaseSet(
    Float64Array.from(entries.map(({ releaseId, day }) => packInstall(releaseId, day ?? -1))),
  );
}

/** @param day since 1970-01-01, -1 = unknown. */
export const packInstall = (releaseId: number, day: number) => releaseId * dayRange + day + 1;

/** @param packed as {@link packInstall} makes them; sorted in place. */
export function unpackReleaseSet(packed: Float64Array): ReleaseSet {
  packed.sort();
  const ids = new Int32Array(packed.length);
  const days = new Int32Array(packed.length);
  let count = 0;
  for (const value of packed) {
    const id = Math.floor(value / dayRange);
    if (count === 0 || ids[count - 1] !== id) count += 1;
    ids[count - 1] = id;
    days[count - 1] = value - id * dayRange - 1;
  }
  return { ids: ids.slice(0, count), days: days.slice(0, count) };
}

/** A hash as a UUID; equal sets have equal hashes whatever the vendor's order. */
export function hashReleaseSet({ ids, days }: ReleaseSet): string {
  const bytes = new Uint8Array(ids.byteLength + days.byteLength);
  bytes.set(new Uint8Array(ids.buffer, ids.byteOffset, ids.byteLength));
  bytes.set(new Uint8Array(days.buffer, days.byteOffset, days.byteLength), ids.byteLength);
  return hashToUuid(bytes);
}

const isoDays = new Map<number, string>();

/** `2026-01-31` for a day since 1970-01-01; NULL for -1, as PostgreSQL's array literal writes it. */
export function toSqlDay(day: number): string {
  if (day < 0) return 'NULL';
  let text = isoDays.get(day);
  if (text === undefined) {
    text = new Date(day * 86_400_000).toISOString().slice(0, 10);
    isoDays.set(day, text);
  }
  return text;
}
