import type { ResponseMatch } from '../connector-kit/definition.ts';
import { headerOf } from '../egress/egress-types.ts';
import type { RawAnswer } from './token-answer.ts';

/** True when everything the match asks for holds. `body` is the parsed JSON, undefined when the answer is none. */
export function isResponseMatch(match: ResponseMatch, answer: RawAnswer, body: unknown): boolean {
  if (match.status && !match.status.includes(answer.status)) return false;
  const contentType = (headerOf(answer, 'content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (match.contentType !== undefined && contentType !== match.contentType.toLowerCase()) return false;
  if (match.notContentType !== undefined && contentType === match.notContentType.toLowerCase()) return false;
  if (match.bodyPath !== undefined) {
    const value = findPath(body, match.bodyPath);
    if (match.equals !== undefined && value !== match.equals) return false;
    if (match.isPresent !== undefined && (value !== undefined) !== match.isPresent) return false;
    if (match.equals === undefined && match.isPresent === undefined && value === undefined) return false;
  }
  const text = answer.text.toLowerCase();
  return match.bodyIncludes === undefined || match.bodyIncludes.some((part) => text.includes(part.toLowerCase()));
}

function findPath(body: unknown, path: string): unknown {
  let value = body;
  for (const key of path.split(/[.[\]]+/).filter(Boolean)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}
