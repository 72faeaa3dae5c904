/**
 * Works through a list, at most `maxConcurrent` items at a time, in its order. The first failure aborts the others and
 * is thrown.
 * @param signal from outside; what `work` gets aborts with it
 */
export async function workThrough<T>(
  items: readonly T[],
  maxConcurrent: number,
  signal: AbortSignal,
  work: (item: T, index: number, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  let next = 0;
  const run = async () => {
    while (next < items.length) {
      const index = next;
      next += 1;
      await work(items[index] as T, index, either);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(maxConcurrent, items.length) }, run));
  } catch (err) {
    stop.abort(err);
    throw err;
  }
}

/** A signal of its own that aborts with the given one, or by `stop`, which leaves nothing behind on the given one. */
export function followSignal(leader: AbortSignal): { signal: AbortSignal; stop(): void } {
  const own = new AbortController();
  const follow = () => own.abort(leader.reason);
  if (leader.aborted) follow();
  leader.addEventListener('abort', follow, { once: true });
  return {
    signal: own.signal,
    stop() {
      leader.removeEventListener('abort', follow);
      own.abort();
    },
  };
}
