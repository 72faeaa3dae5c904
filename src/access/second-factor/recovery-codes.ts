import { hashToken } from '../secret-token.ts';

const codeCount = 10;
/** 80 bits each: a fast hash without salt is enough. */
const codeByteCount = 10;
/** Without letters and digits that look alike. */
const alphabet = '23456789abcdefghjkmnpqrstuvwxyz!'.replace('!', 'i');

/** New codes like `k3mf-9x2t-ab7c-q4wd`, shown this once. */
export function makeRecoveryCodes(random: (size: number) => Buffer): string[] {
  return Array.from({ length: codeCount }, () => {
    const bits = [...random(codeByteCount)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
    const letters = (bits.match(/.{5}/g) ?? []).map((five) => alphabet[Number.parseInt(five, 2)]).join('');
    return (letters.match(/.{4}/g) ?? []).join('-');
  });
}

/** What is stored of a code; case, blanks and hyphens do not matter. */
export function hashRecoveryCode(code: string): Buffer {
  return hashToken(code.toLowerCase().replace(/[\s-]+/g, ''));
}
