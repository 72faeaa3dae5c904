import { hash } from 'node:crypto';

/**
 * 128 bits of sha256, written as a UUID so that the database keeps them in 16 bytes. With 10^9 contents the chance that
 * two different ones share a hash is below 10^-20.
 */
export function hashToUuid(content: string | NodeJS.ArrayBufferView): string {
  const hex = hash('sha256', content, 'hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
