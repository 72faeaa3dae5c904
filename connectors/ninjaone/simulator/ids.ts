/** Numbers and ids of the n-th record, the same every time. */

/** Cheap, well spread 32-bit hash (Murmur3's finaliser). */
export function mix(seed: number, index: number): number {
  let value = (Math.imul(index, 0x9e3779b1) + seed) | 0;
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/** Ids are sparse and grow: 7 apart, with a jump every hundred. */
export function idOf(index: number): number {
  return 31 + index * 7 + Math.floor(index / 100) * 13;
}

/** Index of the first record whose id is larger. */
export function indexAfter(id: number, count: number): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (idOf(middle) > id) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** @param random `mix` of the record's seed and index. */
export function uidOf(random: number, index: number): string {
  return `${random.toString(16).padStart(8, '0')}-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;
}
