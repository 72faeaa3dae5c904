import { Worker } from 'node:worker_threads';
import { makeError } from '../errors.ts';
import type { Judgement, JudgeRequest } from './password-worker.ts';

/** How well a password withstands guessing; `words` are what an attacker knows of its owner. */
export type PasswordJudge = (password: string, words: readonly string[]) => Promise<Judgement>;

/** The lists take some 50 MB, so the thread ends when nobody has set a password for a while. */
const keepMs = 60_000;

/**
 * Judges passwords in a thread of its own: the lists take a second to load, and a password made of many replaced letters
 * takes seconds to judge. `judge` throws ACCESS_PASSWORD_UNJUDGED when it takes too long.
 * @param options.limitMs the longest a password may keep the estimate busy; the worst ones take two seconds on a slow machine
 */
export function makePasswordJudge({ limitMs = 15_000 }: { limitMs?: number } = {}): PasswordJudge {
  let worker: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let last: Promise<unknown> = Promise.resolve();

  function end(): void {
    clearTimeout(idle);
    void worker?.terminate();
    worker = undefined;
  }

  function ask(request: JudgeRequest): Promise<Judgement> {
    clearTimeout(idle);
    worker ??= new Worker(new URL('./password-worker.ts', import.meta.url));
    const asked = worker;
    return new Promise<Judgement>((resolve, reject) => {
      const settle = () => {
        clearTimeout(tooLate);
        asked.off('error', fail).off('exit', failAtEnd).off('message', answer);
      };
      const fail = (err: unknown) => {
        settle();
        if (worker === asked) end();
        reject(makeError('ACCESS_PASSWORD_UNJUDGED', {}, { cause: err }));
      };
      const failAtEnd = (code: number) => fail(new Error(`the thread ended with ${code}`));
      const answer = (judgement: Judgement) => {
        settle();
        idle = setTimeout(end, keepMs);
        idle.unref();
        resolve(judgement);
      };
      // Holds the process up while somebody waits for the answer; the thread itself does not.
      const tooLate = setTimeout(
        () => fail(new Error(`no answer within ${limitMs / 1000} seconds`)),
        limitMs,
      );
      asked.on('error', fail).on('exit', failAtEnd).on('message', answer);
      asked.unref();
      asked.postMessage(request);
    });
  }

  return (password, words) => {
    // One after the other: an answer does not say which question it belongs to.
    const next = last.then(() => ask({ password, words }));
    last = next.catch(() => undefined);
    return next;
  };
}
