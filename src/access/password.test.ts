import { describe, expect, it } from 'vitest';
import { makePasswordHasher } from './password-hash.ts';
import { assertGoodPassword } from './password-rules.ts';

const cheap = { cost: 16, blockSize: 8, parallelization: 1 };

describe('password hashes', () => {
  it('are different each time and know their password', async () => {
    const hasher = makePasswordHasher({ scryptCost: cheap });
    const [a, b] = [await hasher.makeHash('correct horse'), await hasher.makeHash('correct horse')];
    expect(a).not.toBe(b);
    expect(await hasher.verify('correct horse', a)).toEqual({ isRight: true, needsRehash: false });
    expect(await hasher.verify('correct hors', a)).toEqual({ isRight: false, needsRehash: false });
  });

  it('made with other work factors still verify, and ask to be renewed', async () => {
    const old = await makePasswordHasher({ scryptCost: { ...cheap, cost: 8 } }).makeHash('correct horse');
    expect(await makePasswordHasher({ scryptCost: cheap }).verify('correct horse', old)).toEqual({
      isRight: true,
      needsRehash: true,
    });
  });

  it('take the same password in another Unicode form', async () => {
    const hasher = makePasswordHasher({ scryptCost: cheap });
    const stored = await hasher.makeHash('Zoë corr\u00e9ct');
    expect((await hasher.verify('Zoe\u0308 corre\u0301ct', stored)).isRight).toBe(true);
  });

  it('that are damaged verify nothing', async () => {
    const hasher = makePasswordHasher({ scryptCost: cheap });
    for (const stored of ['', 'plain', 'scrypt$16$8$1$$', 'bcrypt$16$8$1$YQ$YQ']) {
      expect(await hasher.verify('', stored)).toEqual({ isRight: false, needsRehash: false });
    }
  });

  it('with the real work factors are computed in a time one can wait for', async () => {
    const hasher = makePasswordHasher();
    const stored = await hasher.makeHash('correct horse');
    expect(stored).toMatch(/^scrypt\$32768\$8\$3\$/);
    expect((await hasher.verify('correct horse', stored)).isRight).toBe(true);
  });
});

describe('password rules', () => {
  it.each([
    ['short', /at least 10/],
    ['aaaaaaaaaaaa', /repeats/],
    ['ada.lovelace@example.com', /e-mail/],
    ['Ada.Lovelace', /e-mail/],
    ['password123', /first that attackers try/],
    ['x'.repeat(201), /longer/],
  ])('refuse %s', (password, problem) => {
    expect(() => assertGoodPassword(password, 'ada.lovelace@example.com')).toThrow(problem);
  });

  it('take a few words, in any script', () => {
    expect(() => assertGoodPassword('три слова тут', 'ada@example.com')).not.toThrow();
    expect(() => assertGoodPassword('correct horse', 'ada@example.com')).not.toThrow();
  });
});
