import { Worker } from 'node:worker_threads';
import { AppError, type ErrorCode, makeError } from '../../errors.ts';
import type { Clock } from '../../model/clock.ts';
import type { Logger } from '../../model/logger.ts';
import type { SampleResults, SampleTask } from './sample-tasks.ts';

/** What a thread says about a task: its result, an error of the catalog, or what went wrong inside Muster. */
export type ThreadAnswer =
  | { result: SampleResults[SampleTask['kind']] }
  | { error: { code: ErrorCode; message: string; field: string | undefined } }
  | { crash: string };

export interface SampleThreadsOptions {
  clock: Clock;
  log: Logger;
  /** Threads at most; more would take the cores from sessions. */
  threadCount?: number;
  /** Tasks that may wait for a thread. */
  queueLimit?: number;
  timeLimitMs?: number;
  /** Starts a thread; tests hand in one that never answers. */
  startThread?: () => Worker;
}

export interface SampleThreads {
  /** Throws MAPPING_PREVIEW_BUSY, MAPPING_PREVIEW_TIMEOUT, and what the task throws. */
  run<K extends SampleTask['kind']>(task: Extract<SampleTask, { kind: K }>): Promise<SampleResults[K]>;
  close(): Promise<void>;
}

const memoryLimitMb = 256;

/** A TypeScript file runs as it is; the flags of this process are not handed on. */
const startSampleThread = (): Worker =>
  new Worker(new URL('./sample-thread.ts', import.meta.url), {
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: memoryLimitMb },
  });

interface Waiting {
  task: SampleTask;
  resolve(result: SampleResults[SampleTask['kind']]): void;
  reject(err: unknown): void;
}

/**
 * A few threads for what is computed from samples. A task that takes too long is ended with its thread; the next one gets a
 * new thread. Threads are started when they are needed and keep nothing alive.
 */
export function makeSampleThreads(options: SampleThreadsOptions): SampleThreads {
  const { clock, log, threadCount = 2, queueLimit = 8, timeLimitMs = 10_000 } = options;
  const startThread = options.startThread ?? startSampleThread;
  const idle: Worker[] = [];
  const busy = new Set<Worker>();
  const queue: Waiting[] = [];
  let isClosed = false;

  function openThread(): Worker {
    const thread = startThread();
    thread.unref();
    // Without a listener, what fails in a thread would end the process.
    thread.on('error', (err) => log.error({ err }, 'a thread for samples ended by itself'));
    return thread;
  }

  function startNext(): void {
    while (busy.size < threadCount) {
      const next = queue.shift();
      if (!next) return;
      const thread = idle.pop() ?? openThread();
      busy.add(thread);
      void attend(thread, next);
    }
  }

  async function attend(thread: Worker, { task, resolve, reject }: Waiting): Promise<void> {
    const done = new AbortController();
    const { promise: answered, resolve: settle } = Promise.withResolvers<ThreadAnswer>();
    const onError = (err: Error) =>
      settle({ crash: `${'code' in err ? err.code : ''} ${err.stack ?? err.message}` });
    const onExit = () => settle({ crash: 'the thread ended' });
    thread.on('message', settle).on('error', onError).on('exit', onExit);
    const tooLate = clock.sleep(timeLimitMs, done.signal).then(
      () => undefined,
      () => undefined,
    );
    thread.postMessage(task);
    const answer = await Promise.race([answered, tooLate]);
    done.abort();
    thread.off('message', settle).off('error', onError).off('exit', onExit);
    busy.delete(thread);
    const mayGoOn = answer !== undefined && !('crash' in answer) && !isClosed;
    if (mayGoOn) idle.push(thread);
    else void thread.terminate();
    if (answer === undefined) reject(makeError('MAPPING_PREVIEW_TIMEOUT', { seconds: timeLimitMs / 1_000 }));
    else if ('result' in answer) resolve(answer.result);
    else if ('error' in answer) {
      const { code, message, field } = answer.error;
      reject(new AppError(code, message, field === undefined ? {} : { field }));
    } else {
      reject(
        isOutOfMemory(answer.crash)
          ? makeError('MAPPING_PREVIEW_TOO_LARGE', { memoryLimitMb })
          : new Error(answer.crash),
      );
    }
    startNext();
  }

  return {
    run: (task) =>
      new Promise((resolve, reject) => {
        if (isClosed || queue.length >= queueLimit) {
          reject(makeError('MAPPING_PREVIEW_BUSY', {}, { retryAfterMs: timeLimitMs }));
          return;
        }
        // The task's kind says what its result is.
        queue.push({ task, resolve: resolve as Waiting['resolve'], reject });
        startNext();
      }),
    async close() {
      isClosed = true;
      for (const { reject } of queue.splice(0)) reject(makeError('MAPPING_PREVIEW_BUSY'));
      await Promise.all([...idle, ...busy].map((thread) => thread.terminate()));
    },
  };
}

const isOutOfMemory = (crash: string): boolean =>
  crash.includes('ERR_WORKER_OUT_OF_MEMORY') || crash.includes('out of memory');
