import type { PreparedRequest, PreparedResponse, SendPort } from '../../src/connector-kit/index.ts';

/**
 * The barest send port: one plain request, nothing repeated, for tests that talk to a simulator without vault and
 * egress. A connection that breaks is an answer cut short.
 */
export function makeHttpSendPort(baseUrl: string, headers: () => Record<string, string>): SendPort {
  return {
    async send(request: PreparedRequest, signal?: AbortSignal): Promise<PreparedResponse> {
      const url = new URL(request.path, `${baseUrl}/`);
      for (const [name, value] of Object.entries(request.query)) url.searchParams.set(name, value);
      const body =
        request.body?.kind === 'form'
          ? new URLSearchParams(request.body.values)
          : request.body && JSON.stringify(request.body.value);
      const response = await fetch(url, {
        method: request.method,
        headers: {
          ...(request.body?.kind === 'json' ? { 'content-type': 'application/json' } : {}),
          ...request.headers,
          ...headers(),
        },
        redirect: 'manual',
        ...(body === undefined ? {} : { body }),
        ...(signal ? { signal } : {}),
      });
      return {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        text: await response.text(),
        url: url.href,
      };
    },
  };
}
