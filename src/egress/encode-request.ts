import { makeError } from '../errors.ts';
import { stringifyJson } from '../model/json.ts';
import type { EgressBody } from './egress-types.ts';

export interface EncodedBody {
  text?: string;
  contentType?: string;
}

export function encodeBody(body: EgressBody | undefined): EncodedBody {
  switch (body?.kind) {
    case 'form':
      return {
        text: new URLSearchParams(body.values).toString(),
        contentType: 'application/x-www-form-urlencoded',
      };
    case 'json':
      return { text: stringifyJson(body.value), contentType: 'application/json' };
    case 'text':
      return { text: body.value, contentType: body.contentType };
    default:
      return {};
  }
}

/** Throws EGRESS_URL_INVALID. User and password in a URL are refused: they would end in logs and answers. */
export function makeUrl(text: string, query: Record<string, string> | undefined): URL {
  const url = URL.parse(text);
  // Neither query nor user part is shown, and the cause is left out since it holds the whole text.
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw makeError('EGRESS_URL_INVALID', { url: hideSecrets(text) });
  if (url.username !== '' || url.password !== '')
    throw makeError('EGRESS_REQUEST_INVALID', {
      host: url.host,
      problem: 'the URL holds a user name or password; put them into the credential instead',
    });
  const params = Object.entries(query ?? {});
  for (const [name, value] of params) url.searchParams.set(name, value);
  // Every vendor reads %20; some read + literally. A plus of the values is %2B by now.
  if (params.length > 0) url.search = url.search.replaceAll('+', '%20');
  return url;
}

/** Names in lower case, so that a caller's header replaces the default of the same name. */
export function makeHeaders(
  userAgent: string,
  given: Record<string, string> | undefined,
  body: EncodedBody,
): Record<string, string> {
  const headers: Record<string, string> = {
    'accept-encoding': 'gzip, deflate, br',
    'user-agent': userAgent,
    ...(body.contentType === undefined ? {} : { 'content-type': body.contentType }),
  };
  for (const [name, value] of Object.entries(given ?? {})) headers[name.toLowerCase()] = value;
  return headers;
}

function hideSecrets(text: string): string {
  const shown = text.replace(/[?#].*$/s, '').replace(/^([a-z][a-z0-9+.-]*:)?(\/\/)?[^/]*@/i, '$1$2');
  return shown.length > 200 ? `${shown.slice(0, 199)}…` : shown;
}
