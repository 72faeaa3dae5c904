import { isMatch, type OAuth2Method } from '../../connector-kit/index.ts';
import { headerOf } from '../../egress/egress-types.ts';
import { makeError } from '../../errors.ts';
import { listSecretTexts, mask } from '../credentials/credential-loader.ts';
import type { LoadedCredential } from '../vault-types.ts';
import { getHook, type OAuthCredential, type OAuthHooks, type TokenGrant } from './oauth-types.ts';
import {
  isHtml,
  type ParsedAnswer,
  parseTokenAnswer,
  type RawAnswer,
  type TokenAnswer,
} from './token-answer.ts';

const maxReasonLength = 300;

/**
 * The tokens of an answer, or what went wrong in the words of the catalog, with every secret masked.
 * @throws as `requestTokens`
 */
export function interpretTokenAnswer(
  hooks: OAuthHooks | undefined,
  credential: OAuthCredential,
  grant: TokenGrant,
  answer: RawAnswer,
  form: Record<string, string>,
  host: string,
): TokenAnswer {
  const { method, definition } = credential;
  const parsed = parseTokenAnswer(answer);
  const hookName = method.hooks?.classifyTokenResponse;
  const verdict = hookName && getHook(hooks?.classifyTokenResponse, hookName, credential)(answer);
  if (parsed.tokens && (verdict === undefined || verdict === 'ok')) return parsed.tokens;

  const names = { vendor: definition.name, credential: credential.name, host };
  const secrets = [...listSecretTexts(credential), ...listFormSecrets(form, credential)];
  const reason = describeFailure(credential, answer, parsed, secrets);
  const details = {
    status: answer.status,
    ...(parsed.error ? { oauthError: mask(parsed.error, secrets) } : {}),
  };
  // Nobody repeats the exchange of a code: there the person waiting is told what the vendor said.
  const passing = grant.kind === 'authorization_code' ? undefined : findPassing(method, answer, parsed);
  if (verdict === 'retry' || passing || isPassing(answer)) {
    const next = describeNext(credential, grant);
    throw makeError(
      'VAULT_TOKEN_UNAVAILABLE',
      { ...names, reason, next },
      { details, ...readRetryAfter(answer, passing?.pauseSeconds) },
    );
  }
  const isDead =
    verdict === 'reauthorize' || (parsed.error && method.reauthorizeErrors.includes(parsed.error));
  if (isDead && grant.kind !== 'authorization_code') {
    throw makeError(
      'VAULT_NEEDS_REAUTHENTICATION',
      { ...names, reason },
      { details: { ...details, reason } },
    );
  }
  if (!parsed.error && !findHint(method, answer, parsed) && (isHtml(answer) || answer.status < 400)) {
    const isRedirect = answer.status >= 300 && answer.status < 400;
    const what = isHtml(answer)
      ? 'an HTML page'
      : isRedirect
        ? 'a redirect'
        : parsed.body
          ? 'an answer without access_token'
          : 'unreadable text';
    throw makeError('VAULT_TOKEN_ANSWER_INVALID', { ...names, what, status: answer.status }, { details });
  }
  throw makeError('VAULT_TOKEN_REFUSED', { ...names, reason }, { details });
}

/** Failures that pass by themselves and say nothing about the credential. */
function isPassing(answer: RawAnswer): boolean {
  if (answer.status === 429 || answer.status === 408 || answer.status >= 500) return true;
  return isHtml(answer) && /rate limit|too many requests/i.test(answer.text);
}

const findPassing = (method: OAuth2Method, answer: RawAnswer, parsed: ParsedAnswer) =>
  method.retryWhen?.find(({ when }) => isMatch(when, { ...answer, url: '' }, parsed.body));

const findHint = (method: OAuth2Method, answer: RawAnswer, parsed: ParsedAnswer) =>
  method.errorHints?.find((hint) => isMatch(hint.when, { ...answer, url: '' }, parsed.body))?.message;

function describeFailure(
  { method, definition }: OAuthCredential,
  answer: RawAnswer,
  parsed: ParsedAnswer,
  secrets: string[],
): string {
  const hint = findHint(method, answer, parsed);
  if (hint) return hint;
  const words = [parsed.error, parsed.description].filter(Boolean).join(': ');
  const said = mask(words, secrets).replace(/\s+/g, ' ').slice(0, maxReasonLength).trim();
  return said
    ? `${definition.name} answered "${said}" (HTTP ${answer.status}).`
    : `${definition.name} answered HTTP ${answer.status}.`;
}

function readRetryAfter(answer: RawAnswer, pauseSeconds = 0): { retryAfterMs?: number } {
  const seconds = Number(headerOf(answer, 'retry-after') ?? pauseSeconds);
  return Number.isFinite(seconds) && seconds > 0 ? { retryAfterMs: seconds * 1000 } : {};
}

/** Everything in the form except what names things anyway. */
function listFormSecrets(form: Record<string, string>, credential: OAuthCredential): string[] {
  const open = new Set(['grant_type', 'scope', 'redirect_uri', 'client_id', 'username']);
  for (const name of Object.keys(credential.method.extraTokenParams ?? {})) open.add(name);
  return Object.entries(form)
    .filter(([name]) => !open.has(name))
    .map(([, value]) => value);
}

/** Nobody repeats the exchange of a code: the person does. */
export const describeNext = (credential: LoadedCredential, grant: TokenGrant): string =>
  grant.kind === 'authorization_code'
    ? 'Press Authenticate again in a few minutes.'
    : `The credential "${credential.name}" stays valid; Muster tries again.`;
