import { runInNewContext } from 'node:vm';

/**
 * Runs `work`, and interrupts it after two minutes. For work on so long a text that it takes well below a second, however
 * busy the machine is, while in quadratic time it would take much longer than the two minutes.
 */
export function runToItsEnd<Result>(work: () => Result): Result {
  return runInNewContext('work()', { work }, { timeout: 120_000 });
}
