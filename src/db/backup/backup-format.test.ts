import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { BackupReader, makeDigestStream } from './backup-format.ts';

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

test('a line that is no text is not read with replacement characters', async () => {
  async function* source() {
    yield Buffer.from('{"table":"Ger\xe4te"}\n', 'latin1');
  }
  await expect(new BackupReader(source(), 'old.backup').readJsonLine()).rejects.toMatchObject({
    code: 'DB_BACKUP_INVALID',
    message: expect.stringContaining('byte 14 is no UTF-8'),
  });
});
