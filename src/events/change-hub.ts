import type { Db } from '../db/client.ts';
import { startListening } from '../db/listen.ts';
import type { Clock } from '../model/clock.ts';
import type { Logger } from '../model/logger.ts';
import {
  type ChangeEvent,
  deleteOldChangeEvents,
  findPosition,
  keepSeconds,
  listChangeEvents,
  type Position,
} from './change-events.queries.ts';
import { readPosition, writePosition } from './position-text.ts';

export type { ChangeEvent } from './change-events.queries.ts';

export interface News {
  events: readonly ChangeEvent[];
  /** Where one who has heard this goes on after a break. */
  position: string;
}

export interface ChangeHub {
  start(): void;
  stop(): Promise<void>;
  /** Once it has resolved, everything that changes is heard. Gives what ends it. */
  subscribe(hear: (news: News) => void): Promise<() => void>;
  /** Where the events stand now. */
  findPosition(): Promise<string>;
  /** What has changed since; undefined when that can no longer be told, and everything may have. */
  readSince(position: string): Promise<News | undefined>;
  /** For housekeeping. */
  deleteOld(): Promise<void>;
}

export interface ChangeHubDeps {
  db: Db;
  url: string;
  clock: Clock;
  log: Logger;
  /** Where nothing is told (a pooler between, a connection that is away) the table is looked at this often. */
  lookEveryMs?: number;
}

/** Several changes within this time are read and told at once. */
const gatherMs = 100;

/**
 * Tells what changes in the database, whichever process has changed it. One reader for all who listen in this process;
 * while nobody does, nothing is read.
 */
export function makeChangeHub({ db, url, clock, log, lookEveryMs = 5_000 }: ChangeHubDeps): ChangeHub {
  const listeners = new Set<(news: News) => void>();
  const stopping = new AbortController();
  let position: Position | undefined;
  /** While somebody listens: the position of the first one is known. */
  let ready: Promise<void> | undefined;
  let reading: Promise<void> | undefined;
  let isReadWanted = false;
  let listening: { stop(): Promise<void> } | undefined;
  let looking: Promise<void> | undefined;

  async function read(): Promise<void> {
    if (!position) return;
    const from = position;
    const found = await listChangeEvents(db, from.snapshot);
    // Nobody listens any more, or somebody has begun anew meanwhile.
    if (position !== from) return;
    position = found.position;
    if (found.events.length === 0) return;
    const news = { events: found.events, position: writePosition(position) };
    for (const hear of listeners) hear(news);
  }

  function leave(hear: (news: News) => void): void {
    listeners.delete(hear);
    if (listeners.size > 0) return;
    ready = undefined;
    position = undefined;
  }

  /** One reading at a time; what is asked for meanwhile is read after it. */
  function wantRead(): void {
    if (listeners.size === 0) return;
    isReadWanted = true;
    reading ??= (async () => {
      while (isReadWanted && listeners.size > 0 && !stopping.signal.aborted) {
        await clock.sleep(gatherMs, stopping.signal).catch(() => undefined);
        isReadWanted = false;
        await read().catch((err: unknown) => log.warn({ err }, 'what has changed could not be read'));
      }
      reading = undefined;
    })();
  }

  return {
    start() {
      listening = startListening({ url, channel: 'muster_changes', clock, log, onNews: wantRead });
      looking = (async () => {
        while (!stopping.signal.aborted) {
          await clock.sleep(lookEveryMs, stopping.signal).catch(() => undefined);
          wantRead();
        }
      })();
    },
    async stop() {
      stopping.abort();
      await Promise.all([listening?.stop(), looking, reading]);
    },
    async subscribe(hear) {
      listeners.add(hear);
      ready ??= findPosition(db).then((now) => {
        position = now;
      });
      try {
        await ready;
      } catch (err) {
        leave(hear);
        throw err;
      }
      wantRead();
      return () => leave(hear);
    },
    findPosition: async () => writePosition(await findPosition(db)),
    async readSince(text) {
      const from = readPosition(text);
      if (!from) return undefined;
      const now = await findPosition(db);
      if (from.startedAtSeconds !== now.startedAtSeconds) return undefined;
      // A little before events are deleted.
      if (now.atSeconds - from.atSeconds > keepSeconds * 0.9) return undefined;
      if (xmaxOf(from) > xmaxOf(now)) return undefined;
      const found = await listChangeEvents(db, from.snapshot);
      return { events: found.events, position: writePosition(found.position) };
    },
    deleteOld: () => deleteOldChangeEvents(db),
  };
}

const xmaxOf = ({ snapshot }: Position) => BigInt(snapshot.split(':')[1] ?? 0);
