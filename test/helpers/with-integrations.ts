import { makeAudit } from '../../src/access/audit.ts';
import type { ConnectorDefinition } from '../../src/connector-kit/index.ts';
import type { Db } from '../../src/db/client.ts';
import { makeIntegrationService } from '../../src/integrations/integration-service.ts';
import { makeSampleThreads } from '../../src/integrations/sample/sample-threads.ts';
import { makeSessionRequests } from '../../src/jobs/session-requests.ts';
import { claimSession } from '../../src/jobs/session-rows.queries.ts';
import { makeTransport } from '../../src/jobs/transport.ts';
import { makeFieldService } from '../../src/objects/field-service.ts';
import { runSession } from '../../src/sync/run-session.ts';
import { makeSessionService } from '../../src/sync/session/session-service.ts';
import { makeMemoryLog } from './silent-log.ts';
import { makeListSource, systemTestClock, testDefinition, testMapping } from './sync-world.ts';

const [usersStream] = testDefinition.streams;

/** A connector with a required setting and a second stream without SaaS users, which is not whole. */
export const settingsDefinition: ConnectorDefinition = {
  ...testDefinition,
  auth: [
    {
      id: 'key',
      title: 'API key',
      kind: 'api_key',
      fields: [],
      placement: { in: 'header', name: 'x-api-key', value: 'key' },
    },
  ],
  settings: [
    {
      key: 'url',
      title: 'Acme URL',
      help: 'Where you sign in.',
      type: 'url',
      isRequired: true,
      example: 'https://acme.example.com',
    },
  ],
  streams: [
    { ...(usersStream as (typeof testDefinition.streams)[number]), secretPaths: ['password'] },
    {
      ...(usersStream as (typeof testDefinition.streams)[number]),
      id: 'plain',
      name: 'Plain users',
      saas: undefined,
      absence: 'never',
    },
  ],
};

/** The integration services on a test database; sessions are run by calling `runNext`, not by a worker. */
export async function makeTestIntegrations(db: Db) {
  const clock = systemTestClock;
  const log = makeMemoryLog();
  const audit = makeAudit({ db, clock });
  const fields = makeFieldService({ db, clock, audit });
  const transport = makeTransport({ db, log });
  await transport.start();
  const requests = makeSessionRequests({ db, transport });
  const users: object[] = [];
  const source = makeListSource(() => users);
  const findDefinition = (id: string) => (id === settingsDefinition.id ? settingsDefinition : undefined);
  const integrations = makeIntegrationService({
    db,
    clock,
    threads: makeSampleThreads({ clock, log }),
    timeZone: 'Europe/Berlin',
    findDefinition,
    listFields: fields.listFields,
    loadGlobals: async () => ({}),
    source,
    requestSession: requests.requestSession,
    cancelSession: requests.cancelSession,
    audit,
  });

  return {
    integrations,
    fields,
    requests,
    sessions: makeSessionService({ db, clock, audit }),
    clock,
    /** What the vendor has. */
    users,
    async addCredential(options: { connectorId?: string; status?: string; isDraft?: boolean } = {}) {
      const { connectorId = settingsDefinition.id, status = 'authenticated', isDraft = false } = options;
      const { rows } = await db.query<{ id: number }>(
        `INSERT INTO credentials (name, connector_id, method_id, status, is_draft)
         VALUES ('Credential ' || gen_random_uuid(), $1, 'key', $2, $3) RETURNING id`,
        [connectorId, status, isDraft],
      );
      return (rows[0] as { id: number }).id;
    },
    /** A launched integration. */
    async addActive(name?: string) {
      const by = { source: 'system', name: 'Test' } as const;
      const made = await integrations.create(by, {
        connectorId: settingsDefinition.id,
        streamId: 'users',
        name,
      });
      const credentialId = await this.addCredential();
      await integrations.update(by, made.id, { credentialId, settings: { url: 'https://acme.example.com' } });
      await integrations.saveMapping(by, made.id, { version: 0, mapping: testMapping });
      return integrations.launch(by, made.id);
    },
    async runNext(sessionId: number) {
      const claim = await claimSession(db, sessionId, 'test');
      if (!claim) throw new Error(`Session ${sessionId} cannot be taken`);
      const deps = {
        db,
        clock,
        log,
        source,
        findDefinition,
        listFields: fields.listFields,
        loadGlobals: async () => ({}),
      };
      const lease = { sessionId, epoch: claim.epoch, workerId: 'test', signal: new AbortController().signal };
      await runSession(deps, lease);
    },
    close: () => transport.stop(),
  };
}
