import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { listWantedStreams } from '../audit-stream/audit-streams.queries.ts';
import type { Db } from '../db/client.ts';
import type { Logger } from '../model/logger.ts';
import type { LoopDelay } from './loop-delay.ts';
import { countSessionsByStatus, sumRecordOutcomes } from './metrics.queries.ts';

export interface Metrics {
  contentType: string;
  /** The metrics of this process and of the database, in Prometheus' text format. */
  read(): Promise<string>;
  observeAnswer(answer: { method: string; route: string; status: number; durationMs: number }): void;
}

export interface MetricsOptions {
  db: Db;
  log: Logger;
  version: string;
  /** Sessions this process runs at the moment, and how many it may. */
  readWorkers?: () => { busyCount: number; totalCount: number };
  /** How late this process is with what is due. */
  readLoopDelay?: () => LoopDelay;
  /** Connections of this process to the database, by pool. */
  readDbPools?: () => Record<string, { totalCount: number; idleCount: number; waitingCount: number }>;
}

/**
 * Makes the metrics. Sessions and record counts come from the database when asked, so that every process tells the
 * same; while the database is away `muster_database_up` is 0 and the rest still answers.
 */
export function makeMetrics(options: MetricsOptions): Metrics {
  const { db, log, readWorkers, readLoopDelay, readDbPools } = options;
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: 'muster_' });

  const httpSeconds = new Histogram({
    name: 'muster_http_request_duration_seconds',
    help: 'Duration of HTTP requests by route.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  new Gauge({ name: 'muster_info', help: 'Version of Muster.', labelNames: ['version'], registers }).set(
    { version: options.version },
    1,
  );
  const databaseUp = new Gauge({
    name: 'muster_database_up',
    help: '1 while the database answers.',
    registers,
  });
  const sessions = new Gauge({
    name: 'muster_sessions',
    help: 'Sessions by status.',
    labelNames: ['status'],
    registers,
  });
  const records = new Counter({
    name: 'muster_records_total',
    help: 'Records by outcome over all sessions that are kept.',
    labelNames: ['outcome'],
    registers,
  });
  const auditWaiting = new Gauge({
    name: 'muster_audit_entries_waiting',
    help: 'Entries of the audit log that have not reached a stream they are sent to.',
    labelNames: ['stream'],
    registers,
  });
  const auditFailing = new Gauge({
    name: 'muster_audit_stream_failing',
    help: '1 while the last try to send the audit log there has failed.',
    labelNames: ['stream'],
    registers,
  });
  if (readWorkers) {
    new Gauge({
      name: 'muster_workers',
      help: 'Sessions this process runs (busy) and may run (total).',
      labelNames: ['state'],
      registers,
      collect() {
        const { busyCount, totalCount } = readWorkers();
        this.set({ state: 'busy' }, busyCount);
        this.set({ state: 'total' }, totalCount);
      },
    });
  }
  if (readLoopDelay) {
    new Gauge({
      name: 'muster_event_loop_delay_seconds',
      help: 'How late the process was with what was due, in the last one to two minutes: a long delay is a request or record that kept all others waiting.',
      labelNames: ['quantile'],
      registers,
      collect() {
        const { medianMs, p99Ms, longestMs } = readLoopDelay();
        this.set({ quantile: '0.5' }, medianMs / 1_000);
        this.set({ quantile: '0.99' }, p99Ms / 1_000);
        this.set({ quantile: '1' }, longestMs / 1_000);
      },
    });
  }
  if (readDbPools) {
    new Gauge({
      name: 'muster_database_connections',
      help: 'Database connections of this process by pool; waiting = requests for one.',
      labelNames: ['pool', 'state'],
      registers,
      collect() {
        for (const [pool, { totalCount, idleCount, waitingCount }] of Object.entries(readDbPools())) {
          this.set({ pool, state: 'total' }, totalCount);
          this.set({ pool, state: 'idle' }, idleCount);
          this.set({ pool, state: 'waiting' }, waitingCount);
        }
      },
    });
  }

  async function readDatabase(): Promise<void> {
    try {
      const [byStatus, byOutcome, streams] = await Promise.all([
        countSessionsByStatus(db),
        sumRecordOutcomes(db),
        listWantedStreams(db),
      ]);
      auditWaiting.reset();
      auditFailing.reset();
      for (const { kind: stream, waitingCount, failingSince } of streams) {
        auditWaiting.set({ stream }, waitingCount);
        auditFailing.set({ stream }, failingSince === null ? 0 : 1);
      }
      sessions.reset();
      for (const { status, count } of byStatus) sessions.set({ status }, count);
      records.reset();
      for (const { outcome, count } of byOutcome) records.inc({ outcome }, count);
      databaseUp.set(1);
    } catch (err) {
      // Metrics are asked for most of all while something is wrong, so the rest must still answer.
      log.warn({ err }, 'the metrics of the database could not be read');
      databaseUp.set(0);
    }
  }

  return {
    contentType: registry.contentType,
    async read() {
      await readDatabase();
      return registry.metrics();
    },
    observeAnswer({ method, route, status, durationMs }) {
      httpSeconds.observe({ method, route, status }, durationMs / 1000);
    },
  };
}
