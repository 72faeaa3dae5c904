/** JSON nobody can parse: the message says so and where, repeats nothing that does not help, and is never internal. */
import { describe, expect, test } from 'vitest';
import { ninjaone } from '../../connectors/ninjaone/definition.ts';
import { makeCaseConnector, peopleMapping } from '../helpers/case-connectors.ts';
import { useCaseWorld } from '../helpers/case-world.ts';
import { readCaseText } from '../helpers/read-case.ts';
import { Reply } from '../helpers/script-vendor.ts';
import { scriptNinja } from '../helpers/vendor-scripts.ts';

const vendor = makeCaseConnector('vendor');
const world = useCaseWorld([vendor, ninjaone]);

const rows = () => world.vendor.asked.filter((one) => one.startsWith('GET /rows')).length;

async function runWith(text: string, kind: 'run' | 'test-run' | 'preview' = 'run') {
  world.vendor.on('GET /rows', new Reply({ text }));
  const integration = await world.integrate(vendor, 'rows', { mapping: peopleMapping });
  return integration.run(kind);
}

describe('text that is no JSON', () => {
  const texts: [string, string, number][] = [
    ['NaN', readCaseText('b24/nan.txt'), 36],
    ['raw control characters', readCaseText('b24/control.txt'), 42],
    ['Infinity', '[{"id":1,"email":"a@x.org","score":Infinity}]', 36],
    ['a comma too many', '[{"id":1,"email":"a@x.org",}]', 28],
    ['single quotes', "[{'id':1}]", 3],
    ['a bad escape', '[{"id":1,"email":"a\\x.org"}]', 21],
    ['a comment', '[{"id":1 /* one */}]', 10],
    ['two answers in one', '[{"id":1,"email":"a@x.org"}][]', 29],
    ['a hexadecimal number', '[{"id":0x1}]', 9],
    ['a leading zero', '[{"id":01}]', 9],
  ];

  test.each(texts)('%s: says where', async (_what, text, position) => {
    const session = await runWith(text);
    expect(session.status).toBe('failed');
    expect(session.errorCode).not.toBe('API_INTERNAL');
    expect(session.errorCode).not.toBe('CONNECTOR_TRUNCATED');
    expect(session.errorMessage).toMatch(/JSON/);
    // Counted from 1; an engine may name the character before.
    expect(session.errorMessage).toMatch(new RegExp(`\\b(${position - 1}|${position}|${position + 1})\\b`));
    expect(session.errorMessage).not.toMatch(/cut off|run again/i);
    // The next answer would be the same.
    expect(rows()).toBe(1);
  });

  test.each(['[{"id":1,"email":"a@x.o', '{"a":'])(
    'what really was cut off is asked for again: %j',
    async (text) => {
      const session = await runWith(text);
      expect(session.errorCode).toBe('CONNECTOR_TRUNCATED');
      expect(rows()).toBe(3);
    },
  );

  test.each(['preview', 'test-run'] as const)('a %s says the same', async (kind) => {
    const session = await runWith(readCaseText('b24/nan.txt'), kind);
    expect(session.errorMessage).toMatch(/JSON/);
    expect(session.errorCode).not.toBe('CONNECTOR_TRUNCATED');
  });

  test('the message quotes nothing of the answer', async () => {
    const session = await runWith('[{"id":1,"token":"s3cr3t-value","x":NaN}]');
    expect(session.status).toBe('failed');
    expect(JSON.stringify([session, await world.log(session)])).not.toContain('s3cr3t');
  });
});

const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
const record = (more: string) => `[{"id":1,"email":"a@x.org",${more}},{"id":2,"email":"b@x.org"}]`;

describe('JSON that is too much', () => {
  test.each([
    ['20,000 brackets inside one record', record(`"x":${deep(20_000)}`)],
    ['200,000 brackets', record(`"x":${deep(200_000)}`)],
    ['2,000 brackets', record(`"x":${deep(2_000)}`)],
    ['20,000 objects inside each other', record(`"x":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`)],
    ['20,000 brackets in the field of a name', record(`"firstName":${deep(20_000)}`)],
    ['20,000 brackets instead of the list', deep(20_000)],
    ['a number of a thousand digits', record(`"x":${'9'.repeat(1_000)}`)],
    ['a number beyond all numbers', record('"x":1e999')],
    [
      'an id of a thousand digits',
      `[{"id":${'9'.repeat(1_000)},"email":"a@x.org"},{"id":2,"email":"b@x.org"}]`,
    ],
    ['__proto__ as a key', record('"__proto__":{"admin":true},"constructor":1')],
    ['the same key twice', record('"email":"c@x.org"')],
    ['a text of a million characters', record(`"firstName":"${'x'.repeat(1_000_000)}"`)],
    ['a thousand keys', record(Array.from({ length: 1_000 }, (_item, at) => `"k${at}":${at}`).join(','))],
    ['NUL in a key', record('"a\\u0000b":1')],
    ['half an emoji in a key', record('"a\\ud83d":1')],
  ])('%s is never internal, and costs at most this record', async (_what, text) => {
    for (const kind of ['test-run', 'preview', 'run'] as const) {
      const session = await runWith(text, kind);
      expect(session.errorCode ?? '', kind).not.toBe('API_INTERNAL');
      const { read, created, failed, skipped, ambiguous, unchanged } = session.counts;
      if (session.status === 'failed') expect(session.errorMessage).not.toMatch(/inside Muster/);
      else expect(created + failed + skipped + ambiguous + unchanged, kind).toBe(read);
      await world.reset();
    }
  });

  test('the other record is loaded where only one is too deep', async () => {
    const session = await runWith(record(`"x":${deep(20_000)}`));
    if (session.status === 'failed') expect(session.errorMessage).toMatch(/deep|nest/i);
    else expect((await world.list('people')).map(({ email }) => email)).toContain('b@x.org');
  });
});

describe('the answer of a token endpoint', () => {
  const withToken = (token: string) => {
    world.vendor.on('POST /ws/oauth/token', new Reply({ text: token }));
    return world.client.call<{ id: number; status: string }>('POST', '/api/credentials', {
      connectorId: 'ninjaone',
      methodId: 'oauth2-client-credentials',
      name: 'Vendor',
      fields: { clientId: 'id', clientSecret: 'a-secret-of-length', url: world.vendor.url },
    });
  };

  test.each([
    ['the one of the case', readCaseText('b24/token.json')],
    ['a negative lifetime', '{"access_token":"a","token_type":"Bearer","expires_in":-1}'],
    ['a lifetime as text', '{"access_token":"a","token_type":"Bearer","expires_in":"3600"}'],
    ['a lifetime that is none', '{"access_token":"a","token_type":"Bearer","expires_in":"soon"}'],
    ['a lifetime of null', '{"access_token":"a","token_type":"Bearer","expires_in":null}'],
    [
      'a lifetime beyond 2^53',
      '{"access_token":"a","token_type":"Bearer","expires_in":99999999999999999999}',
    ],
    ['a lifetime of 1e999', '{"access_token":"a","token_type":"Bearer","expires_in":1e999}'],
  ])('%s: the credential works', async (_what, token) => {
    const { id } = await withToken(token);
    scriptNinja(world.vendor, [{ id: 1, uid: 'u1', nodeClass: 'MAC' }]);
    const integration = await world.integrate(ninjaone, 'devices', { credentialId: id });
    const session = await integration.run();
    expect(session.errorCode).toBeNull();
    const credential = await world.client.call<{ status: string }>('GET', `/api/credentials/${id}`);
    expect(credential.status).toBe('authenticated');
  });

  test.each([
    ['a token that is a number', '{"access_token":5,"token_type":"Bearer"}'],
    ['a token with a line break', '{"access_token":"a\\r\\nx-evil: 1","token_type":"Bearer"}'],
    ['a token with half an emoji', '{"access_token":"a\\ud83d","token_type":"Bearer"}'],
    ['a token with NUL', '{"access_token":"a\\u0000b","token_type":"Bearer"}'],
    ['NaN', '{"access_token":"a","expires_in":NaN}'],
    ['20,000 brackets', `{"access_token":"a","x":${deep(20_000)}}`],
    ['a list', '[]'],
    ['null', 'null'],
    ['nothing', ''],
  ])('%s: refused in words or taken, never internal', async (_what, token) => {
    const answer = await withToken(token).then(
      () => '',
      (err: unknown) => String(err),
    );
    expect(answer).not.toMatch(/API_INTERNAL|answered 500/);
    const [stored] = await world.rows<{ status_reason: string | null }>(
      'SELECT status_reason FROM credentials',
    );
    expect(stored?.status_reason ?? '').not.toMatch(/inside Muster/);
  });
});
