/** Muster as a user runs it, telling its parent how long its event loop was blocked. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { loadConfig } from '../src/config.ts';
import { makeLogger } from '../src/logger.ts';
import { buildMuster } from '../src/main.ts';

const resolutionMs = 5;
const muster = await buildMuster({ config: loadConfig(), log: makeLogger({ level: 'silent' }) });
const { url } = await muster.startHttp();
const histogram = monitorEventLoopDelay({ resolution: resolutionMs });
histogram.enable();

async function handle({ sql, stop }: { sql?: string; stop?: boolean }): Promise<unknown> {
  if (stop) {
    await muster.close();
    setImmediate(() => process.disconnect?.());
    return {};
  }
  if (sql !== undefined) {
    await muster.db.query(sql);
    return {};
  }
  // The timer of the measurement notices a block at its next turn.
  await delay(3 * resolutionMs);
  const longestMs = Math.max(0, histogram.max / 1e6 - resolutionMs);
  histogram.reset();
  return { longestMs };
}

process.on('message', (message: { sql?: string; stop?: boolean }) => {
  handle(message).then(
    (answer) => process.send?.(answer),
    (err: unknown) => {
      console.error(err);
      process.exit(1);
    },
  );
});
process.send?.({ url });
