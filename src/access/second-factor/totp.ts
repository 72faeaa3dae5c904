import { Secret, TOTP } from 'otpauth';

/** What every authenticator app knows: SHA-1, six digits, thirty seconds. */
const periodMs = 30_000;
const secretByteCount = 20;
/** Codes of this many steps before and after count too, for clocks that are a little off. */
const window = 1;

/** A new secret in base32, as apps take it. */
export function makeTotpSecret(random: (size: number) => Buffer): string {
  return new Secret({ buffer: Uint8Array.from(random(secretByteCount)).buffer }).base32;
}

/** What the QR code says. */
export function makeTotpUri(secret: string, account: string): string {
  return new TOTP({ issuer: 'Muster', label: account, secret }).toString();
}

/** The time step the code belongs to, counted from 1970; undefined for a wrong code. */
export function findTotpStep(secret: string, code: string, now: Date): number | undefined {
  const token = code.replace(/\s+/g, '');
  if (!/^\d{6}$/.test(token)) return undefined;
  const delta = new TOTP({ secret }).validate({ token, timestamp: now.getTime(), window });
  return delta === null ? undefined : Math.floor(now.getTime() / periodMs) + delta;
}
