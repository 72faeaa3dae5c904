import { randomUUID } from 'node:crypto';
import fastifyCookie from '@fastify/cookie';
import fastifyHelmet from '@fastify/helmet';
import Fastify, { type FastifyBaseLogger, LogController } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { makeError } from '../errors.ts';
import type { Clock } from '../model/clock.ts';
import { charsetOf, decodeText, describeUndecodable } from '../model/decode-text.ts';
import type { App } from './app-types.ts';
import { type AuthenticateOptions, addAuthentication } from './authenticate.ts';
import { assertBodyBudget } from './body-budget.ts';
import { compressAnswers } from './compress-answers.ts';
import { makeErrorHandler } from './error-handler.ts';
import { addHiding } from './hide-values.ts';
import { addOpenApi } from './openapi.ts';
import { assertStorableBody, refuseUnstorable } from './refuse-unstorable.ts';
import { addRouteTable } from './route-table.ts';
import { watchProxies } from './watch-proxies.ts';
import { addWebFiles } from './web-files.ts';

export interface HttpAppOptions extends AuthenticateOptions {
  /** The pino logger of the process. */
  log: FastifyBaseLogger;
  /** Version of Muster, for the API description. */
  version: string;
  /** Address users open; with https, answers tell browsers to stay with it. */
  publicUrl: string | undefined;
  /** Reverse proxies whose X-Forwarded headers are believed: addresses or CIDR ranges. */
  trustedProxies: readonly string[];
  /** False: nobody said whether there is a proxy in front. */
  areProxiesDeclared: boolean;
  clock: Clock;
  /** Folder of the built web interface. */
  webDir: string;
  registerRoutes: readonly ((app: App) => void)[];
  /** Called after every answer, for metrics. `route` is the pattern, e.g. `/api/users/:id`. */
  onAnswer?: (answer: { method: string; route: string; status: number; durationMs: number }) => void;
  bodyLimitBytes?: number;
}

/** Largest request body; mappings and custom connectors are well below it. */
const defaultBodyLimitBytes = 2 * 1024 * 1024;
/** Time a client has to send its whole request. */
const requestTimeoutMs = 30_000;

/**
 * Makes the HTTP application, ready for `inject` or `listen`. `close()` lets running requests finish and ends idle
 * connections. Throws a TypeError when a route does not declare `config.access`.
 */
export async function makeHttpApp(options: HttpAppOptions): Promise<App> {
  const bodyLimit = options.bodyLimitBytes ?? defaultBodyLimitBytes;
  const app: App = Fastify({
    loggerInstance: options.log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit,
    requestTimeout: requestTimeoutMs,
    forceCloseConnections: 'idle',
    trustProxy: options.trustedProxies.length > 0 ? [...options.trustedProxies] : false,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 500 },
  }).withTypeProvider();

  app.setValidatorCompiler((route) => {
    const validate = validatorCompiler(route as Parameters<typeof validatorCompiler>[0]);
    // Fastify hands on a missing body as null; to a schema it is undefined, so that `.optional()` means what it says.
    return (data) => validate(route.httpPart === 'body' && data === null ? undefined : data);
  });
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(makeErrorHandler(bodyLimit));
  acceptEmptyJson(app);
  addRouteTable(app);
  watchProxies(app, options);

  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    const status = reply.statusCode;
    options.onAnswer?.({ method: request.method, route, status, durationMs: reply.elapsedTime });
    const fields = { req: request, res: reply, durationMs: Math.round(reply.elapsedTime) };
    if (request.method === 'GET' && status < 400) request.log.debug(fields, 'answered');
    else request.log.info(fields, 'answered');
  });

  await app.register(fastifyHelmet, makeSecurityHeaders(options.publicUrl));
  await app.register(fastifyCookie);
  refuseUnstorable(app);
  addAuthentication(app, options);
  addHiding(app);
  compressAnswers(app);
  await addOpenApi(app, options.version);
  let isClosing = false;
  app.addHook('preClose', async () => {
    isClosing = true;
  });
  app.addHook('onSend', async (request, reply) => {
    // A connection kept alive after the last answer would hold the shutdown up until it times out.
    if (isClosing) reply.header('connection', 'close');
    if (request.url.startsWith('/api/') && !reply.hasHeader('cache-control')) {
      reply.header('cache-control', 'no-store');
    }
  });
  for (const register of options.registerRoutes) register(app);
  await addWebFiles(app, options.webDir);
  await app.ready();
  return app;
}

/**
 * Nothing but our own files runs in the page. Styles may be inline, since Mantine writes its variables into style
 * elements and style attributes. The opener may keep its popup: the vendor's consent page reports back through it.
 */
function makeSecurityHeaders(publicUrl: string | undefined): Parameters<typeof fastifyHelmet>[1] {
  const isHttps = publicUrl?.startsWith('https:') ?? false;
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        scriptSrcAttr: ["'none'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    crossOriginOpenerPolicy: { policy: 'same-origin-allow-popups' },
    strictTransportSecurity: isHttps ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'same-origin' },
  };
}

/** `POST` without a body but with the JSON content type is what many clients send for "just do it". */
function acceptEmptyJson(app: App): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    if (body.length === 0) return done(null, undefined);
    const decoded = decodeText([body as Buffer], charsetOf(request.headers['content-type']));
    if (!('text' in decoded)) {
      const problem = `The request body is no text: ${describeUndecodable(decoded)}. Send it as UTF-8.`;
      return done(makeError('API_BAD_REQUEST', { problem }));
    }
    try {
      assertBodyBudget(decoded.text);
    } catch (refusal) {
      return done(refusal as Error);
    }
    parse(request, decoded.text, (err, value) => {
      if (err) return done(err);
      try {
        assertStorableBody(decoded.text, value);
      } catch (refusal) {
        return done(refusal as Error);
      }
      done(null, value);
    });
  });
}
