import { readPath } from '../ask/read-path.ts';
import type { ListShape } from '../definition/definition.ts';

/**
 * The list of an answer. What stands in its place is taken for one only as far as the definition says so, and never in
 * an answer that speaks of an error. Without a word of the definition, null is an empty list where nothing else can be
 * meant: behind the first page, or beside a total of 0.
 */
export function findRecords(
  json: unknown,
  path: string,
  shape: ListShape | undefined,
  page: { isFirst: boolean; total: number | undefined },
): unknown[] | undefined {
  const found = readPath(json, path);
  if (Array.isArray(found)) return found;
  if (tellsOfError(json)) return undefined;
  if (typeof found === 'object' && found !== null)
    return shape?.singleIsList && !tellsOfError(found) ? [found] : undefined;
  if (found !== undefined && found !== null) return undefined;
  const place = findPlace(json, path);
  if (place === 'other') return undefined;
  // A stated number of records that are not there is no empty list, whatever a definition says of null.
  if (page.isFirst && page.total !== undefined && page.total > 0) return undefined;
  if (place === 'absent') return shape?.absentIsEmpty ? [] : undefined;
  return shape?.nullIsEmpty || !page.isFirst || page.total === 0 ? [] : undefined;
}

/** What keeps a plain path from its end: nothing at all, null, or something a list cannot be in. */
function findPlace(json: unknown, path: string): 'absent' | 'null' | 'other' {
  if (json === null) return 'null';
  const steps = /^[\w$-]+(?:\.[\w$-]+)*$/.test(path) ? path.split('.') : [];
  let value: unknown = json;
  for (const step of steps) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'other';
    if (!Object.hasOwn(value, step)) return 'absent';
    value = (value as Record<string, unknown>)[step];
    if (value === null) return 'null';
  }
  // An expression says no more than what it gives.
  if (typeof json !== 'object' || Array.isArray(json)) return 'other';
  return readPath(json, path) === null ? 'null' : 'absent';
}

const errorNames = /^(errors?|error_?(code|message|description|details?|info)|faults?|exceptions?)$/i;
const failedWords = /^(errors?|fail(ed|ure)?|false|denied)$/i;

/** Whether an answer that came with success says that it is none. */
export function tellsOfError(json: unknown): boolean {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return false;
  return Object.entries(json).some(
    ([name, value]) =>
      (errorNames.test(name) && isFilled(value)) ||
      (/^(status|result|success|ok)$/i.test(name) && failedWords.test(String(value))),
  );
}

function isFilled(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return (
    value !== undefined && value !== null && value !== false && value !== 0 && value !== '' && value !== '0'
  );
}
