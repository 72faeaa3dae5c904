import { expect, it } from 'vitest';
import type { MappingRow } from '../../data/use-mapping.ts';
import { ApiError } from '../../lib/api-error.ts';
import { findFailedTarget } from './find-failed-target.ts';

const rows: MappingRow[] = [
  { target: 'email', source: { kind: 'path', path: 'email' }, writeRule: 'always' },
  { target: 'notes', source: { kind: 'path', path: '{{ email | nope }}' }, writeRule: 'always' },
];

it('goes by the field the refusal names', () => {
  expect(findFailedTarget(new ApiError(422, 'X', 'No.', 'email'), rows)).toBe('email');
  expect(findFailedTarget(new ApiError(422, 'X', 'No.', 'condition'), rows)).toBeUndefined();
  expect(findFailedTarget(new ApiError(409, 'MAPPING_CHANGED', 'Changed.'), rows)).toBeUndefined();
  expect(findFailedTarget(new Error('email'), rows)).toBeUndefined();
});
