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
import {
  findCredentialForUse,
  findLatestMapping,
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
  /** Whether requests can be sent with it now, without a person. */
  isCredentialUsable(credentialId: number): Promise<boolean>;
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
  makeView(stored: StoredIntegration): Promise<IntegrationView>;
  /** Throws INTEGRATION_NOT_READY when the change would take something mandatory from an active integration. */
  assertStaysReady(
    stored: StoredIntegration,
    change: Partial<StoredIntegration> & { mapping?: Mapping },
  ): Promise<void>;
}

/** The read side of integrations: the stored row joined with what the connector's definition says. */
export function makeIntegrationReader(deps: IntegrationServiceDeps): IntegrationReader {
  const { db, clock } = deps;

  async function findMissing(stored: StoredIntegration, mapping?: Mapping): Promise<MissingPart[]> {
    const found = lookForStream(deps.findDefinition, stored);
    if (!found) {
      const message = `The connector "${stored.connectorId}" with the stream "${stored.streamId}" is not installed any more. Install it again, or delete this integration.`;
      return [{ section: 'details', field: 'connectorId', message }];
    }
    const { credentialId } = stored;
    return findMissingParts({
      integration: stored,
      isCredentialUsable: credentialId !== null && (await deps.isCredentialUsable(credentialId)),
      credential: credentialId === null ? undefined : await findCredentialForUse(db, credentialId),
      ...found,
      mapping: mapping ?? (await findLatestMapping(db, stored.id))?.mapping,
      fields: await deps.listFields(found.stream.object),
      globals: await deps.loadGlobals(),
    });
  }

  const reader: IntegrationReader = {
    async getStored(id) {
      const found = await findStoredIntegration(db, id);
      if (!found) throw makeError('API_NOT_FOUND', { what: `Integration ${id}` });
      return found;
    },
    getStream: (stored) => findStream(deps.findDefinition, stored),
    getView: async (id) => reader.makeView(await reader.getStored(id)),
    async makeView(stored) {
      const found = lookForStream(deps.findDefinition, stored);
      const missing = await findMissing(stored);
      return {
        ...stored,
        connectorName: found?.definition.name ?? stored.connectorId,
        connectorLogo: found?.definition.logo ?? '',
        streamName: found?.stream.name ?? stored.streamId,
        docsUrl: found?.definition.docsUrl ?? null,
        mayFillSaas: found?.stream.saas !== undefined,
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
    },
    async assertStaysReady(stored, { mapping, ...change }) {
      if (stored.status !== 'active') return;
      const before = await findMissing(stored);
      const after = await findMissing({ ...stored, ...change }, mapping);
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
