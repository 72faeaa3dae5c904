/** Another charset is decoded where header or BOM name it, else refused with the place: never guessed in silence. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeCaseConnector, peopleMapping } from '../helpers/case-connectors.ts';
import { brief, useCaseWorld } from '../helpers/case-world.ts';
import { Reply } from '../helpers/script-vendor.ts';

const vendor = makeCaseConnector('vendor');
const world = useCaseWorld([vendor]);

const bytes = readFileSync(join(import.meta.dirname, 'fixtures/b21/answer.bin'));
const firstBad = bytes.findIndex((byte) => byte >= 0x80);
const text = new TextDecoder('windows-1252').decode(bytes);
const expected = (JSON.parse(text) as { firstName: string; lastName?: string }[]).map(
  ({ firstName }) => firstName,
);

async function runWith(content: Buffer, contentType: string, kind: 'run' | 'test-run' = 'run', status = 200) {
  world.vendor.on(
    'GET /rows',
    new Reply({ status, bytes: content, headers: { 'content-type': contentType } }),
  );
  const integration = await world.integrate(vendor, 'rows', { mapping: peopleMapping });
  return integration.run(kind);
}
const names = async () => (await world.list('people')).map(({ firstName }) => firstName);

describe('bytes that are no UTF-8', () => {
  test.each(['application/json', 'application/json; charset=utf-8', 'text/plain'])(
    'as %s: refused with the place, or decoded with a warning, and never stored with replacement characters',
    async (contentType) => {
      const session = await runWith(bytes, contentType);
      expect((await names()).filter((name) => String(name).includes('\uFFFD'))).toEqual([]);
      if (session.status === 'failed') {
        expect(session.errorCode).not.toBe('API_INTERNAL');
        expect(session.errorMessage).toMatch(/UTF-8/);
        expect(session.errorMessage).toMatch(new RegExp(`\\b${firstBad + 1}\\b|\\b${firstBad}\\b`));
      } else {
        expect(await names()).toEqual(expected);
        expect(await world.log(session)).toMatch(/warning: .*(UTF-8|1252)/);
      }
    },
  );

  test('a test run says the same', async () => {
    const session = await runWith(bytes, 'application/json', 'test-run');
    expect(JSON.stringify(session)).not.toContain('\uFFFD');
    expect(session.errorCode).not.toBe('API_INTERNAL');
    if (session.hasPayload) {
      const payload = await world.client.call('GET', `/api/sessions/${session.id}/payload`);
      expect(JSON.stringify(payload)).not.toContain('\uFFFD');
    }
  });

  test('half a character where an agent cut the text', async () => {
    const cut = Buffer.concat([
      Buffer.from('[{"id":1,"email":"a@x.org","firstName":"J'),
      Buffer.from('ü').subarray(0, 1),
      Buffer.from('"}]'),
    ]);
    const session = await runWith(cut, 'application/json');
    if (session.status === 'failed') expect(session.errorMessage).toMatch(/UTF-8/);
    else expect(session.counts.warnings).toBeGreaterThan(0);
  });

  test('of an error page they hide nothing: the status counts', async () => {
    const page = Buffer.from('<h1>Zugriff verweigert f\xfcr Sie</h1>', 'latin1');
    expect(brief(await runWith(page, 'text/html', 'run', 403))).toMatchObject({
      errorCode: 'CONNECTOR_FORBIDDEN',
    });
  });
});

const utf16 = (order: 'le' | 'be', bom: boolean) => {
  const little = Buffer.from(bom ? `\uFEFF${text}` : text, 'utf16le');
  return order === 'le' ? little : Buffer.from(little).swap16();
};

describe('what is named is decoded', () => {
  test.each([
    ['a header that says ISO-8859-1', bytes, 'application/json; charset=ISO-8859-1'],
    ['a header that says windows-1252', bytes, 'application/json;charset="windows-1252"'],
    ['a BOM of UTF-8', Buffer.from(`\uFEFF${text}`), 'application/json'],
    [
      'a BOM of UTF-8 against the header',
      Buffer.from(`\uFEFF${text}`),
      'application/json; charset=iso-8859-1',
    ],
    ['a BOM of UTF-16, little end first', utf16('le', true), 'application/json'],
    ['a BOM of UTF-16, big end first', utf16('be', true), 'application/json'],
    ['a header that says UTF-16LE', utf16('le', false), 'application/json; charset=utf-16le'],
    ['an unknown name for what is UTF-8', Buffer.from(text), 'application/json; charset=x-unknown'],
  ])('%s', async (_what, content, contentType) => {
    expect(brief(await runWith(content, contentType))).toMatchObject({ status: 'succeeded' });
    expect(await names()).toEqual(expected);
  });

  test('a replacement character the vendor sent itself is kept', async () => {
    const own = Buffer.from('[{"id":1,"email":"a@x.org","firstName":"J\uFFFDrgen"}]');
    expect(brief(await runWith(own, 'application/json'))).toMatchObject({ created: 1 });
    expect(await names()).toEqual(['J\uFFFDrgen']);
  });
});
