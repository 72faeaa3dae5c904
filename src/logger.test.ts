import { expect, test } from 'vitest';
import { runToItsEnd } from '../test/helpers/run-to-its-end.ts';
import { makeError } from './errors.ts';
import { makeLogger } from './logger.ts';
import { redactText } from './redact.ts';

function capture(write: (log: ReturnType<typeof makeLogger>) => void): {
  text: string;
  lines: Record<string, unknown>[];
} {
  const written: string[] = [];
  write(makeLogger({ level: 'debug', destination: { write: (line: string) => void written.push(line) } }));
  return {
    text: written.join(''),
    lines: written.map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

test('a line has level, time, fields and message', () => {
  const { lines } = capture((log) => log.child({ sessionId: 7 }).info({ recordCount: 3 }, 'page read'));
  expect(lines[0]).toMatchObject({ level: 'info', sessionId: 7, recordCount: 3, message: 'page read' });
  expect(lines[0]?.time).toMatch(/^\d{4}-.*Z$/);
});

test('secrets are masked at any depth, in errors, causes, bindings and texts', () => {
  const secret = 'S3cr3t-value-that-must-not-appear';
  const { text } = capture((log) => {
    const cause = Object.assign(new Error(`POST /token client_secret=${secret}&x=1`), {
      config: { headers: { authorization: `Basic ${secret}` } },
    });
    const err = makeError('API_NOT_FOUND', { what: 'It' }, { cause, details: { refresh_token: secret } });
    log.error({ err }, `failed with Bearer ${secret}`);
    log.error(err);
    log.child({ accessToken: secret }).info('bound');
    log.info({
      request: {
        headers: { Cookie: `muster_session=${secret}`, 'X-API-Key': secret },
        body: { newPassword: secret, list: [{ clientSecret: secret }] },
      },
    });
    log.info({ url: `https://hub/oauth2/redirect?code=${secret}&state=1`, query: { code: secret } });
    log.info({ url: `postgresql://muster:${secret}@db/muster` });
    log.info(`sent Acme-oauthtoken ${secret}`);
  });
  expect(text).not.toContain(secret);
  expect(text).toContain('[redacted]');
});

test('error codes, counts and ordinary texts stay readable', () => {
  const { lines } = capture((log) => {
    log.warn(
      {
        err: makeError('API_NOT_FOUND', { what: 'Session 4' }),
        code: '23505',
        tokenType: 'bearer',
        hasSecret: true,
        tokenCount: 2,
      },
      'status code 404',
    );
  });
  expect(lines[0]).toMatchObject({
    err: { code: 'API_NOT_FOUND', message: expect.stringContaining('Session 4') },
    code: '23505',
    tokenType: 'bearer',
    hasSecret: true,
    tokenCount: 2,
    message: 'status code 404',
  });
});

test('a long text without secrets is scrubbed in linear time', () => {
  const long = `${'a-'.repeat(250_000)} ${'token '.repeat(100_000)}`;
  expect(runToItsEnd(() => redactText(long)).length).toBeGreaterThan(500_000);
});
