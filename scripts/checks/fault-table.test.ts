import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const path = 'docs/guarantees/faults.md';
const rows = readFileSync(path, 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('|') && line.includes('.test.ts`'));

test('every fault names what happens and a test', () => {
  expect(rows.length).toBeGreaterThan(20);
  for (const row of rows)
    expect(
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim() !== ''),
    ).toEqual([true, true, true]);
});

test.each(rows.map((row) => [row.split('|')[1]?.trim() ?? '', row]))(
  '%s: its test is there',
  (_fault, row) => {
    const [, file = '', name = ''] = /`([^`]+\.test\.ts)` (.+?)\s*\|$/.exec(row) ?? [];
    expect(existsSync(file), file).toBe(true);
    // Names stand in quotes of either kind; a quote inside them may be escaped.
    const text = readFileSync(file, 'utf8').replaceAll("\\'", "'");
    expect(text, `${file} has no test "${name}"`).toContain(name);
  },
);
