import { useCallback, useRef, useState } from 'react';

/**
 * Runs an action once at a time: while it runs, and while what follows it is on its way, asking again gives the same
 * run. The ref knows at once, before anything is rendered: the second click of a double click comes earlier.
 */
export function useSingleFlight<Args extends unknown[], Result>(
  action: (...args: Args) => Promise<Result>,
): [run: (...args: Args) => Promise<Result>, isRunning: boolean] {
  const running = useRef<Promise<Result>>(undefined);
  const latest = useRef(action);
  latest.current = action;
  const [isRunning, setRunning] = useState(false);
  const run = useCallback((...args: Args) => {
    if (running.current) return running.current;
    const started = latest.current(...args);
    running.current = started;
    setRunning(true);
    const release = () => {
      running.current = undefined;
      setRunning(false);
    };
    started.then(release, release);
    return started;
  }, []);
  return [run, isRunning];
}
