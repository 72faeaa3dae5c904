import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeMemoryLog } from '../../../test/helpers/silent-log.ts';
import { makeTestDb, type TestDb } from '../../../test/helpers/with-db.ts';
import {
  makeMovableClock,
  makeTestConnector,
  makeTestVault,
  testActor,
} from '../../../test/helpers/with-vault.ts';
import { makeEnvelope } from './envelope.ts';
import { type MasterKeySetting, makeMasterKeyId, openMasterKeyring } from './master-key.ts';
import { rotateMasterKey } from './master-key-rotation.ts';

let testDb: TestDb;
let folder: string;
const clock = makeMovableClock();
const log = makeMemoryLog();
const open = (setting: MasterKeySetting) =>
  openMasterKeyring({ setting, clock, log, beforeCreate: async () => undefined });

beforeAll(async () => {
  testDb = await makeTestDb();
  folder = mkdtempSync(join(tmpdir(), 'muster-vault-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await testDb.drop();
});

describe('where the master key comes from', () => {
  it('a file: created once, readable by its owner only, the same afterwards', async () => {
    const path = join(folder, 'new', 'master.key');
    const first = await (await open({ from: 'file', path })).getCurrent();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8')).toBe(`${first.key.toString('base64')}\n`);
    expect((await (await open({ from: 'file', path })).getCurrent()).id).toBe(first.id);
    expect(readdirSync(join(folder, 'new'))).toEqual(['master.key']);
  });

  it('several processes starting at once agree on one key', async () => {
    const path = join(folder, 'race', 'master.key');
    const script = join(import.meta.dirname, '../../../test/helpers/open-master-key.ts');
    const ids = await Promise.all(
      Array.from({ length: 6 }, () => {
        const child = fork(script, [path], { execArgv: [] });
        return new Promise<string>((resolve, reject) => {
          child.on('message', (message) => resolve(message as string));
          child.on('error', reject);
          child.on('exit', (code) => code !== 0 && reject(new Error(`ended with ${code}`)));
        });
      }),
    );
    expect(new Set(ids).size).toBe(1);
    expect(readdirSync(join(folder, 'race'))).toEqual(['master.key']);
  });

  it('a variable or a command', async () => {
    const base64 = randomBytes(32).toString('base64');
    const id = makeMasterKeyId(Buffer.from(base64, 'base64'));
    expect((await (await open({ from: 'value', base64 })).getCurrent()).id).toBe(id);
    expect(
      (await (await open({ from: 'command', command: `printf '%s\\n' ${base64}` })).getCurrent()).id,
    ).toBe(id);
    expect(id).not.toContain(base64.slice(0, 8));
  });

  it.each([
    [
      'a command that fails',
      { from: 'command', command: 'echo c2VjcmV0LXZhbHVl; exit 3' },
      'ended with code 3',
    ],
    [
      'a command that prints something else',
      { from: 'command', command: 'echo planted' },
      '32 random bytes in base64',
    ],
    ['a command that prints nothing', { from: 'command', command: 'true' }, 'there is no key in it'],
    ['a value that is too short', { from: 'value', base64: 'cGxhbnRlZA==' }, '32 random bytes'],
  ] as [string, MasterKeySetting, string][])(
    '%s is refused, without repeating it',
    async (_, setting, words) => {
      const attempt = open(setting);
      await expect(attempt).rejects.toMatchObject({
        code: 'VAULT_MASTER_KEY_INVALID',
        message: expect.stringContaining(words),
      });
      await expect(attempt).rejects.not.toThrow(/planted|cGxhbnRlZA|c2VjcmV0/);
    },
  );

  it('a damaged file is named; one that others can read is warned about', async () => {
    const path = join(folder, 'damaged.key');
    writeFileSync(path, 'half a k');
    await expect(open({ from: 'file', path })).rejects.toThrow(path);
    writeFileSync(path, `${randomBytes(32).toString('base64')}\n`);
    chmodSync(path, 0o644);
    await open({ from: 'file', path });
    expect(log.lines.at(-1)).toMatchObject({ level: 'warn', fields: { path } });
  });
});

describe('rotation', () => {
  const definition = makeTestConnector();
  const secretOf = async (vault: Awaited<ReturnType<typeof makeTestVault>>['vault'], id: number) =>
    (await vault.get(id)).secretsSet;

  it('wraps everything anew while running; another process with the old key goes on', async () => {
    const path = join(folder, 'rotate.key');
    const keyring = await open({ from: 'file', path });
    const oldKey = await keyring.getCurrent();
    const other = await open({ from: 'file', path });
    const setup = await makeTestVault({
      db: testDb.db,
      definitions: [definition],
      masterKey: oldKey.key.toString('base64'),
    });
    const ids: number[] = [];
    for (let at = 0; at < 5; at += 1) {
      const fields = { url: 'https://acme.example.com', apiKey: `planted-key-${at}` };
      ids.push(
        (
          await setup.vault.create(testActor, {
            connectorId: 'acme',
            methodId: 'key',
            name: `Rotated ${at}`,
            fields,
          })
        ).id,
      );
    }
    await setup.globalVariables.create(testActor, {
      key: 'Acme.Token',
      value: 'planted-token',
      isSecret: true,
    });
    await setup.vault.assertMasterKeys();

    const deps = { db: testDb.db, envelope: makeEnvelope(keyring), keyring, log };
    const first = await rotateMasterKey(deps);
    expect(first).toMatchObject({ isNewKey: true, rewrappedCount: 6, deletedKeyIds: [] });
    expect(first.currentKeyId).not.toBe(oldKey.id);
    expect(statSync(path).mode & 0o777).toBe(0o600);

    // The other process finds the new key by itself, for opening and for sealing.
    expect((await other.find(first.currentKeyId))?.id).toBe(first.currentKeyId);
    expect((await other.getCurrent()).id).toBe(first.currentKeyId);

    // Somebody who only has the old key is told which one is missing.
    await expect(setup.vault.assertMasterKeys()).rejects.toMatchObject({
      code: 'VAULT_MASTER_KEY_MISSING',
      message: expect.stringContaining(first.currentKeyId),
    });
    await expect(secretOf(setup.vault, ids[0] as number)).rejects.toMatchObject({
      code: 'VAULT_MASTER_KEY_MISSING',
    });

    const newKey = (await keyring.getCurrent()).key.toString('base64');
    const renewed = await makeTestVault({ db: testDb.db, definitions: [definition], masterKey: newKey });
    for (const id of ids) expect(await secretOf(renewed.vault, id)).toEqual(['apiKey']);
    expect((await renewed.globalVariables.getScope()).Acme?.Token).toBe('planted-token');

    // The next rotation forgets the key that nothing is sealed with any more.
    const second = await rotateMasterKey(deps);
    expect(second).toMatchObject({ rewrappedCount: 6, deletedKeyIds: [oldKey.id] });
    expect(await keyring.listIds()).toEqual([second.currentKeyId, first.currentKeyId]);
    await setup.close();
    await renewed.close();
  });

  it('happens once at a time', async () => {
    const keyring = await open({ from: 'file', path: join(folder, 'rotate.key') });
    const deps = { db: testDb.db, envelope: makeEnvelope(keyring), keyring, log };
    const both = await Promise.allSettled([rotateMasterKey(deps), rotateMasterKey(deps)]);
    const refused = both.filter((result) => result.status === 'rejected');
    for (const result of refused)
      expect(result).toMatchObject({ reason: { code: 'VAULT_ROTATION_RUNNING' } });
    expect(both.some(({ status }) => status === 'fulfilled')).toBe(true);
  });
});
