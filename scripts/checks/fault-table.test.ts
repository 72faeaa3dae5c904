import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

describe.each(['docs/guarantees/faults.md', 'docs/guarantees/threat-model.md'])('%s', (path) => {
  const rows = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('|') && line.includes('.test.ts`'));
  const cellsOf = (row: string) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());

  test('leaves no cell empty', () => {
    expect(rows.length).toBeGreaterThan(5);
    for (const row of rows)
      expect(
        cellsOf(row).every((cell) => cell !== ''),
        row,
      ).toBe(true);
  });

  test.each(rows.map((row) => [cellsOf(row)[0] ?? '', row]))('%s: its test is there', (_fault, row) => {
    const [, file = '', name = ''] = /`([^`]+\.test\.ts)`(?: (.+?))?\s*\|$/.exec(row) ?? [];
    expect(existsSync(file), file).toBe(true);
    // Names stand in quotes of either kind; a quote inside them may be escaped.
    const text = readFileSync(file, 'utf8').replaceAll("\\'", "'");
    expect(text, `${file} has no test "${name}"`).toContain(name);
  });
});
