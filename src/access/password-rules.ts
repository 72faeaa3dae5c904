import { makeError } from '../errors.ts';
import type { PasswordJudge } from './password-judge.ts';

export const minPasswordLength = 10;
export const maxPasswordLength = 200;
/** Of 4: from here on a stolen hash keeps an attacker busy for years. */
const neededScore = 3;

export interface PasswordOwner {
  email: string;
  name?: string | undefined;
}

export interface PasswordRules {
  /**
   * Length over composition, as NIST SP 800-63B advises: 10 to 200 characters, and hard to guess with the lists attackers
   * use and what is known of the owner. Throws ACCESS_PASSWORD_WEAK with `field`.
   */
  assertGood(password: string, owner: PasswordOwner, field?: string): Promise<void>;
}

export function makePasswordRules({ judge }: { judge: PasswordJudge }): PasswordRules {
  return {
    async assertGood(password, owner, field = 'password') {
      const fail = (problem: string) => makeError('ACCESS_PASSWORD_WEAK', { problem }, { field });
      const plain = password.toLowerCase();
      const length = [...password].length;
      if (length < minPasswordLength) {
        throw fail(`it has ${length} characters. Use at least ${minPasswordLength}; a few words are good.`);
      }
      if (length > maxPasswordLength)
        throw fail(`it is longer than ${maxPasswordLength} characters. Shorten it.`);
      if (new Set(plain).size < 4) throw fail('it repeats only a few characters. Use a few words.');
      const email = owner.email.toLowerCase();
      if (plain === email || plain === email.split('@')[0]) {
        throw fail('it is your e-mail address. Use something nobody can look up.');
      }
      const { score, warning } = await judge(password, listWords(owner));
      if (score >= neededScore) return;
      throw fail(
        `it is too easy to guess. ${warning ? `${warning} ` : ''}Use a few words that have nothing to do with each other.`,
      );
    },
  };
}

/** What an attacker would try first: the parts of address and name, and the name of this product. */
function listWords({ email, name = '' }: PasswordOwner): string[] {
  const [local = '', domain = ''] = email.toLowerCase().split('@');
  const parts = [email, local, ...local.split(/[^\p{L}\p{N}]+/u), ...domain.split('.'), ...name.split(/\s+/)];
  return [...new Set(['muster', name, ...parts].map((word) => word.toLowerCase()))].filter(
    (word) => word.length > 2,
  );
}
