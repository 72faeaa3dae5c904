/** `muster backup` and `muster restore` from one data folder to another, as a person does it. */
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import { makeLogger } from '../../src/logger.ts';
import { buildMuster, type Muster } from '../../src/main.ts';
import { runMusterCommand } from '../helpers/muster-process.ts';
import { testActor } from '../helpers/with-vault.ts';

let folder: string;
const at = (name: string) => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-backup-command-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function withMuster<T>(dataDir: string, run: (muster: Muster) => Promise<T>): Promise<T> {
  const config = parseConfig({ MUSTER_DATA_DIR: dataDir, MUSTER_PORT: '0' }, dataDir);
  const muster = await buildMuster({ config, log: makeLogger({ level: 'silent' }) });
  try {
    return await run(muster);
  } finally {
    await muster.close();
  }
}

test('what one Muster has written another restores, once the master key is there; a changed file never', async () => {
  await withMuster(at('old'), async (muster) => {
    await muster.globalVariables.create(testActor, {
      key: 'Acme.Token',
      value: 'planted-secret',
      isSecret: true,
    });
    const by = { userId: null, name: 'Test', source: 'system' } as const;
    await muster.fields.addField(by, 'assets', { label: 'Desk', type: 'short_text', isUnique: true });
    await muster.db.query(
      `INSERT INTO people (email, username, created_at, created_by, updated_at, updated_by)
       VALUES ('gone@example.com', 'gone@example.com', now(), 'x', now(), 'x'), ('stays@example.com', 'stays@example.com', now(), 'x', now(), 'x')`,
    );
  });
  const file = at('muster.backup');
  const made = await runMusterCommand(at('old'), ['backup', file]);
  expect(made, made.errors).toMatchObject({
    code: 0,
    output: expect.stringMatching(/sealed with the master key mk_/),
  });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file).includes('planted-secret')).toBe(false);

  const unsure = await runMusterCommand(at('old'), ['erase', '1']);
  expect(unsure).toMatchObject({ code: 2, errors: expect.stringContaining('--yes') });
  const erased = await runMusterCommand(at('old'), ['erase', '1', '--yes']);
  expect(erased, erased.errors).toMatchObject({
    code: 0,
    output: expect.stringMatching(/Erased as erased-[\da-f]{8}/),
  });

  const keyless = await runMusterCommand(at('new'), ['restore', file]);
  expect(keyless).toMatchObject({ code: 1, errors: expect.stringContaining('DB_BACKUP_KEY_MISSING') });
  expect(existsSync(join(at('new'), 'master.key'))).toBe(false);

  copyFileSync(join(at('old'), 'master.key'), join(at('new'), 'master.key'));
  const changed = readFileSync(file);
  changed[changed.length - 40] = (changed[changed.length - 40] as number) ^ 1;
  writeFileSync(at('changed.backup'), changed);
  const refused = await runMusterCommand(at('new'), ['restore', at('changed.backup'), '--unsealed']);
  expect(refused).toMatchObject({
    code: 1,
    errors: expect.stringMatching(/DB_BACKUP_INVALID.*seal is broken/),
  });

  const list = join(at('old'), 'erased-people.list');
  const restored = await runMusterCommand(at('new'), ['restore', file, '--erased', list]);
  expect(restored, restored.errors).toMatchObject({
    code: 0,
    output: expect.stringMatching(/rows restored.*list of erased people in .* was applied/s),
  });
  await withMuster(at('new'), async (muster) => {
    // Who was erased after the backup was made does not come back with it, and this Muster has the list now.
    const { rows } = await muster.db.query<{ email: string }>('SELECT email FROM people');
    expect(rows).toEqual([{ email: 'stays@example.com' }]);
    expect(existsSync(join(at('new'), 'erased-people.list'))).toBe(true);
    expect((await muster.globalVariables.getScope()).Acme?.Token).toBe('planted-secret');
    const assets = await muster.fields.getObject('assets');
    expect(assets.fields.at(-1)).toMatchObject({ label: 'Desk', isCustom: true, isUnique: true });
  });
});
