/** What runs in the background, put together: sessions, the regular work, and what keeps house beside them. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { AuditStream } from './audit-stream/audit-stream.ts';
import { makeAuditStreams } from './audit-stream/audit-streams.ts';
import type { Config } from './config.ts';
import type { ConnectorDefinition } from './connector-kit/index.ts';
import type { Db, Queryable } from './db/client.ts';
import { makeRetentionService } from './forgetting/retention-service.ts';
import type { GlobalVariablesService } from './global-variables/global-variables-service.ts';
import { makeIndexMaintenance } from './jobs/index-maintenance.ts';
import { notifyContacts } from './jobs/notify-contacts.ts';
import { makeRetentionWork } from './jobs/retention-work.ts';
import { makeTick } from './jobs/run-tick.ts';
import { makeSessionRequests } from './jobs/session-requests.ts';
import type { Transport } from './jobs/transport.ts';
import { makeWorker, type Worker } from './jobs/worker.ts';
import type { AuditPort } from './model/audit.ts';
import type { Clock } from './model/clock.ts';
import type { Logger } from './model/logger.ts';
import { inAppChannel, makeNotificationsService } from './notifications/notifications-service.ts';
import { makeFieldService } from './objects/field-service.ts';
import { ensureListIndexes } from './records/list-indexes.queries.ts';
import { runSession, type SyncDeps } from './sync/run-session.ts';
import type { Vault } from './vault/vault.ts';

export interface WorkDeps {
  config: Config;
  clock: Clock;
  log: Logger;
  /** The pool of sessions and of what happens regularly: people's requests take nothing from it. */
  work: Db;
  heartbeats: Db;
  audit: AuditPort<Queryable>;
  transport: Transport;
  /** Credentials and the vendors behind them, on the same pool. */
  vendors: { globals: GlobalVariablesService; vault: Vault; source: SyncDeps['source'] };
  connectors: { find(id: string): ConnectorDefinition | undefined };
  findErased: SyncDeps['findErased'];
  deleteOldEvents(): Promise<void>;
}

/** Nothing runs yet: the worker is started by whoever has asked for it. */
export function assembleWork(deps: WorkDeps): {
  worker: Worker;
  auditStreams: AuditStream;
  syncDeps: SyncDeps;
} {
  const { config, clock, log, work, audit, transport, vendors, connectors } = deps;
  const workerId = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
  const fields = makeFieldService({ db: work, clock, audit });
  const retention = makeRetentionService({ db: work, clock, log, audit });
  const notifications = makeNotificationsService({ db: work, clock, channels: [inAppChannel] });
  const syncDeps: SyncDeps = {
    db: work,
    clock,
    log,
    source: vendors.source,
    findDefinition: connectors.find,
    listFields: fields.listFields,
    loadGlobals: () => vendors.globals.getOpenScope(),
    findErased: deps.findErased,
    limits: config.readLimits,
    async onSessionEnd({ object }) {
      if (object) await transport.sendListIndexes(object);
    },
  };
  const worker = makeWorker({
    db: work,
    heartbeats: deps.heartbeats,
    clock,
    log,
    transport,
    workerId,
    concurrency: Math.max(config.workerCount, 1),
    runSession: (lease) => runSession(syncDeps, lease),
    tick: makeTick({
      db: work,
      clock,
      log,
      transport,
      requests: makeSessionRequests({ db: work, transport }),
      notify: notifications,
      chores: [
        { name: 'credential drafts', run: async () => void (await vendors.vault.purgeStale()) },
        { name: 'old events', run: () => deps.deleteOldEvents() },
        {
          name: 'what was kept long enough',
          run: async () => {
            if (await retention.isDue()) await transport.sendRetention();
          },
        },
      ],
    }),
    followUp: (tx, followUp) => notifyContacts(tx, followUp, notifications),
    retention: makeRetentionWork({ clock, log, transport, forget: retention.run }),
    indexMaintenance: makeIndexMaintenance({
      clock,
      log,
      transport,
      maintain: async (object, signal) =>
        ensureListIndexes(work, object, await fields.listFields(object), log, {
          now: clock.now(),
          signal,
        }),
    }),
  });
  const auditStreams = makeAuditStreams({
    db: work,
    clock,
    log,
    settings: config.auditStream,
    origin: { host: hostname(), processId: process.pid },
    holder: workerId,
  });
  return { worker, auditStreams, syncDeps };
}
