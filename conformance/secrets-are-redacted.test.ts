import { expect, test } from 'vitest';
import type { AuthMethod } from '../src/connector-kit/index.ts';
import { redact, redactText } from '../src/redact.ts';
import { subjects } from './helpers/subjects.ts';

const secret = 'S3cr3t.value-that_must~not+appear/anywhere==';

const methods = subjects.flatMap(([id, definition]) =>
  definition.auth.map((method) => [`${id} ${method.id}`, method] as const),
);

/** Everything that authenticates, as it is written into a request. */
function listSecretHeaders(method: AuthMethod): [name: string, value: string][] {
  switch (method.kind) {
    case 'oauth2': {
      const { header, prefix } = method.tokenPlacement ?? { header: 'Authorization', prefix: 'Bearer' };
      return [[header, /[ =]$/.test(prefix) ? `${prefix}${secret}` : `${prefix} ${secret}`]];
    }
    case 'session_login':
      return Object.keys({ ...method.result.headers, ...method.result.query }).map((name) => [name, secret]);
    case 'api_key':
      return [[method.placement.name, method.placement.value.replace(/\{\{.*?\}\}/g, secret)]];
    case 'basic':
      return [['Authorization', `Basic ${secret}`]];
  }
}

test.each(methods)(
  '%s: what authenticates is masked in logs, as a field and inside a text',
  (_name, method) => {
    const headers = listSecretHeaders(method);
    expect(headers.length).toBeGreaterThan(0);
    for (const [name, value] of headers) {
      expect(JSON.stringify(redact({ headers: { [name]: value } }))).not.toContain(secret);
      expect(redactText(`sent with ${name}: ${value}`)).not.toContain(secret);
      expect(redactText(`{"${name}":"${value}"}`)).not.toContain(secret);
      if (value !== secret) expect(redactText(`it refused ${value}`)).not.toContain(secret);
    }
    for (const { key } of method.fields.filter(({ isSecret }) => isSecret)) {
      expect(JSON.stringify(redact({ fields: { [key]: secret } }))).not.toContain(secret);
      expect(redactText(`${key}=${secret}&x=1`)).not.toContain(secret);
    }
  },
);
