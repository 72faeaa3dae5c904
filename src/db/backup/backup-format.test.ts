import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { makeDigestStream } from './backup-format.ts';

test('the last line seals everything written, also what waited for a slow reader', async () => {
  const stream = makeDigestStream((sha256) => `seal ${sha256}\n`);
  const lines = Array.from({ length: 200 }, (_item, index) => `${String(index).padStart(1_000, '.')}\n`);
  for (const line of lines) stream.write(line);
  stream.end();
  let text = '';
  for await (const chunk of stream) {
    text += String(chunk);
    await sleep(0);
  }
  const body = lines.join('');
  expect(text).toBe(`${body}seal ${createHash('sha256').update(body).digest('hex')}\n`);
});
