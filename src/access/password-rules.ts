import { makeError } from '../errors.ts';

export const minPasswordLength = 10;
export const maxPasswordLength = 200;

/** Passwords long enough for the rule that every guessing list starts with. */
const common = new Set([
  ...[
    '1234567890',
    '0123456789',
    '12345678910',
    '0987654321',
    '1q2w3e4r5t',
    'qwertyuiop',
    'qwertzuiop',
    'qwerty12345',
  ],
  ...[
    'password12',
    'password123',
    'password1234',
    'passw0rd123',
    'administrator',
    'admin12345',
    'admin123456',
  ],
  ...[
    'letmein123',
    'welcome123',
    'welcome1234',
    'changeme123',
    'iloveyou123',
    'abcdefghij',
    'muster1234',
    'mustermuster',
  ],
]);

/**
 * Length over composition, as NIST SP 800-63B advises: 10 to 200 characters, not one repeated character, not the
 * e-mail address, not from the top of every guessing list. Throws ACCESS_PASSWORD_WEAK with `field`.
 */
export function assertGoodPassword(password: string, email: string, field = 'password'): void {
  const fail = (problem: string) => makeError('ACCESS_PASSWORD_WEAK', { problem }, { field });
  const plain = password.toLowerCase();
  const length = [...password].length;
  if (length < minPasswordLength) {
    throw fail(`it has ${length} characters. Use at least ${minPasswordLength}; a few words are good.`);
  }
  if (length > maxPasswordLength)
    throw fail(`it is longer than ${maxPasswordLength} characters. Shorten it.`);
  if (new Set(plain).size < 4) throw fail('it repeats only a few characters. Use a few words.');
  const lowerEmail = email.toLowerCase();
  if (plain === lowerEmail || plain === lowerEmail.split('@')[0]) {
    throw fail('it is your e-mail address. Use something nobody can look up.');
  }
  if (common.has(plain)) throw fail('it is one of the first that attackers try. Use a few words.');
}
