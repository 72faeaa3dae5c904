import { makePasswordJudge } from '../../src/access/password-judge.ts';

/** Cheap, since tests cannot wait for real password hashing. */
export const testScryptCost = { cost: 16, blockSize: 8, parallelization: 1 };

/** For a whole Muster in a test: the real judge, one for all of a process, for loading its lists takes longer than most tests. */
export const quickAccess = { judge: makePasswordJudge(), scryptCost: testScryptCost };
