import { expect, test } from 'vitest';
import { readApplyFile } from './read-apply-file.ts';

test('aliases that stand for each other over and over are refused by name, not written out', () => {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
  for (let level = 1; level < 12; level += 1)
    lines.push(`a${level}: &a${level} [${Array.from({ length: 9 }, () => `*a${level - 1}`).join(', ')}]`);
  const read = () =>
    readApplyFile({
      content: Buffer.from(lines.join('\n')),
      file: 'laughs.yaml',
      environment: {},
      findDefinition: () => undefined,
    });
  expect(read).toThrow(
    expect.objectContaining({ code: 'APPLY_INVALID', message: expect.stringContaining('aliases (*name)') }),
  );
});
