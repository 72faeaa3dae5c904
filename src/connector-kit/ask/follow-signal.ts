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
