import { hash } from 'node:crypto';
import type { ConnectorDefinition, Globals } from '../connector-kit/index.ts';
import type { Queryable } from '../db/client.ts';
import { makeError } from '../errors.ts';
import { compileMapping } from '../mapping/compile-mapping.ts';
import type { Field, ObjectName } from '../model/objects.ts';
import type { DecidePolicy } from './decide/decide.ts';
import { findPlaceholders } from './decide/lookup.queries.ts';
import { makePlaceholders } from './decide/placeholders.ts';
import { findMapping, fixMappingVersion, getIntegrationForRun } from './load-run.queries.ts';
import { findStream } from './read/find-stream.ts';
import type { IntegrationRow, RunPlan } from './run.ts';
import type { SessionRow } from './session/session-row.queries.ts';

export interface RunPlanDeps {
  db: Queryable;
  findDefinition(connectorId: string): ConnectorDefinition | undefined;
  listFields(object: ObjectName): Promise<readonly Field[]>;
  /** Global variables that are not secret. */
  loadGlobals(): Promise<Globals>;
}

/** Reads and compiles what the session needs. Throws what a person must mend before the session can run. */
export async function loadRunPlan(
  deps: RunPlanDeps,
  session: Pick<SessionRow, 'id' | 'integrationId' | 'mappingVersion'>,
): Promise<{ integration: IntegrationRow; run: RunPlan; policy: DecidePolicy }> {
  const integration = await getIntegrationForRun(deps.db, session.integrationId);
  const { definition, stream } = findStream(deps.findDefinition, integration);
  const found = await findMapping(deps.db, integration.id, session.mappingVersion);
  if (!found) throw makeError('SYNC_NO_MAPPING', { integration: integration.name });
  await fixMappingVersion(deps.db, session.id, found.version);

  const fields = new Map((await deps.listFields(stream.object)).map((field) => [field.name, field]));
  const compiled = compileMapping({
    mapping: found.mapping,
    fields: [...fields.values()],
    stream,
    globals: await deps.loadGlobals(),
  });
  const isSaasFilled = integration.userSelection === 'user_plus_saas' && stream.saas !== undefined;
  const fingerprint = hash(
    'sha256',
    JSON.stringify([compiled.fingerprint, integration.preference, isSaasFilled, definition.version]),
    'hex',
  ).slice(0, 32);

  const run: RunPlan = {
    integrationId: integration.id,
    integrationName: integration.name,
    integrationUser: integration.integrationUser === '' ? integration.name : integration.integrationUser,
    object: stream.object,
    table: stream.object,
    fields,
    definition,
    stream,
    mapping: found.mapping,
    mappingVersion: found.version,
    compiled,
    preference: integration.preference,
    isSaasFilled,
    absencePolicy: integration.absencePolicy,
    retireLimitPercent: integration.retireLimitPercent,
    placeholders: makePlaceholders(await findPlaceholders(deps.db)),
    fingerprint,
  };
  return { integration, run, policy: makePolicy(run) };
}

function makePolicy(run: RunPlan): DecidePolicy {
  return {
    preference: run.preference,
    syncKeys: run.compiled.syncKeys,
    placeholders: run.placeholders,
    targets: run.compiled.targets.map((name, index) => {
      const field = run.fields.get(name);
      const row = run.mapping.rows.find((found) => found.target === name);
      return {
        name,
        label: field?.label ?? name,
        isUnique: field?.isUnique ?? false,
        row: row ?? { writeRule: 'always' },
        isSyncTime: index === run.compiled.syncTimeIndex,
      };
    }),
  };
}
