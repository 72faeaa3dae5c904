import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { type AppError, isAppError, makeError } from '../errors.ts';

const contextNames: Record<string, string> = {
  body: 'the request body',
  querystring: 'the query string',
  params: 'the path',
  headers: 'the headers',
};

/** Fastify's own refusals, in the words of the catalog. */
function coerceFastifyError(
  err: FastifyError,
  request: FastifyRequest,
  bodyLimitBytes: number,
): AppError | undefined {
  switch (err.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return makeError('API_BODY_TOO_LARGE', { limit: bodyLimitBytes });
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return makeError('API_MEDIA_TYPE', { type: request.headers['content-type'] ?? '' });
    default: {
      const status = err.statusCode ?? 500;
      if (status < 400 || status >= 500) return undefined;
      // What the file server says about folders and odd paths.
      if (status === 403 || status === 404) {
        return makeError('API_NO_ROUTE', { method: request.method, path: request.url.split('?')[0] });
      }
      return makeError(
        'API_BAD_REQUEST',
        { problem: `The request cannot be read: ${err.message}.` },
        { cause: err },
      );
    }
  }
}

function coerceRequestError(err: unknown, request: FastifyRequest, bodyLimitBytes: number): AppError {
  if (isAppError(err)) return err;
  if (hasZodFastifySchemaValidationErrors(err)) {
    const where = (err as FastifyError).validationContext ?? 'body';
    const first = err.validation[0];
    const field = first?.instancePath.slice(1).replaceAll('/', '.') ?? '';
    const unknown = (first?.params as { keys?: string[] } | undefined)?.keys?.join(', ');
    const name = unknown ?? field;
    const problem = name
      ? `"${name}" in ${contextNames[where] ?? where} is not accepted: ${first?.message ?? 'it is not valid'}.`
      : `${contextNames[where] ?? where} is not accepted: ${first?.message ?? 'it is not valid'}.`;
    return makeError(
      'API_BAD_REQUEST',
      { problem: problem.charAt(0).toUpperCase() + problem.slice(1) },
      { ...(name ? { field: name } : {}), cause: err },
    );
  }
  const known =
    err instanceof Error ? coerceFastifyError(err as FastifyError, request, bodyLimitBytes) : undefined;
  return known ?? makeError('API_INTERNAL', { requestId: request.id }, { cause: err });
}

/** The body of an error answer. */
export function makeErrorBody(err: AppError): {
  error: { code: string; message: string; field?: string; details?: Record<string, unknown> };
} {
  return {
    error: {
      code: err.code,
      message: err.message,
      ...(err.field === undefined ? {} : { field: err.field }),
      ...(err.details === undefined ? {} : { details: err.details }),
    },
  };
}

/** The one place that turns what was thrown into an HTTP answer. */
export function makeErrorHandler(bodyLimitBytes: number) {
  return async function handleError(
    err: unknown,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    const failure = coerceRequestError(err, request, bodyLimitBytes);
    if (failure.status >= 500) request.log.error({ err: failure, code: failure.code }, 'request failed');
    else request.log.debug({ code: failure.code }, failure.message);
    if (failure.retryAfterMs !== undefined) {
      reply.header('retry-after', String(Math.max(1, Math.ceil(failure.retryAfterMs / 1000))));
    }
    // Sent as text, past the route's response schemas: an error must go out even where a route forgot to declare it.
    return reply
      .code(failure.status)
      .type('application/json; charset=utf-8')
      .serializer(JSON.stringify)
      .send(makeErrorBody(failure));
  };
}
