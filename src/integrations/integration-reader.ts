import type { ConnectorDefinition, Globals, StreamDefinition } from '../connector-kit/index.ts';
import type { Db, Queryable, Tx } from '../db/client.ts';
import { makeError } from '../errors.ts';
import type { Mapping } from '../mapping/mapping-types.ts';
import type { AuditActor, AuditPort } from '../model/audit.ts';
import type { Clock } from '../model/clock.ts';
import type { Field, ObjectName } from '../model/objects.ts';
import { type IntegrationHealth, judgeHealth } from '../overview/integration-health.ts';
import { findStream, lookForStream } from '../sync/read/find-stream.ts';
import type { SourceReader } from '../sync/read/source-reader.ts';
import type { SessionKind } from '../sync/run.ts';
import { isCredentialUsable } from '../vault/credentials/credential-summary.ts';
import {
  findCredentialsForUse,
  findLatestMappings,
  findStoredIntegration,
  type StoredIntegration,
} from './integrations.queries.ts';
import { findMissingParts, type MissingPart } from './readiness.ts';
import type { SampleThreads } from './sample/sample-threads.ts';
import { describeSchedule } from './schedule.ts';

export interface IntegrationServiceDeps {
  db: Db;
  clock: Clock;
  /** Of the default schedule. */
  timeZone: string;
  findDefinition(connectorId: string): ConnectorDefinition | undefined;
  listFields(object: ObjectName): Promise<readonly Field[]>;
  /** Global variables that are not secret. */
  loadGlobals(): Promise<Globals>;
  source: SourceReader;
  /** Where mappings are tried on samples. */
  threads: SampleThreads;
  requestSession(
    request: {
      integrationId: number;
      kind: SessionKind;
      requestedBy: number | null;
      requestedByName: string;
      planSessionId?: number | null;
    },
    tx?: Tx,
  ): Promise<{ sessionId: number }>;
  cancelSession(by: AuditActor, sessionId: number): Promise<void>;
  audit: AuditPort<Queryable>;
}

export interface IntegrationView extends StoredIntegration {
  connectorName: string;
  connectorLogo: string;
  streamName: string;
  docsUrl: string | null;
  mayFillSaas: boolean;
  /** False where the connector says that what its list lacks is not known to be gone, whatever `absencePolicy` says. */
  mayRetire: boolean;
  health: IntegrationHealth;
  scheduleText: string;
  missing: MissingPart[];
}

export interface IntegrationReader {
  getStored(id: number): Promise<StoredIntegration>;
  /** Throws INTEGRATION_STREAM_UNKNOWN when the connector or its stream is gone. */
  getStream(stored: Pick<StoredIntegration, 'connectorId' | 'streamId'>): {
    definition: ConnectorDefinition;
    stream: StreamDefinition;
  };
  getView(id: number): Promise<IntegrationView>;
  /** With as many queries for a hundred as for one. */
  makeViews(stored: readonly StoredIntegration[]): Promise<IntegrationView[]>;
  /** Throws INTEGRATION_NOT_READY when the change would take something mandatory from an active integration. */
  assertStaysReady(
    stored: StoredIntegration,
    change: Partial<StoredIntegration> & { mapping?: Mapping },
  ): Promise<void>;
}

/** The read side of integrations: the stored row joined with what the connector's definition says. */
export function makeIntegrationReader(deps: IntegrationServiceDeps): IntegrationReader {
  const { db, clock } = deps;

  /** Loads what readiness is judged by, of all of them at once, and gives back what judges one. */
  async function loadReadiness(
    all: readonly StoredIntegration[],
  ): Promise<(stored: StoredIntegration, mapping?: Mapping) => MissingPart[]> {
    const objects = all.flatMap((stored) => lookForStream(deps.findDefinition, stored)?.stream.object ?? []);
    const fields = new Map<ObjectName, readonly Field[]>();
    for (const object of new Set(objects)) fields.set(object, await deps.listFields(object));
    const used = await findCredentialsForUse(
      db,
      all.flatMap(({ credentialId }) => credentialId ?? []),
    );
    const credentials = new Map(used.map((credential) => [credential.id, credential]));
    const mappings = await findLatestMappings(
      db,
      all.map(({ id }) => id),
    );
    const globals = await deps.loadGlobals();
    return (stored, mapping) => {
      const found = lookForStream(deps.findDefinition, stored);
      if (!found) {
        const message = `The connector "${stored.connectorId}" with the stream "${stored.streamId}" is not installed any more. Install it again, or delete this integration.`;
        return [{ section: 'details', field: 'connectorId', message }];
      }
      const credential = credentials.get(stored.credentialId ?? 0);
      const method =
        credential &&
        deps
          .findDefinition(credential.connectorId)
          ?.auth.find((candidate) => candidate.id === credential.methodId);
      return findMissingParts({
        integration: stored,
        isCredentialUsable: credential !== undefined && isCredentialUsable(credential.status, method),
        credential,
        ...found,
        mapping: mapping ?? mappings.get(stored.id),
        fields: fields.get(found.stream.object) ?? [],
        globals,
      });
    };
  }

  function makeView(stored: StoredIntegration, missing: MissingPart[]): IntegrationView {
    const found = lookForStream(deps.findDefinition, stored);
    return {
      ...stored,
      connectorName: found?.definition.name ?? stored.connectorId,
      connectorLogo: found?.definition.logo ?? '',
      streamName: found?.stream.name ?? stored.streamId,
      docsUrl: found?.definition.docsUrl ?? null,
      mayFillSaas: found?.stream.saas !== undefined,
      mayRetire: found?.stream.absence !== 'never',
      health: judgeHealth(
        {
          ...stored,
          hasOpenSession: stored.openSession !== null,
          last: stored.lastSession,
          isReady: missing.length === 0,
        },
        clock.now(),
      ),
      scheduleText: describeSchedule(stored.schedule),
      missing,
    };
  }

  const reader: IntegrationReader = {
    async getStored(id) {
      const found = await findStoredIntegration(db, id);
      if (!found) throw makeError('API_NOT_FOUND', { what: `Integration ${id}` });
      return found;
    },
    getStream: (stored) => findStream(deps.findDefinition, stored),
    async getView(id) {
      const [view] = (await reader.makeViews([await reader.getStored(id)])) as [IntegrationView];
      return view;
    },
    async makeViews(all) {
      const findMissing = await loadReadiness(all);
      return all.map((stored) => makeView(stored, findMissing(stored)));
    },
    async assertStaysReady(stored, { mapping, ...change }) {
      if (stored.status !== 'active') return;
      const changed = { ...stored, ...change };
      const findMissing = await loadReadiness([stored, changed]);
      const before = findMissing(stored);
      const after = findMissing(changed, mapping);
      const lost = after.filter((part) => !before.some((known) => known.field === part.field));
      if (lost.length > 0) throw makeNotReady(stored.name, lost);
    },
  };
  return reader;
}

/** The error of an integration that lacks something mandatory, with the parts that are missing as details. */
export function makeNotReady(name: string, missing: readonly MissingPart[]) {
  const problems = missing.map((part) => part.message).join(' ');
  return makeError('INTEGRATION_NOT_READY', { integration: name, problems }, { details: { missing } });
}
