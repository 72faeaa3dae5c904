import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits, base64url (43 characters). */
export function makeSecretToken(random: (size: number) => Buffer = randomBytes): string {
  return random(32).toString('base64url');
}

/** What is stored of a random token. It has 256 bits of its own, so a fast hash without salt is enough. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}

/** Compares two texts without telling by its duration where they differ. */
export function isSameSecret(a: string, b: string): boolean {
  return timingSafeEqual(hashToken(a), hashToken(b));
}
