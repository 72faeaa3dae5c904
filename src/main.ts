/**
 * The composition root: configuration → database → services → HTTP and workers (these in `assemble-work.ts`). The only
 * place that builds things, and so the place to see what depends on what.
 */
import { lookup } from 'node:dns/promises';
import { join } from 'node:path';
import type { Logger as PinoLogger } from 'pino';
import { builtInConnectors } from '../connectors/index.generated.ts';
import packageJson from '../package.json' with { type: 'json' };
import { type AccessOptions, makeAccessServices } from './access/access-service.ts';
import { assembleWork } from './assemble-work.ts';
import { listWantedStreams } from './audit-stream/audit-streams.queries.ts';
import { makeSystemClock } from './clock.ts';
import type { Config } from './config.ts';
import type { ConnectorDefinition } from './connector-kit/index.ts';
import type { Db } from './db/client.ts';
import { migrate } from './db/migrate.ts';
import { type OpenDatabase, openDatabase } from './db/open-database.ts';
import { makeEgress } from './egress/make-egress.ts';
import type { AppError } from './errors.ts';
import { makeChangeHub } from './events/change-hub.ts';
import { openForgetting } from './forgetting/open-forgetting.ts';
import { makeGlobalVariablesService } from './global-variables/global-variables-service.ts';
import type { App } from './http/app-types.ts';
import { explainListen } from './http/explain-listen.ts';
import { makeHttpApp } from './http/make-app.ts';
import { listRegistrations } from './http/register-routes.ts';
import { makeIntegrationService } from './integrations/integration-service.ts';
import { makeSampleThreads } from './integrations/sample/sample-threads.ts';
import { makeSessionRequests } from './jobs/session-requests.ts';
import { makeTransport } from './jobs/transport.ts';
import type { Clock } from './model/clock.ts';
import type { Logger } from './model/logger.ts';
import { inAppChannel, makeNotificationsService } from './notifications/notifications-service.ts';
import { makeFieldService } from './objects/field-service.ts';
import { makeLoopDelayWatch } from './overview/loop-delay.ts';
import { makeMetrics } from './overview/metrics.ts';
import { makeOverviewService } from './overview/overview-service.ts';
import { makeDatabaseChecks, makeReadiness } from './overview/readiness.ts';
import { readGuide } from './read-guide.ts';
import { makeOnDemandIndexes } from './records/on-demand-indexes.ts';
import { makeParkedRecordsService } from './records/parked-records-service.ts';
import { makePlaceholderService } from './records/placeholder-service.ts';
import { makeRecordService } from './records/record-service.ts';
import { makeNormalizationService } from './software/normalization-service.ts';
import { makeSoftwareService } from './software/software-service.ts';
import { findVendorIds } from './sync/read/vendor-ids.queries.ts';
import { makeVendorSource } from './sync/read/vendor-source.ts';
import { makeSessionService } from './sync/session/session-service.ts';
import { assertNothingSealed } from './vault/seal/assert-nothing-sealed.ts';
import { makeEnvelope } from './vault/seal/envelope.ts';
import { openMasterKeyring } from './vault/seal/master-key.ts';
import { makeVault, type Vault } from './vault/vault.ts';

export const version: string = packageJson.version;

export interface MusterOptions {
  config: Config;
  log: PinoLogger & Logger;
  /** Default: the built-in ones. */
  connectors?: readonly ConnectorDefinition[];
  /** Only for tests: several in one process share a judge of passwords, and none waits for real work factors. */
  access?: Pick<AccessOptions, 'judge' | 'scryptCost'>;
  /** Only for tests: on a busy machine the first preview takes longer than anybody would wait. */
  samples?: { timeLimitMs: number };
}

export type Muster = Awaited<ReturnType<typeof buildMuster>>;

/**
 * Builds everything and migrates the database; nothing runs yet. `close` undoes it in reverse order. What was opened
 * before something failed is closed again: no server is left behind.
 */
export async function buildMuster(options: MusterOptions) {
  const { config, log } = options;
  const clock = makeSystemClock();
  for (const warning of config.warnings) log.warn(warning);
  const failure = Promise.withResolvers<AppError>();
  const database = await openDatabase({
    databaseUrl: config.databaseUrl,
    dataDir: config.dataDir,
    maxConnectionCount: config.maxConnectionCount,
    workerCount: config.workerCount,
    clock,
    log,
    onGiveUp: failure.resolve,
  });
  try {
    return await assemble(options, clock, database, failure.promise);
  } catch (err) {
    await database.close();
    throw err;
  }
}

async function assemble(
  options: MusterOptions,
  clock: Clock,
  database: OpenDatabase,
  failure: Promise<AppError>,
) {
  const { config, log } = options;
  const { db, work } = database;
  await migrate(db, log);
  const keyring = await openMasterKeyring({
    setting: config.masterKey,
    clock,
    log,
    beforeCreate: (source) => assertNothingSealed(db, source),
  });
  let problem: AppError | undefined;
  void failure.then((err) => {
    problem = err;
  });

  const envelope = makeEnvelope(keyring);
  const access = makeAccessServices({ db, clock, envelope, ...options.access });
  const { audit } = access;
  if (config.admin) await access.signIn.ensureAdministrator(config.admin);
  const notifications = makeNotificationsService({ db, clock, channels: [inAppChannel] });
  const changes = makeChangeHub({ db, url: database.url, clock, log });
  const fields = makeFieldService({ db, clock, audit });

  const definitions = new Map((options.connectors ?? builtInConnectors).map((found) => [found.id, found]));
  const connectors = { find: (id: string) => definitions.get(id), list: () => [...definitions.values()] };
  const egress = makeEgress({
    clock,
    log,
    random: Math.random,
    lookup: (host) => lookup(host, { all: true }),
    allow: config.egressAllow,
    httpProxy: config.httpProxy,
    proxyTakesNames: config.proxyTakesNames,
    maxResponseBytes: config.responseLimitBytes,
    userAgent: `Muster/${version}`,
  });
  let publicUrl = config.publicUrl ?? `http://localhost:${config.port}`;
  /** Credentials and the vendors behind them, on one of the pools: sessions do not wait for people's requests. */
  const openVendors = (pool: Db) => {
    const globals = makeGlobalVariablesService({
      db: pool,
      envelope,
      connectors,
      audit,
      clock,
      getBindings: () => vault,
    });
    const vault: Vault = makeVault({
      db: pool,
      egress,
      keyring,
      envelope,
      globals,
      connectors,
      audit,
      clock,
      log,
      getPublicUrl: () => publicUrl,
    });
    const source = makeVendorSource({
      findDefinition: connectors.find,
      openSend: (sendOptions) => vault.makeSendPort(sendOptions),
      loadScope: (credentialId) => vault.getReadScope(credentialId),
      findVendorIds: (of, nativeIds) => findVendorIds(pool, of, nativeIds),
      limits: config.readLimits,
      clock,
      log,
    });
    return { globals, vault, source };
  };
  const { globals: globalVariables, vault, source } = openVendors(db);
  await vault.assertMasterKeys();
  await globalVariables.bindOldSecrets();
  await vault.bindOldSecrets();
  await vault.refreshBindings();

  const transport = makeTransport({ db: work, log });
  const requests = makeSessionRequests({ db, transport });
  const threads = makeSampleThreads({ clock, log, ...options.samples });
  const integrations = makeIntegrationService({
    db,
    clock,
    threads,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    findDefinition: connectors.find,
    listFields: fields.listFields,
    loadGlobals: () => globalVariables.getOpenScope(),
    source,
    requestSession: requests.requestSession,
    cancelSession: requests.cancelSession,
    audit,
  });
  const sessions = makeSessionService({ db, clock, audit });
  const forgetting = openForgetting({ db, clock, log, audit, envelope, fields, dataDir: config.dataDir });
  const { erasures, retention } = forgetting;
  await forgetting.applyList();
  const normalizations = makeNormalizationService({ db, clock, audit });
  const placeholders = makePlaceholderService({ db, clock, audit, listFields: fields.listFields });
  const parked = makeParkedRecordsService({ db, clock, audit, listFields: fields.listFields });
  const records = makeRecordService({
    db,
    clock,
    audit,
    listFields: fields.listFields,
    findDefinition: connectors.find,
    onDemandIndexes: makeOnDemandIndexes({
      db,
      clock,
      log,
      maintainIndexes: (object) => transport.sendListIndexes(object),
    }),
  });

  const { worker, auditStreams, syncDeps } = assembleWork({
    config,
    clock,
    log,
    work,
    heartbeats: database.heartbeats,
    audit,
    transport,
    vendors: openVendors(work),
    connectors,
    findErased: forgetting.findErased,
    deleteOldEvents: () => changes.deleteOld(),
  });
  const loopDelay = makeLoopDelayWatch({ clock });
  const metrics = makeMetrics({
    db,
    log,
    version,
    readWorkers: () => ({ busyCount: worker.busyCount(), totalCount: config.workerCount }),
    readLoopDelay: loopDelay.read,
    readDbPools: () => ({
      people: db.countConnections(),
      work: work.countConnections(),
      heartbeats: database.heartbeats.countConnections(),
    }),
  });

  let app: App | undefined;
  let isWorking = false;

  return {
    db,
    databaseUrl: database.url,
    access,
    applyErasedList: forgetting.applyList,
    audit,
    clock,
    connectors,
    erasures,
    fields,
    globalVariables,
    integrations,
    normalizations,
    placeholders,
    records,
    requests,
    retention,
    sessions,
    source,
    syncDeps,
    vault,
    /** Resolves when this process can no longer do its work and has to end. */
    failure,

    /** Starts taking sessions from the queue. */
    async startWorker(): Promise<void> {
      await transport.start();
      isWorking = true;
      worker.start();
      auditStreams.start();
    },
    /** Only the queue, for requesting sessions that other processes run. */
    startQueue: () => transport.start(),

    /** Starts answering HTTP; resolves with the address. Throws HTTP_PORT_TAKEN, HTTP_PORT_REFUSED. */
    async startHttp(): Promise<{ url: string; publicUrl: string }> {
      app = await makeHttpApp({
        log,
        version,
        publicUrl: config.publicUrl,
        trustedProxies: config.trustedProxies,
        areProxiesDeclared: config.areProxiesDeclared,
        clock,
        webDir: join(import.meta.dirname, '../web/dist'),
        signIn: access.signIn,
        apiTokens: access.apiTokens,
        onAnswer: metrics.observeAnswer,
        registerRoutes: listRegistrations({
          ...access,
          listAuditStreams: () => listWantedStreams(db),
          vault,
          changes,
          notifications,
          fields,
          connectors,
          getRedirectUrl: () => vault.getRedirectUri(),
          integrations,
          sessions,
          records,
          cancelSession: requests.cancelSession,
          clock,
          overview: makeOverviewService({ db, clock, findNotReady: integrations.findNotReady }),
          globalVariables,
          readGuide,
          software: makeSoftwareService({
            db,
            listAssets: (query, within) => records.list('assets', query, within),
          }),
          normalizations,
          retention,
          erasures,
          parked,
          placeholders,
          findProblem: () => problem,
          readiness: makeReadiness({
            checks: makeDatabaseChecks(db),
            clock,
            log,
            readLoopDelay: loopDelay.read,
          }),
          metrics,
          metricsToken: config.metricsToken,
          publicUrl: config.publicUrl,
        }),
      });
      changes.start();
      let url: string;
      try {
        url = await app.listen({ host: config.host, port: config.port });
      } catch (err) {
        throw explainListen(err, config);
      }
      if (config.publicUrl === undefined) publicUrl = `http://localhost:${new URL(url).port}`;
      return { url, publicUrl };
    },

    /** Finishes running batches, gives open sessions back, closes everything. */
    async close(): Promise<void> {
      await app?.close();
      await changes.stop();
      if (isWorking) await worker.stop();
      await auditStreams.stop();
      await threads.close();
      loopDelay.stop();
      await transport.stop().catch((err: unknown) => log.debug({ err }, 'the queue was not running'));
      await egress.close();
      await database.close();
    },
  };
}
