import { expect, test } from 'vitest';
import { findVendorLeaks } from '../scripts/checks/vendor-leaks.ts';

test('no connector is named outside of its folder', () => {
  expect(findVendorLeaks()).toEqual([]);
});
