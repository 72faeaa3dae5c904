import { describe, expect, it } from 'vitest';
import { makePasswordHasher } from './password-hash.ts';
import { makePasswordJudge } from './password-judge.ts';
import { makePasswordRules } from './password-rules.ts';

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
  const { assertGood } = makePasswordRules({ judge: makePasswordJudge({ limitMs: 300_000 }) });
  const owner = { email: 'ada.lovelace@example.com', name: 'Ada Lovelace' };

  it.each([
    ['short', /at least 10/],
    ['aaaaaaaaaaaa', /repeats/],
    ['ada.lovelace@example.com', /e-mail/],
    ['Ada.Lovelace', /e-mail/],
    ['x'.repeat(201), /longer/],
    ['password123', /easy to guess.*commonly used/],
    ['P@ssw0rd2024!', /easy to guess/],
    ['qwertyuiop12', /easy to guess/],
    ['MusterMuster1', /easy to guess/],
    ['Lovelace2026', /easy to guess/],
    ['1q2w3e4r5t6y', /easy to guess/],
  ])('refuse %s', async (password, problem) => {
    await expect(assertGood(password, owner)).rejects.toThrow(problem);
  });

  it('take a few words, in any script', async () => {
    for (const password of ['три слова тут', 'correct horse battery', 'seven green bicycles', 'x8Kd03jfLq'])
      await expect(assertGood(password, owner)).resolves.toBeUndefined();
  });

  it('judge the worst password without holding up the process', async () => {
    let turnCount = 0;
    let isJudged = false;
    const turn = () => {
      turnCount += 1;
      if (!isJudged) setImmediate(turn);
    };
    setImmediate(turn);
    await assertGood('p@$$w0rd4'.repeat(22), owner).catch(() => undefined);
    isJudged = true;
    // The estimate takes seconds. In this thread it would leave room for a few turns before it and after it.
    expect(turnCount).toBeGreaterThan(100);
  });

  it('say so when the estimate takes too long', async () => {
    const { assertGood: assertSoon } = makePasswordRules({ judge: makePasswordJudge({ limitMs: 1 }) });
    await expect(assertSoon('correct horse battery', owner)).rejects.toMatchObject({
      code: 'ACCESS_PASSWORD_UNJUDGED',
    });
  });

  it('answer several questions at once, each with its own answer', async () => {
    const answers = await Promise.allSettled(
      ['password123', 'seven green bicycles', 'qwertyuiop12'].map((password) => assertGood(password, owner)),
    );
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected']);
  });
});
