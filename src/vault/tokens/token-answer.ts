import { randomUUID } from 'node:crypto';
import { type EgressResponse, headerOf } from '../../egress/egress-types.ts';
import type { OAuthTokens } from '../vault-types.ts';

/** A token endpoint's answer, as it came. */
export type RawAnswer = Pick<EgressResponse, 'status' | 'headers' | 'text'>;

/** The same, understood as far as possible. */
export interface ParsedAnswer {
  /** The body as an object: JSON whatever its content type says, or a form. Undefined for HTML, text, broken JSON. */
  body: Record<string, unknown> | undefined;
  /** Present when the answer is a success: 2xx, an access token, and no error beside it. */
  tokens: TokenAnswer | undefined;
  /** OAuth `error`, or what the vendor uses in its place. */
  error: string | undefined;
  description: string | undefined;
}

export interface TokenAnswer {
  accessToken: string;
  refreshToken: string | undefined;
  expiresInSeconds: number | undefined;
  /** What was granted, when the vendor says so. */
  scopes: string[] | undefined;
  /** When the refresh token itself ends, when the vendor says so. */
  refreshExpiresInSeconds: number | undefined;
}

/**
 * Reads the answers vendors really give: `expires_in` as text, no `token_type`, status 201, scope as a list, refresh
 * token null, JSON sent as text/plain, forms, errors with status 200. Success means "has an access token", never a
 * status code alone.
 */
export function parseTokenAnswer(answer: RawAnswer): ParsedAnswer {
  const body = parseBody(answer);
  if (!body) return { body, tokens: undefined, error: undefined, description: undefined };
  const nested = isObject(body.error) ? body.error : undefined;
  const error =
    readText(body.error) ??
    readText(nested?.code ?? nested?.title ?? nested?.error) ??
    readText(body.resultCode);
  const description =
    readText(body.error_description) ??
    readText(nested?.message) ??
    readText(body.errorMessage) ??
    readText(body.message);
  const accessToken = readText(body.access_token);
  const isSuccess =
    answer.status >= 200 && answer.status < 300 && accessToken !== undefined && !readText(body.error);
  return {
    body,
    tokens: isSuccess
      ? {
          accessToken,
          refreshToken: readText(body.refresh_token),
          expiresInSeconds: readSeconds(body.expires_in),
          scopes: readScopes(body.scope),
          refreshExpiresInSeconds: readSeconds(
            body.refresh_token_expires_in ?? body.refresh_expires_in ?? body.x_refresh_token_expires_in,
          ),
        }
      : undefined,
    error,
    description,
  };
}

/**
 * The tokens to store after an answer. A refresh token the vendor left out stays valid; the one just used is kept
 * beside its successor until that has worked.
 */
export function makeTokens(
  answer: TokenAnswer,
  usedRefreshToken: string | undefined,
  nowMs: number,
  defaultExpiresInSeconds: number | undefined,
): OAuthTokens {
  const seconds = answer.expiresInSeconds ?? defaultExpiresInSeconds;
  const refreshToken = answer.refreshToken ?? usedRefreshToken;
  const isRotated = usedRefreshToken !== undefined && usedRefreshToken !== refreshToken;
  return {
    generation: randomUUID(),
    accessToken: answer.accessToken,
    ...(refreshToken === undefined ? {} : { refreshToken }),
    ...(isRotated ? { previousRefreshToken: usedRefreshToken } : {}),
    expiresAtMs: seconds === undefined ? null : nowMs + seconds * 1000,
    obtainedAtMs: nowMs,
  };
}

/** The strict answer openid-client wants. An id_token is left out: nothing here relies on one. */
export function makeStrictAnswer(tokens: TokenAnswer): Response {
  return Response.json({
    access_token: tokens.accessToken,
    token_type: 'bearer',
    ...(tokens.refreshToken === undefined ? {} : { refresh_token: tokens.refreshToken }),
    ...(tokens.expiresInSeconds === undefined ? {} : { expires_in: tokens.expiresInSeconds }),
  });
}

export function isHtml(answer: RawAnswer): boolean {
  return (
    /html/i.test(headerOf(answer, 'content-type') ?? '') ||
    /^\s*<(!doctype|html|head|body)/i.test(answer.text)
  );
}

function parseBody(answer: RawAnswer): Record<string, unknown> | undefined {
  const text = answer.text.trim();
  if (text.startsWith('{')) {
    try {
      const parsed: unknown = JSON.parse(text);
      return isObject(parsed) ? parsed : undefined;
    } catch {
      return undefined;
    }
  }
  const isForm = /x-www-form-urlencoded/i.test(headerOf(answer, 'content-type') ?? '');
  if (isForm || /^(access_token|error)=[^\s<]+$/.test(text))
    return Object.fromEntries(new URLSearchParams(text));
  return undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function readText(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A lifetime beyond this is nonsense (milliseconds, an instant, a number without bounds), and no date can hold it. */
const longestSeconds = 10 * 365 * 86_400;

function readSeconds(value: unknown): number | undefined {
  const seconds = typeof value === 'string' ? Number.parseFloat(value) : value;
  if (typeof seconds !== 'number' || !(seconds > 0)) return undefined;
  return Math.min(seconds, longestSeconds);
}

function readScopes(value: unknown): string[] | undefined {
  const list = Array.isArray(value)
    ? value.map(String)
    : typeof value === 'string'
      ? value.split(/[\s,]+/)
      : undefined;
  const scopes = list?.filter(Boolean);
  return scopes && scopes.length > 0 ? scopes : undefined;
}
