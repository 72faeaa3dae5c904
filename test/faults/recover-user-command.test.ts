/** `muster recover-user` beside a running `muster serve`, as somebody does it who can no longer sign in. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret, TOTP } from 'otpauth';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type MusterProcess, runMusterCommand, startMusterProcess } from '../helpers/muster-process.ts';
import { makeTestDb, type TestDb } from '../helpers/with-db.ts';

const email = 'ada@example.com';
const firstPassword = 'correct horse battery';
let world: TestDb;
let dataDir: string;
let environment: Record<string, string>;
let serve: MusterProcess | undefined;

beforeAll(async () => {
  world = await makeTestDb();
  dataDir = mkdtempSync(join(tmpdir(), 'muster-recover-user-'));
  environment = {
    DATABASE_URL: world.url,
    MUSTER_ADMIN_EMAIL: email,
    MUSTER_ADMIN_PASSWORD: firstPassword,
    MUSTER_AUDIT_FILE: join(dataDir, 'audit.jsonl'),
    MUSTER_WORKERS: '1',
  };
});
afterEach(async () => {
  serve?.child.kill('SIGKILL');
  await serve?.ended;
});
afterAll(async () => {
  await world?.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

interface Answer {
  status: number;
  body: Record<string, unknown>;
  headers: Record<string, string>;
}

async function send(path: string, body: object | undefined, headers = {}): Promise<Answer> {
  const answer = await fetch(`${serve?.url}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { ...(body ? { 'content-type': 'application/json' } : {}), ...headers },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await answer.text();
  const found = (text ? JSON.parse(text) : {}) as Record<string, unknown>;
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  return {
    status: answer.status,
    body: found,
    headers: { cookie, 'x-csrf-token': String(found['csrfToken'] ?? '') },
  };
}
const signIn = (password: string) => send('/api/sign-in', { email, password });
const recover = (...args: string[]) => runMusterCommand(dataDir, ['recover-user', ...args], environment);

/** Entries of the audit log's file, in the order they came; of one that came twice the first. */
function readAudit(action: string): { id: number; actor: string; targetName: string; details: object }[] {
  const path = environment['MUSTER_AUDIT_FILE'] ?? '';
  if (!existsSync(path)) return [];
  const found = new Map<number, ReturnType<typeof readAudit>[number]>();
  for (const line of readFileSync(path, 'utf8').split('\n').filter(Boolean)) {
    const entry = JSON.parse(line) as ReturnType<typeof readAudit>[number] & { action: string };
    if (entry.action === action && !found.has(entry.id)) found.set(entry.id, entry);
  }
  return [...found.values()];
}

test('lets somebody in who has lost factor and password, ends what was open, and is told where the audit log goes', async () => {
  serve = await startMusterProcess(dataDir, environment);
  const before = await signIn(firstPassword);
  expect(before.status).toBe(200);
  const begun = await send('/api/me/totp', { currentPassword: firstPassword }, before.headers);
  const code = new TOTP({ secret: Secret.fromBase32(String(begun.body['secret'])) }).generate();
  const confirmed = await send('/api/me/totp/confirm', { code }, before.headers);
  expect(confirmed.status, JSON.stringify(confirmed.body)).toBe(200);
  expect((await signIn(firstPassword)).status).toBe(202);

  const unknown = await recover('nobody@example.com');
  expect(unknown).toMatchObject({ code: 1, output: '' });
  expect(unknown.errors).toContain('ACCESS_USER_UNKNOWN');
  expect(unknown.errors).toContain('nobody@example.com');
  expect(await recover()).toMatchObject({
    code: 2,
    output: '',
    errors: 'Say whose e-mail address: muster recover-user EMAIL [--password]\n',
  });
  // Nothing has changed yet.
  expect((await signIn(firstPassword)).status).toBe(202);

  const done = await recover(email, '--password');
  expect(done, done.errors).toMatchObject({ code: 0, errors: '' });
  expect(done.output).toContain('signs in with the password alone now; second factors removed: ');
  const password = /New password, to be changed after signing in: (\S+)\n/.exec(done.output)?.[1] ?? '';
  expect(password).toHaveLength(20);

  expect((await signIn(firstPassword)).status).toBe(401);
  expect((await send('/api/me', undefined, before.headers)).status).toBe(401);
  const after = await signIn(password);
  expect(after.status).toBe(200);
  expect((await send('/api/me', undefined, after.headers)).status).toBe(200);

  await expect
    .poll(() => readAudit('user.recovered'), { timeout: 60_000 })
    .toMatchObject([{ actor: 'muster recover-user', details: { isPasswordNew: true, wasDisabled: false } }]);
  expect(readFileSync(environment['MUSTER_AUDIT_FILE'] ?? '', 'utf8')).not.toContain(password);
});

test('without a running server it works alone; what it wrote is sent once one runs again', async () => {
  serve = await startMusterProcess(dataDir, environment);
  const sentBefore = readAudit('user.recovered').length;
  serve.child.kill('SIGKILL');
  await serve.ended;
  const { rows } = await world.db.query<{ hash: string }>('SELECT password_hash AS hash FROM users');
  const done = await recover(email);
  expect(done, done.errors).toMatchObject({ code: 0, errors: '' });
  expect(done.output).not.toContain('New password');
  expect((await world.db.query<{ hash: string }>('SELECT password_hash AS hash FROM users')).rows).toEqual(
    rows,
  );
  expect(readAudit('user.recovered')).toHaveLength(sentBefore);
  // The lease of the killed one is over.
  await world.db.query('UPDATE audit_streams SET held_until = clock_timestamp()');
  serve = await startMusterProcess(dataDir, environment);
  await expect.poll(() => readAudit('user.recovered').length, { timeout: 60_000 }).toBe(sentBefore + 1);
  const stored = await world.db.query<{ id: number }>('SELECT id FROM audit_log ORDER BY id');
  await expect
    .poll(
      async () =>
        (await world.db.query<{ id: number }>('SELECT sent_id AS id FROM audit_streams')).rows[0]?.id,
      { timeout: 60_000 },
    )
    .toBe(stored.rows.at(-1)?.id);
});
