/** What every floor does with text: a line of COPY, and 128 bits of sha256 as a UUID. */
import { hash } from 'node:crypto';

export const escapeText = (text: string) =>
  /[\\\t\n\r]/.test(text)
    ? text.replace(/[\\\t\n\r]/g, (c) => ({ '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' })[c] ?? '')
    : text;

export function toUuid(content: string | NodeJS.ArrayBufferView): string {
  const hex = hash('sha256', content, 'hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
