/** What runs in a thread of `sample-threads.ts`: one task after the other, until it is ended from outside. */
import { parentPort } from 'node:worker_threads';
import { isAppError } from '../../errors.ts';
import { runSampleTask, type SampleTask } from './sample-tasks.ts';
import type { ThreadAnswer } from './sample-threads.ts';

parentPort?.on('message', (task: SampleTask) => parentPort?.postMessage(answer(task)));

function answer(task: SampleTask): ThreadAnswer {
  try {
    return { result: runSampleTask(task) };
  } catch (err) {
    if (!isAppError(err)) return { crash: err instanceof Error ? (err.stack ?? err.message) : String(err) };
    const { code, message, field } = err;
    return { error: { code, message, field } };
  }
}
