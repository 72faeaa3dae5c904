import { hash } from 'node:crypto';
import type { ConnectorDefinition, Globals } from '../connector-kit/index.ts';
import type { Queryable } from '../db/client.ts';
import { makeError } from '../errors.ts';
import { compileMapping } from '../mapping/compile-mapping.ts';
import { compileSaas } from '../mapping/compile-saas.ts';
import type { CompiledMapping, Mapping } from '../mapping/mapping-types.ts';
import type { Field, ObjectName } from '../model/objects.ts';
import type { DecidePolicy } from './decide/decide.ts';
import { findPlaceholders, hasResolutions } from './decide/lookup.queries.ts';
import { makePlaceholders } from './decide/placeholders.ts';
import { countPlanItems } from './plan/plan.queries.ts';
import { findStream } from './read/find-stream.ts';
import type { FindErased, RunSetup, SyncRun } from './run.ts';
import { findMapping, fixMappingVersion, getIntegrationForRun } from './session/load-run.queries.ts';
import { IdBitmap } from './session/seen-ids.ts';
import type { SessionLease } from './session/session-lease.ts';
import { findSeenChunks, type SessionRow } from './session/session-row.queries.ts';
import { makeReleaseMemory } from './software/resolve-software.ts';
import { ensureSaasApplication } from './write/saas-accounts.queries.ts';

export interface LoadRunDeps {
  db: Queryable;
  findDefinition(connectorId: string): ConnectorDefinition | undefined;
  listFields(object: ObjectName): Promise<readonly Field[]>;
  /** Global variables that are not secret. */
  loadGlobals(): Promise<Globals>;
  findErased?: FindErased;
}

/** Reads and compiles what the session needs. Throws what a person must mend before the session can run. */
export async function loadSetup(
  deps: LoadRunDeps,
  session: Pick<SessionRow, 'id' | 'integrationId' | 'mappingVersion'>,
): Promise<RunSetup> {
  const integration = await getIntegrationForRun(deps.db, session.integrationId);
  const { definition, stream } = findStream(deps.findDefinition, integration);
  const found = await findMapping(deps.db, integration.id, session.mappingVersion);
  if (!found) throw makeError('SYNC_NO_MAPPING', { integration: integration.name });
  const { mapping, version: mappingVersion } = found;
  await fixMappingVersion(deps.db, session.id, mappingVersion);

  const fields = new Map((await deps.listFields(stream.object)).map((field) => [field.name, field]));
  const saas = integration.userSelection === 'user_plus_saas' ? stream.saas : undefined;
  const isSaasFilled = saas !== undefined;
  const compiled = compileMapping({
    mapping,
    fields: [...fields.values()],
    stream,
    readAccount: saas && compileSaas(saas, stream),
    globals: await deps.loadGlobals(),
    tenant: integration.tenant,
  });
  const placeholders = await findPlaceholders(deps.db);
  const fingerprint = hash(
    'sha256',
    JSON.stringify([
      compiled.fingerprint,
      integration.preference,
      isSaasFilled,
      definition.version,
      placeholders,
    ]),
    'hex',
  ).slice(0, 32);
  const policy: DecidePolicy = {
    preference: integration.preference,
    syncKeys: compiled.syncKeys,
    placeholders: makePlaceholders(placeholders),
    targets: makeTargets(compiled, mapping, fields),
  };
  return {
    integration,
    object: stream.object,
    table: stream.object,
    fields,
    definition,
    stream,
    mapping,
    mappingVersion,
    compiled,
    policy,
    hasResolutions: await hasResolutions(deps.db, integration.id),
    isSaasFilled,
    ...(deps.findErased && stream.object === 'people' ? { findErased: deps.findErased } : {}),
    fingerprint,
  };
}

function makeTargets(
  compiled: CompiledMapping,
  mapping: Mapping,
  fields: ReadonlyMap<string, Field>,
): DecidePolicy['targets'] {
  return compiled.targets.map((name, index) => {
    const field = fields.get(name);
    const row = mapping.rows.find((found) => found.target === name);
    return {
      name,
      label: field?.label ?? name,
      isUnique: field?.isUnique ?? false,
      row: row ?? { writeRule: 'always' },
      isSyncTime: index === compiled.syncTimeIndex,
    };
  });
}

/** The run of the session under this lease: from its beginning, or from where the worker before has left it. */
export async function openRun(
  db: Queryable,
  lease: SessionLease,
  session: SessionRow,
  setup: RunSetup,
): Promise<SyncRun> {
  const { kind } = session;
  const isResumed = session.epoch > 1 && (session.cursor !== null || session.counters.readCount > 0);
  const seen = new IdBitmap();
  const softwareSeen = new IdBitmap();
  if (isResumed) {
    for (const { chunk, bits } of await findSeenChunks(db, session.id, 'record')) seen.load(chunk, bits);
    for (const { chunk, bits } of await findSeenChunks(db, session.id, 'software'))
      softwareSeen.load(chunk, bits);
  }
  return {
    setup,
    session: {
      id: session.id,
      epoch: lease.epoch,
      kind,
      at: session.startedAt,
      isResumed,
      planSessionId: session.planSessionId ?? 0,
      saasId: await findSaas(db, session, setup),
      signal: lease.signal,
    },
    progress: {
      counters: session.counters,
      cursor: session.cursor ?? undefined,
      isReadComplete: session.isReadComplete,
      expectedCount: session.expectedCount,
      doubts: session.doubts,
      restartCount: 0,
      seen,
      softwareSeen,
      newSourceCount: isResumed && kind !== 'preview' ? undefined : 0,
      planSeq: kind === 'preview' ? (await countPlanItems(db, session.id)).last : 0,
    },
    memory: { releases: makeReleaseMemory(), hint: { mapsAhead: false } },
  };
}

async function findSaas(db: Queryable, session: SessionRow, setup: RunSetup): Promise<number | undefined> {
  const { isSaasFilled, stream, integration } = setup;
  const { kind } = session;
  if (!isSaasFilled || !stream.saas || kind === 'preview' || kind === 'test') return undefined;
  const { applicationName: name, publisher } = stream.saas;
  return ensureSaasApplication(
    db,
    { name, publisher, url: null },
    session.startedAt,
    integration.integrationUser,
  );
}
