/** The parts of the product a session passes through, built on a test database as `main.ts` builds them. */
import { PassThrough } from 'node:stream';
import { makeAudit } from '../../src/access/audit.ts';
import type { ConnectorDefinition } from '../../src/connector-kit/index.ts';
import { makeIntegrationService } from '../../src/integrations/integration-service.ts';
import { makeSampleThreads } from '../../src/integrations/sample/sample-threads.ts';
import { insertSession } from '../../src/jobs/session-rows.queries.ts';
import { makeLogger } from '../../src/logger.ts';
import { makeFieldService } from '../../src/objects/field-service.ts';
import { findVendorIds } from '../../src/sync/read/vendor-ids.queries.ts';
import { makeVendorSource } from '../../src/sync/read/vendor-source.ts';
import type { SyncDeps } from '../../src/sync/run-session.ts';
import { makeSessionService } from '../../src/sync/session/session-service.ts';
import { makeHurriedClock } from './hurried-clock.ts';
import { makeSecretWatch } from './secret-watch.ts';
import { makeTestApp } from './with-app.ts';
import { makeTestDb } from './with-db.ts';
import { makeTestEgress, makeTestVault } from './with-vault.ts';

export async function makeVendorParts(definition: ConnectorDefinition) {
  const test = await makeTestDb();
  const { db } = test;
  const clock = makeHurriedClock();
  let text = '';
  const destination = new PassThrough();
  destination.on('data', (chunk) => {
    text += String(chunk);
  });
  const log = makeLogger({ level: 'debug', destination });
  const audit = makeAudit({ db, clock });
  const fields = makeFieldService({ db, clock, audit });
  const wire = makeSecretWatch(makeTestEgress({ clock, log }));
  const connectors = {
    find: (id: string) => (id === definition.id ? definition : undefined),
    list: () => [definition],
  };
  const { vault, globalVariables } = await makeTestVault({
    db,
    definitions: [definition],
    clock,
    log,
    egress: wire.egress,
  });
  const source = makeVendorSource({
    findDefinition: connectors.find,
    openSend: (options) => vault.makeSendPort(options),
    loadScope: (credentialId) => vault.getReadScope(credentialId),
    findVendorIds: (of, nativeIds) => findVendorIds(db, of, nativeIds),
    clock,
    log,
  });
  const loadGlobals = () => globalVariables.getOpenScope();
  const cancelSession = () => Promise.reject(new Error('nothing is canceled here'));
  const integrations = makeIntegrationService({
    db,
    clock,
    threads: makeSampleThreads({ clock, log }),
    timeZone: 'Europe/Berlin',
    findDefinition: connectors.find,
    listFields: fields.listFields,
    loadGlobals,
    source,
    requestSession: async (request) => ({
      sessionId: (await insertSession(db, {
        ...request,
        planSessionId: request.planSessionId ?? null,
      })) as number,
    }),
    cancelSession,
    audit,
  });
  const { app, signInAs } = await makeTestApp(db, {
    clock,
    services: {
      vault,
      integrations,
      fields,
      connectors,
      sessions: makeSessionService({ db, clock, audit }),
      globalVariables,
      cancelSession,
      clock,
    },
    app: { log },
  });
  const { headers } = await signInAs('administrator');
  const syncDeps: SyncDeps = {
    db,
    clock,
    log,
    source,
    findDefinition: connectors.find,
    listFields: fields.listFields,
    loadGlobals,
  };
  return {
    db,
    clock,
    wire,
    syncDeps,
    /** Everything logged so far. */
    logText: () => text,
    /** An administrator's request. */
    ask: (method: 'GET' | 'POST' | 'PATCH' | 'PUT', url: string, body?: unknown) =>
      app.inject({ method, url, headers, ...(method === 'GET' ? {} : { payload: (body ?? {}) as object }) }),
    async close() {
      await app.close();
      await wire.egress.close();
      await test.drop();
    },
  };
}
