import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { coerceError } from '../../errors.ts';
import type { Vault } from '../../vault/vault.ts';
import type { App } from '../app-types.ts';
import { type RedirectOutcome, redirectPageHeaders, renderRedirectPage } from '../oauth-redirect-page.ts';

const maxParamLength = 8_192;

/** Vendors add what they like; a parameter given twice counts by its first value. */
const param = z.union([z.string(), z.array(z.string())]);
const redirectQuerySchema = z
  .object({ state: param, code: param, error: param, error_description: param })
  .partial()
  .catchall(param);

/**
 * Where every vendor sends the browser after a sign-in. Public, since it is reached from another site; the state
 * decides, and it belongs to the person signed in here (the session cookie is SameSite=Lax, so it comes along).
 */
export function registerOAuthRedirectRoutes(
  app: App,
  { vault }: { vault: Pick<Vault, 'completeRedirect'> },
): void {
  app.get(
    '/oauth2/redirect',
    {
      schema: {
        tags: ['Credentials'],
        summary:
          'End of a sign-in at a vendor: a page that tells the window which opened it, and closes itself',
        querystring: redirectQuerySchema,
      },
      config: { access: 'public', knowsActor: true },
    },
    async (request, reply) => {
      try {
        const done = await vault.completeRedirect(request.actor, parseQuery(request.query));
        return sendPage(reply, 200, { isOk: true, ...done });
      } catch (err) {
        const failure = coerceError(err, request.id);
        if (failure.status >= 500) request.log.error({ err }, 'a sign-in at a vendor failed');
        return sendPage(reply, failure.status, { isOk: false, code: failure.code, message: failure.message });
      }
    },
  );
}

function sendPage(reply: FastifyReply, status: number, outcome: RedirectOutcome): FastifyReply {
  return reply.code(status).headers(redirectPageHeaders).send(renderRedirectPage(outcome));
}

function parseQuery(query: z.output<typeof redirectQuerySchema>): Record<string, string> {
  const entries = Object.entries(query).map(([name, value]) => [
    name,
    Array.isArray(value) ? (value[0] ?? '') : (value ?? ''),
  ]);
  return Object.fromEntries(entries.filter(([, value]) => (value as string).length <= maxParamLength));
}
