import type { FastifyRequest } from 'fastify';
import type { Clock } from '../model/clock.ts';
import type { App } from './app-types.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** It came through a reverse proxy that Muster was not told of: its address is the proxy's. */
    isFromUnknownProxy: boolean;
  }
  interface FastifyInstance {
    /** What whoever runs Muster should know though it works, in sentences. */
    listWarnings(): string[];
  }
}

const forwardingHeaders = ['x-forwarded-for', 'forwarded', 'x-real-ip'];
const sayEveryMs = 60 * 60_000;
const advice =
  'Requests carry X-Forwarded-For, but MUSTER_TRUSTED_PROXIES names no proxy: everybody seems to come from the proxy, and sign-ins are throttled by account only. Set MUSTER_TRUSTED_PROXIES to the address of your proxy, or to none when there is none.';

/**
 * Notices a reverse proxy nobody declared. Its forwarding headers are not believed, since anybody can send them; all they
 * do is keep the address from being blocked, behind which everybody may be.
 */
export function watchProxies(app: App, options: { areProxiesDeclared: boolean; clock: Clock }): void {
  const { areProxiesDeclared, clock } = options;
  let saidAtMs: number | undefined;
  app.decorateRequest('isFromUnknownProxy', false);
  app.addHook('onRequest', async (request) => {
    if (areProxiesDeclared || !isForwarded(request)) return;
    request.isFromUnknownProxy = true;
    const nowMs = clock.monotonicMs();
    if (saidAtMs !== undefined && nowMs - saidAtMs < sayEveryMs) return;
    saidAtMs = nowMs;
    request.log.warn({ proxy: request.ip }, advice);
  });
  app.decorate('listWarnings', () =>
    saidAtMs !== undefined && clock.monotonicMs() - saidAtMs < sayEveryMs ? [advice] : [],
  );
}

const isForwarded = ({ headers }: FastifyRequest) =>
  forwardingHeaders.some((name) => headers[name] !== undefined);
