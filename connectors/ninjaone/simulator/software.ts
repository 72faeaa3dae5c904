/**
 * Installed software, made as it is asked for: pieces of JSON are prepared once, so that a report of millions of
 * entries costs hardly more than sending it.
 */
import { hasSoftware } from './devices.ts';
import { idOf, mix } from './ids.ts';

const productCount = 600;
const versionCount = 3;
const publishers = ['Example Ltd', 'Contoso', 'Fabrikam Inc.', 'Northwind Traders', 'Open Source Project'];
const seenAt = 1_759_136_775.901;

/** `"installDate":…}` without the device, by product and version. */
const fragments = Array.from({ length: productCount * versionCount }, (_item, at) => {
  const product = Math.floor(at / versionCount);
  const version = at % versionCount;
  return JSON.stringify({
    installDate: `202${3 + version}-0${1 + (product % 9)}-1${product % 10}T00:00:00Z`,
    ...(product % 4 === 0 ? {} : { location: `C:\\Program Files\\Product ${product}` }),
    name: product % 50 === 0 ? `Product ${product} (x64)` : `Product ${product}`,
    publisher: publishers[product % publishers.length],
    size: 5_000_000_000 + product,
    version: `${1 + version}.${product % 20}.0`,
    productCode: `{00000000-0000-4000-8000-${String(at).padStart(12, '0')}}`,
    timestamp: seenAt,
  }).slice(1);
});

export interface SoftwarePosition {
  /** Device, and how many of its entries have been sent. */
  index: number;
  slot: number;
}

/** @param generationOf number of edits that touched a device; each gives its first product another version. */
export function makeSoftwareList(
  perDevice: number,
  deviceCount: () => number,
  generationOf: (index: number) => number,
  isGone: (index: number) => boolean,
) {
  function fragmentAt(index: number, slot: number): string {
    // A run of products from a random start: no product twice on a device.
    const product = (mix(3, index) + slot) % productCount;
    const generation = slot === 0 ? generationOf(index) : 0;
    return fragments[product * versionCount + ((index + generation) % versionCount)] as string;
  }
  const countOf = (index: number) => (hasSoftware(index) && !isGone(index) ? perDevice : 0);

  return {
    /** JSON texts of the entries of one device, without the device. */
    of: (index: number): string[] =>
      Array.from({ length: countOf(index) }, (_item, slot) => `{${fragmentAt(index, slot)}`),

    total(): number {
      let total = 0;
      for (let index = 0; index < deviceCount(); index += 1) total += countOf(index);
      return total;
    },

    /** Up to `size` entries from `position`, as JSON with commas, and where the next page begins. */
    page(position: SoftwarePosition, size: number): { text: string; count: number; next: SoftwarePosition } {
      let { index, slot } = position;
      let text = '';
      let count = 0;
      while (count < size && index < deviceCount()) {
        const end = Math.min(countOf(index), slot + size - count);
        const head = `{"deviceId":${idOf(index)},`;
        for (; slot < end; slot += 1) {
          text += count === 0 ? head + fragmentAt(index, slot) : `,${head}${fragmentAt(index, slot)}`;
          count += 1;
        }
        if (slot >= countOf(index)) {
          index += 1;
          slot = 0;
        }
      }
      return { text, count, next: { index, slot } };
    },
  };
}
