import pg from 'pg';
import type { Clock } from '../model/clock.ts';
import type { Logger } from '../model/logger.ts';

export interface ListenOptions {
  url: string;
  channel: string;
  clock: Clock;
  log: Logger;
  /** Something was told, or may have been while the connection was away. */
  onNews: () => void;
}

const firstPauseMs = 500;
const maxPauseMs = 30_000;

/**
 * Listens on a connection of its own: those of the pools go from hand to hand, and a listener must stay. A lost
 * connection is made anew, less and less often, and counts as news: what was told meanwhile was not heard.
 */
export function startListening(options: ListenOptions): { stop(): Promise<void> } {
  const { url, channel, clock, log, onNews } = options;
  const stopping = new AbortController();

  /** Resolves when the connection is gone. */
  async function listenOnce(): Promise<void> {
    const client = new pg.Client({
      connectionString: url,
      keepAlive: true,
      application_name: 'muster events',
    });
    const gone = new Promise<void>((resolve) => {
      client.on('end', resolve);
      client.on('error', () => resolve());
      stopping.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    client.on('notification', onNews);
    try {
      await client.connect();
      await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
      onNews();
      await gone;
    } finally {
      await client
        .end()
        .catch((err: unknown) => log.debug({ err }, 'the listening connection was gone already'));
    }
  }

  const done = (async () => {
    let pauseMs = firstPauseMs;
    while (!stopping.signal.aborted) {
      const startedAtMs = clock.monotonicMs();
      try {
        await listenOnce();
      } catch (err) {
        log.warn({ err }, 'the database tells of no changes at present; pages ask less often until it does');
      }
      if (clock.monotonicMs() - startedAtMs > maxPauseMs) pauseMs = firstPauseMs;
      await clock.sleep(pauseMs, stopping.signal).catch(() => undefined);
      pauseMs = Math.min(pauseMs * 2, maxPauseMs);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await done;
    },
  };
}
