/** PostgreSQL can hold neither U+0000 nor half of a surrogate pair, in text as little as in JSON. */

/** Text as PostgreSQL gives it back. */
export function toStorable(text: string): string {
  const wellFormed = text.isWellFormed() ? text : text.toWellFormed();
  return wellFormed.includes('\u0000') ? wellFormed.replaceAll('\u0000', '') : wellFormed;
}

/** What stands in a text that cannot be stored, for a message; undefined for nearly every text. */
export function findUnstorable(text: string): string | undefined {
  if (text.includes('\u0000')) return 'the character U+0000';
  return text.isWellFormed() ? undefined : 'half of a surrogate pair (a broken emoji, say)';
}

interface Step {
  key: string;
  before: Step | undefined;
}

/** The first text inside `value` that cannot be stored, keys of objects included, with the way to it (`a.0.b`). */
export function findUnstorableIn(value: unknown): { path: string; problem: string } | undefined {
  const waiting: { value: unknown; at: Step | undefined }[] = [{ value, at: undefined }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { at } = next;
    if (typeof next.value === 'string') {
      const problem = findUnstorable(next.value);
      if (problem) return { path: describePath(at), problem };
    } else if (typeof next.value === 'object' && next.value !== null) {
      for (const [key, inner] of Object.entries(next.value).reverse()) {
        const step = { key, before: at };
        const problem = findUnstorable(key);
        if (problem) return { path: describePath(step), problem };
        waiting.push({ value: inner, at: step });
      }
    }
  }
  return undefined;
}

const maxPathLength = 200;

function describePath(last: Step | undefined): string {
  const keys: string[] = [];
  let length = 0;
  for (let step = last; step; step = step.before) {
    length += step.key.length + 1;
    if (length > maxPathLength) {
      keys.push('…');
      break;
    }
    keys.push(toStorable(step.key));
  }
  return keys.reverse().join('.');
}
