import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { counts } from '../../test/helpers/counts.ts';
import { maxPositionLength, readPosition, writePosition } from './position-text.ts';

const xid = fc.bigInt({ min: 3n, max: 2n ** 62n });
const position = fc
  .record({
    xmin: xid,
    steps: fc.array(fc.bigInt({ min: 1n, max: 1_000n }), { maxLength: 200 }),
    at: fc.nat(),
  })
  .map(({ xmin, steps, at }) => {
    const open: bigint[] = [];
    for (const step of steps) open.push((open.at(-1) ?? xmin - 1n) + step);
    const xmax = (open.at(-1) ?? xmin) + 1n;
    return { snapshot: `${xmin}:${xmax}:${open}`, startedAtSeconds: at, atSeconds: at };
  });

describe('the text of a position', () => {
  it('is read as it was written, or from the oldest open transaction on', () => {
    fc.assert(
      fc.property(position, (written) => {
        const text = writePosition(written);
        expect(text.length).toBeLessThanOrEqual(maxPositionLength);
        const [xmin] = written.snapshot.split(':');
        const whole = `${written.startedAtSeconds}-${written.snapshot}-${written.atSeconds}`;
        const snapshot = whole.length > maxPositionLength ? `${xmin}:${xmin}:` : written.snapshot;
        expect(readPosition(text)).toEqual({ ...written, snapshot });
      }),
      { numRuns: counts(200, 5_000) },
    );
  });

  it('is nothing else', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(readPosition(text)).toBeUndefined();
      }),
      { numRuns: counts(200, 5_000) },
    );
  });
});
