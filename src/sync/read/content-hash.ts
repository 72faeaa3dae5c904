import { hash } from 'node:crypto';

/**
 * 128 bits of sha256 over the run's fingerprint and the record's JSON text, written as a UUID so that the database
 * keeps it in 16 bytes. 128 bits: with 10^9 records the chance of a wrong "unchanged" is below 10^-20.
 */
export function makeContentHash(fingerprint: string, payload: string): string {
  const hex = hash('sha256', `${fingerprint}\n${payload}`, 'hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
