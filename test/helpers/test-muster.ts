import { makePasswordJudge } from '../../src/access/password-judge.ts';

/** Cheap, since tests cannot wait for real password hashing. */
export const testScryptCost = { cost: 16, blockSize: 8, parallelization: 1 };

const patienceMs = 300_000;

/**
 * For a whole Muster in a test: the real judge of passwords, one for all of a process, for loading its lists takes longer
 * than most tests; and no limit that a busy machine could break.
 */
export const testMuster = {
  access: { judge: makePasswordJudge({ limitMs: patienceMs }), scryptCost: testScryptCost },
  samples: { timeLimitMs: patienceMs },
};
