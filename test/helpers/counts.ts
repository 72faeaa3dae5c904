/**
 * How often a test tries. `npm test` guards every change and tries a little, `npm test -- long` tries in full;
 * scripts/test.ts says which it is by TEST_COUNTS.
 */
const isLongRun = process.env['TEST_COUNTS'] === 'full';

/** The number for this run: of tries of a property, of rows of a matrix, of records of a large list. */
export function counts(small: number, full: number): number {
  return isLongRun ? full : small;
}
