import {
  type DestinationStream,
  type LoggerOptions as LoggerSettings,
  type Logger as PinoLogger,
  pino,
} from 'pino';
import type { Logger } from './model/logger.ts';
import { redact, redactText } from './redact.ts';

export interface LoggerOptions {
  level: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Default: standard output. */
  destination?: DestinationStream;
}

/**
 * Makes the structured log (one JSON object a line). Everything that is logged goes through {@link redact}: fields,
 * bound fields, errors with their causes, and the message itself.
 */
export function makeLogger(options: LoggerOptions): PinoLogger & Logger {
  const settings: LoggerSettings = {
    level: options.level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    messageKey: 'message',
    formatters: {
      level: (label: string) => ({ level: label }),
      log: ({ req, res, ...fields }) => ({
        ...(redact(fields) as object),
        // Of a request and an answer of our own HTTP server only these facts are of interest.
        ...(req ? { req: describeRequest(req as HttpRequest) } : {}),
        ...(res ? { res: { statusCode: (res as { statusCode?: number }).statusCode } } : {}),
      }),
    },
    // The formatter above has made plain objects of errors already.
    serializers: { err: (err: unknown) => err, req: (req: unknown) => req, res: (res: unknown) => res },
    hooks: {
      logMethod(args, method) {
        const safe = args.map((arg) => (typeof arg === 'string' ? redactText(arg) : arg));
        method.apply(this, safe as typeof args);
      },
    },
  };
  const log = (options.destination ? pino(settings, options.destination) : pino(settings)) as PinoLogger &
    Logger;
  // pino does not format the bindings of children, so they are made safe on the way in.
  const makeChild = log.child as unknown as (this: unknown, bindings: object, ...rest: unknown[]) => unknown;
  function child(this: unknown, bindings: object, ...rest: unknown[]): unknown {
    return makeChild.call(this, redact(bindings) as object, ...rest);
  }
  log.child = child as unknown as typeof log.child;
  return log;
}

interface HttpRequest {
  method?: string;
  url?: string;
  ip?: string;
}

function describeRequest({ method, url, ip }: HttpRequest): HttpRequest {
  return { method, url: url === undefined ? undefined : redactText(url), ip };
}
