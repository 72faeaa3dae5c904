import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('web/README.md shows the page in fifty lines as it is', () => {
  const example = readFileSync(join(import.meta.dirname, 'example-page.tsx'), 'utf8');
  expect(example.trimEnd().split('\n').length).toBeLessThanOrEqual(50);
  expect(readFileSync(join(import.meta.dirname, '../../../README.md'), 'utf8')).toContain(example);
});
