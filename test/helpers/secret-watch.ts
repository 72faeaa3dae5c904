/** Remembers every secret that passes on the wire, so that a test can look for them where they must not be. */
import type { Egress, EgressRequest, EgressResponse } from '../../src/egress/egress-types.ts';

const tokenPattern = /"(?:access_token|refresh_token|auth_token)"\s*:\s*"([^"]+)"/g;

export interface SecretWatch {
  /** The egress, overheard. `before` runs ahead of each request and may change what the vendor will answer. */
  readonly egress: Egress;
  /** Requests sent so far, without their attempts. */
  readonly sent: { method: string; url: string; status: number | undefined }[];
  before: ((request: EgressRequest) => void) | undefined;
  add(...secrets: (string | undefined)[]): void;
  /** Secrets that stand in the text. */
  findIn(text: string): string[];
  count(): number;
}

export function makeSecretWatch(inner: Egress): SecretWatch {
  const secrets = new Set<string>();
  const watch: SecretWatch = {
    sent: [],
    before: undefined,
    egress: {
      async request(request) {
        watch.before?.(request);
        const entry: SecretWatch['sent'][number] = {
          method: request.method,
          url: request.url,
          status: undefined,
        };
        watch.sent.push(entry);
        const response: EgressResponse = await inner.request(request);
        entry.status = response.status;
        for (const [, token] of response.text.matchAll(tokenPattern)) watch.add(token);
        return response;
      },
      close: () => inner.close(),
    },
    add(...more) {
      for (const secret of more) if (secret !== undefined && secret.length >= 6) secrets.add(secret);
    },
    findIn: (text) => [...secrets].filter((secret) => text.includes(secret)),
    count: () => secrets.size,
  };
  return watch;
}
