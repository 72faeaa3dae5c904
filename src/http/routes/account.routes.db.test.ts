import { TOTP } from 'otpauth';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeManualClock, makeTestApp, type TestApp, testPassword } from '../../../test/helpers/with-app.ts';
import { makeTestDb, type TestDb } from '../../../test/helpers/with-db.ts';
import {
  listMasterKeyUses,
  listRowsToRewrap,
  updateWrappedKey,
} from '../../vault/seal/master-key.queries.ts';

type Headers = Record<string, string>;

let db: TestDb;
let test: TestApp;
let clock: ReturnType<typeof makeManualClock>;
let otto: { userId: number; headers: Headers };

beforeEach(async () => {
  db = await makeTestDb();
  clock = makeManualClock();
  test = await makeTestApp(db.db, { clock });
  otto = await test.signInAs('operator', 'Otto');
});
afterEach(async () => {
  await test.app.close();
  await db.drop();
});

const email = 'otto@example.com';
const password = { currentPassword: testPassword };
const send = (
  method: 'GET' | 'POST' | 'PUT' | 'PATCH',
  url: string,
  payload?: object,
  headers = otto.headers,
) => test.app.inject({ method, url, headers, ...(payload ? { payload } : {}) });
const signIn = () => send('POST', '/api/sign-in', { email, password: testPassword }, {});
const codeOf = (secret: string, at = clock.now()) =>
  new TOTP({ secret }).generate({ timestamp: at.getTime() });
const cookieOf = (answer: { cookies: { value: string }[] }) => ({
  cookie: `muster_session=${answer.cookies[0]?.value}`,
});

async function setUpTotp(): Promise<{ secret: string; recoveryCodes: string[] }> {
  const begun = await send('POST', '/api/me/totp', password);
  expect(begun.statusCode).toBe(201);
  const { secret, uri } = begun.json();
  expect(uri).toContain(`secret=${secret}`);
  const done = await send('POST', '/api/me/totp/confirm', { code: codeOf(secret) });
  expect(done.statusCode).toBe(200);
  clock.advance(30_000);
  return { secret, recoveryCodes: done.json().recoveryCodes };
}

const second = (signInToken: string, proof: object) =>
  send('POST', '/api/sign-in/second-factor', { signInToken, proof }, {});

describe('an authenticator app', () => {
  it('is set up with the password and a first code, and asked for from then on', async () => {
    expect((await send('POST', '/api/me/totp', { currentPassword: 'wrong' })).json().error).toMatchObject({
      code: 'ACCESS_PASSWORD_WRONG',
      field: 'currentPassword',
    });
    const elsewhere = cookieOf(await signIn());
    const { secret, recoveryCodes } = await setUpTotp();
    expect(recoveryCodes).toHaveLength(10);
    // Who was signed in elsewhere was so with the password alone.
    expect((await send('GET', '/api/me', undefined, elsewhere)).statusCode).toBe(401);
    expect((await send('GET', '/api/me')).statusCode).toBe(200);

    const first = await signIn();
    expect([first.statusCode, first.cookies]).toEqual([202, []]);
    expect(first.json()).toMatchObject({ hasTotp: true, passkeyOptions: null });
    const { signInToken } = first.json();
    const done = await second(signInToken, { kind: 'totp', code: codeOf(secret) });
    expect([done.statusCode, done.json().user.email]).toEqual([200, email]);
    expect((await send('GET', '/api/me', undefined, cookieOf(done))).statusCode).toBe(200);
    const again = await second(signInToken, { kind: 'totp', code: codeOf(secret) });
    expect([again.statusCode, again.json().error.code]).toEqual([401, 'ACCESS_SIGN_IN_EXPIRED']);
  });

  it('takes each code once, also in a race, and none that is older than one it took', async () => {
    const { secret } = await setUpTotp();
    const tokens = await Promise.all([signIn(), signIn(), signIn()]);
    const code = codeOf(secret);
    const answers = await Promise.all(
      tokens.map((answer) => second(answer.json().signInToken, { kind: 'totp', code })),
    );
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 401, 401]);
    const before = codeOf(secret, new Date(clock.now().getTime() - 30_000));
    const late = await second((await signIn()).json().signInToken, { kind: 'totp', code: before });
    expect(late.json().error.code).toBe('ACCESS_SECOND_FACTOR_WRONG');
  });

  it('takes the code that set it up only once', async () => {
    const { secret } = (await send('POST', '/api/me/totp', password)).json();
    const code = codeOf(secret);
    await send('POST', '/api/me/totp/confirm', { code });
    const answer = await second((await signIn()).json().signInToken, { kind: 'totp', code });
    expect(answer.statusCode).toBe(401);
  });

  it('throttles wrong codes by account, whatever the address', async () => {
    const { secret } = await setUpTotp();
    const { signInToken } = (await signIn()).json();
    for (let n = 0; n < 5; n += 1)
      expect((await second(signInToken, { kind: 'totp', code: '000000' })).statusCode).toBe(401);
    const blocked = await test.app.inject({
      method: 'POST',
      url: '/api/sign-in/second-factor',
      payload: { signInToken, proof: { kind: 'totp', code: codeOf(secret) } },
      remoteAddress: '203.0.113.9',
    });
    expect([blocked.statusCode, blocked.headers['retry-after']]).toEqual([429, '5']);
    clock.advance(5_000);
    expect((await second(signInToken, { kind: 'totp', code: codeOf(secret) })).statusCode).toBe(200);
    const { rows } = await db.db.query<{ count: number }>(
      `SELECT count(*) AS count FROM audit_log WHERE action = 'user.second_factor_failed'`,
    );
    expect(Number(rows[0]?.count)).toBe(5);
  });

  it('lets no second step pass after ten minutes, a new password or a reset', async () => {
    const { secret } = await setUpTotp();
    const slow = (await signIn()).json().signInToken;
    clock.advance(10 * 60_000);
    expect((await second(slow, { kind: 'totp', code: codeOf(secret) })).json().error.code).toBe(
      'ACCESS_SIGN_IN_EXPIRED',
    );
    const ada = await test.signInAs('administrator', 'Ada');
    const open = (await signIn()).json().signInToken;
    const url = `/api/users/${otto.userId}`;
    await send('PATCH', url, { password: 'seven green bicycles' }, ada.headers);
    expect((await second(open, { kind: 'totp', code: codeOf(secret) })).json().error.code).toBe(
      'ACCESS_SIGN_IN_EXPIRED',
    );
  });

  it('is stored sealed; recovery codes and tokens only as hashes', async () => {
    const { secret, recoveryCodes } = await setUpTotp();
    const { signInToken } = (await signIn()).json();
    const tables = ['user_totps', 'user_recovery_codes', 'sign_in_challenges', 'user_sessions', 'audit_log'];
    let stored = '';
    for (const table of tables) stored += JSON.stringify((await db.db.query(`SELECT * FROM ${table}`)).rows);
    for (const hidden of [secret, signInToken, ...recoveryCodes]) expect(stored).not.toContain(hidden);
  });

  it('goes along when the master key is rotated', async () => {
    await setUpTotp();
    const [row] = await listRowsToRewrap(db.db, 'another key', 10);
    expect(row).toMatchObject({ kind: 'user_totp', id: String(otto.userId) });
    if (!row) return;
    await updateWrappedKey(db.db, row, { wrappedKey: row.wrappedKey, masterKeyId: 'another key' });
    expect(await listMasterKeyUses(db.db)).toMatchObject([{ kind: 'user_totp', masterKeyId: 'another key' }]);
  });

  it('is removed with the password, and its recovery codes with it', async () => {
    const { recoveryCodes } = await setUpTotp();
    expect((await send('POST', '/api/me/totp', password)).json().error.code).toBe('ACCESS_TOTP_IN_USE');
    const { signInToken } = (await signIn()).json();
    expect((await send('POST', '/api/me/totp/remove', { currentPassword: 'wrong' })).statusCode).toBe(403);
    expect((await send('POST', '/api/me/totp/remove', password)).statusCode).toBe(204);
    const late = await second(signInToken, { kind: 'recovery_code', code: recoveryCodes[0] ?? '' });
    expect(late.statusCode).toBe(401);
    expect((await signIn()).statusCode).toBe(200);
  });
});

describe('recovery codes', () => {
  it('stand for the factor once each, however they are typed', async () => {
    const { recoveryCodes } = await setUpTotp();
    const [code = ''] = recoveryCodes;
    const typed = code.toUpperCase().replaceAll('-', ' ');
    const proof = { kind: 'recovery_code', code: typed };
    expect((await second((await signIn()).json().signInToken, proof)).statusCode).toBe(200);
    expect((await second((await signIn()).json().signInToken, proof)).statusCode).toBe(401);
    expect((await send('GET', '/api/me/second-factor')).json()).toMatchObject({ recoveryCodesLeft: 9 });
  });

  it('are renewed with the password; the former ones end', async () => {
    expect((await send('POST', '/api/me/recovery-codes', password)).json().error.code).toBe(
      'ACCESS_SECOND_FACTOR_NONE',
    );
    const { recoveryCodes } = await setUpTotp();
    const renewed = (await send('POST', '/api/me/recovery-codes', password)).json().recoveryCodes;
    expect(renewed).toHaveLength(10);
    const former = { kind: 'recovery_code', code: recoveryCodes[0] };
    expect((await second((await signIn()).json().signInToken, former)).statusCode).toBe(401);
    const fresh = { kind: 'recovery_code', code: renewed[0] };
    expect((await second((await signIn()).json().signInToken, fresh)).statusCode).toBe(200);
  });
});

describe('a passkey', () => {
  it('that nobody made is refused, and a challenge counts once', async () => {
    const begun = await send('POST', '/api/me/passkeys/options', password);
    expect(begun.json().options).toMatchObject({ rp: { id: 'localhost', name: 'Muster' } });
    const forged = { name: 'Key', answer: { id: 'abc', rawId: 'abc', type: 'public-key', response: {} } };
    const refused = await send('POST', '/api/me/passkeys', forged);
    expect([refused.statusCode, refused.json().error.code]).toEqual([422, 'ACCESS_PASSKEY_REFUSED']);
    expect((await send('GET', '/api/me/second-factor')).json().passkeys).toEqual([]);
  });
});

describe('when everything is lost', () => {
  it('an administrator takes the factors away, which is told in the audit log', async () => {
    await setUpTotp();
    const ada = await test.signInAs('administrator', 'Ada');
    const url = (id: number) => `/api/users/${id}/reset-second-factor`;
    expect((await send('POST', url(otto.userId))).statusCode).toBe(403);
    expect((await send('POST', url(ada.userId), undefined, ada.headers)).json().error.code).toBe(
      'ACCESS_OWN_PASSWORD',
    );
    const shown = await send('GET', `/api/users/${otto.userId}`, undefined, ada.headers);
    expect(shown.json().hasSecondFactor).toBe(true);
    expect((await send('POST', url(otto.userId), undefined, ada.headers)).statusCode).toBe(204);
    expect((await send('GET', '/api/me')).statusCode).toBe(401);
    expect((await signIn()).statusCode).toBe(200);
    const audit = await send(
      'GET',
      '/api/audit?filter=action:eq:user.second_factor_reset',
      undefined,
      ada.headers,
    );
    expect(audit.json().items).toMatchObject([
      { actor: 'Ada', targetName: 'Otto', details: { factorCount: 1 } },
    ]);
  });

  it('the command line lets a user in, with a new password if asked, and ends sessions and tokens', async () => {
    const created = await send('POST', '/api/api-tokens', { name: 'CI', role: 'viewer' });
    const token = { authorization: `Bearer ${created.json().secret}` };
    await setUpTotp();
    await db.db.query('UPDATE users SET is_disabled = true WHERE id = $1', [otto.userId]);
    const by = { source: 'cli', name: 'muster recover-user' } as const;
    const kept = await test.access.recoverUser(by, 'OTTO@example.com', false);
    expect(kept).toMatchObject({ name: 'Otto', factorCount: 1, password: null });
    expect((await send('GET', '/api/me', undefined, token)).statusCode).toBe(401);
    expect((await signIn()).statusCode).toBe(200);
    const renewed = await test.access.recoverUser(by, email, true);
    expect((await signIn()).statusCode).toBe(401);
    const again = await send('POST', '/api/sign-in', { email, password: renewed.password }, {});
    expect(again.statusCode).toBe(200);
    await expect(test.access.recoverUser(by, 'nobody@example.com', false)).rejects.toMatchObject({
      code: 'ACCESS_USER_UNKNOWN',
    });
  });
});

describe('roles that need a second factor', () => {
  it('hold at once, also for whoever is signed in, and the last factor stays', async () => {
    const ada = await test.signInAs('administrator', 'Ada');
    const set = (secondFactorRoles: string[]) =>
      send('PUT', '/api/sign-in-rules', { secondFactorRoles }, ada.headers);
    expect((await set(['administrator'])).json().error.code).toBe('ACCESS_SECOND_FACTOR_FIRST');
    expect((await set(['operator'])).json()).toEqual({ secondFactorRoles: ['operator'] });
    expect((await send('GET', '/api/user-names')).json().error.code).toBe('ACCESS_SECOND_FACTOR_NEEDED');
    expect((await send('GET', '/api/me')).json().user.needsSecondFactor).toBe(true);
    expect((await signIn()).json().user.needsSecondFactor).toBe(true);
    await setUpTotp();
    expect((await send('GET', '/api/user-names')).statusCode).toBe(200);
    expect((await send('GET', '/api/me')).json().user.needsSecondFactor).toBe(false);
    expect((await send('POST', '/api/me/totp/remove', password)).json().error.code).toBe(
      'ACCESS_SECOND_FACTOR_LAST',
    );
    expect((await send('GET', '/api/me/second-factor')).json().totpSince).not.toBeNull();
  });
});

describe('one’s browsers', () => {
  it('are listed with device and address, and ended one by one or all but this', async () => {
    await test.app.inject({
      method: 'POST',
      url: '/api/sign-in',
      payload: { email, password: testPassword },
      headers: { 'user-agent': 'Phone' },
      remoteAddress: '203.0.113.9',
    });
    const other = cookieOf(await signIn());
    const ada = await test.signInAs('administrator', 'Ada');
    const list = async () => (await send('GET', '/api/me/sessions')).json().items;
    const sessions = await list();
    expect(sessions).toHaveLength(3);
    expect(JSON.stringify(sessions)).not.toContain('token');
    expect(sessions.filter((one: { isCurrent: boolean }) => one.isCurrent)).toHaveLength(1);
    const phone = sessions.find((one: { userAgent: string }) => one.userAgent === 'Phone');
    expect(phone).toMatchObject({ address: '203.0.113.9', isCurrent: false });
    // Nobody ends somebody else's.
    const url = `/api/me/sessions/${phone.id}/end`;
    expect((await send('POST', url, undefined, ada.headers)).statusCode).toBe(404);
    expect((await send('POST', url)).statusCode).toBe(204);
    expect(await list()).toHaveLength(2);
    expect((await send('POST', '/api/me/sessions/end-others')).json()).toEqual({ endedCount: 1 });
    expect((await send('GET', '/api/me', undefined, other)).statusCode).toBe(401);
    expect((await send('GET', '/api/me')).statusCode).toBe(200);
    expect((await send('GET', '/api/me', undefined, ada.headers)).statusCode).toBe(200);
  });
});
