import { expect, test } from 'vitest';
import { listConnectorFiles, readConnectorFile, subjects } from './helpers/subjects.ts';

const secrets: [RegExp, string][] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, 'a private key'],
  [/\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{5,}/, 'a JSON Web Token'],
  [/\bBearer\s+[\w.~+/-]{12,}/i, 'a bearer token'],
  [/\bBasic\s+[A-Za-z0-9+/]{12,}=*/, 'basic credentials'],
  [/\bset-cookie\b/i, 'a cookie'],
  [/"(access_token|refresh_token|client_secret|password|api_?key)"\s*:\s*"[^"]{4,}"/i, 'a secret value'],
];
/** RFC 2606 and RFC 6761 names only. */
const reserved = /(^|\.)(example\.(com|net|org)|[\w-]+\.(example|test|invalid)|example|localhost)$/i;
const maxLength = 20_000;

test.each(subjects)('%s: fixtures hold no secrets, no real domains, and stay small', (id, _definition) => {
  for (const path of listConnectorFiles(id).filter((file) => file.startsWith('fixtures/'))) {
    const text = readConnectorFile(id, path);
    expect(text.length, path).toBeLessThan(maxLength);
    for (const [pattern, what] of secrets) expect(pattern.test(text), `${path} holds ${what}`).toBe(false);
    const hosts = [...text.matchAll(/(?:@|https?:\/\/)([\w-]+(?:\.[\w-]+)+)/g)].map(([, host = '']) => host);
    expect(
      hosts.filter((host) => !reserved.test(host)),
      `real domains in ${path}`,
    ).toEqual([]);
  }
});

test.each(subjects)('%s: every fixture is a pair named after its behaviour', (id, _definition) => {
  const paths = listConnectorFiles(id).filter((file) => file.startsWith('fixtures/'));
  for (const path of paths) {
    expect(path).toMatch(/^fixtures\/[a-z0-9-]+\/[a-z][a-z0-9-]*\.(input|expected)\.json$/);
    const twin = path.replace(/\.(input|expected)\.json$/, (_whole, kind) =>
      kind === 'input' ? '.expected.json' : '.input.json',
    );
    expect(paths, `${path} has no ${twin}`).toContain(twin);
  }
});
