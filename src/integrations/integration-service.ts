import { X509Certificate } from 'node:crypto';
import type { ConnectorDefinition, StreamDefinition } from '../connector-kit/definition.ts';
import type { Db, Queryable } from '../db/client.ts';
import { makeError } from '../errors.ts';
import { compileMapping } from '../mapping/compile-mapping.ts';
import { describeSource, type SourceField } from '../mapping/describe-source.ts';
import type { MappedValue, Mapping } from '../mapping/mapping-types.ts';
import {
  findSyncKeyWarnings,
  type MappingWarning,
  type SmartMapping,
  suggestMapping,
} from '../mapping/smart-mapping.ts';
import type { Actor } from '../model/actor.ts';
import type { Clock } from '../model/clock.ts';
import { parseJson, stringifyJson } from '../model/json.ts';
import type { ListPage, ListQuery } from '../model/list-query.ts';
import type { Field, ObjectName } from '../model/objects.ts';
import { type IntegrationHealth, judgeHealth } from '../overview/integration-health.ts';
import { getIntegrationForRun } from '../sync/run-plan.queries.ts';
import type { SourceReader } from '../sync/source-reader.ts';
import type { AbsencePolicy, Preference, SessionKind } from '../sync/sync-types.ts';
import { checkMapping } from './check-mapping.ts';
import {
  deleteIntegration,
  deleteSourceRecords,
  findLatestMapping,
  findSample,
  findStoredIntegration,
  insertIntegration,
  insertMapping,
  isNameTaken,
  listStoredIntegrations,
  type StoredIntegration,
  storeSample,
  updateIntegration,
} from './integrations.queries.ts';
import { findMissingParts, type MissingPart } from './readiness.ts';
import {
  describeSchedule,
  makeDefaultSchedule,
  nextRunAt,
  parseSchedule,
  type Schedule,
} from './schedule.ts';

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

export interface IntegrationChange {
  name?: string | undefined;
  credentialId?: number | null | undefined;
  settings?: Record<string, string> | undefined;
  preference?: Preference | undefined;
  userSelection?: 'user_only' | 'user_plus_saas' | undefined;
  integrationUser?: string | undefined;
  contacts?: number[] | undefined;
  schedule?: Schedule | undefined;
  absencePolicy?: AbsencePolicy | undefined;
  retireLimitPercent?: number | undefined;
  caBundlePem?: string | null | undefined;
}

export interface SampleView {
  fetchedAt: Date | null;
  records: unknown[];
  fields: SourceField[];
}

export interface MappedPreview {
  raw: unknown;
  mapped: Record<string, unknown>;
  issues: { target: string; message: string; severity: 'warning' | 'error' }[];
  isSelected: boolean;
}

export interface IntegrationServiceDeps {
  db: Db;
  clock: Clock;
  timeZone: string;
  findDefinition(connectorId: string): ConnectorDefinition | undefined;
  listFields(object: ObjectName): Promise<readonly Field[]>;
  /** Whether requests can be sent with it now, without a person. */
  isCredentialUsable(credentialId: number): Promise<boolean>;
  source: SourceReader;
  requestSession(request: {
    integrationId: number;
    kind: SessionKind;
    requestedBy: number | null;
    requestedByName: string;
    planSessionId?: number | null;
  }): Promise<{ sessionId: number }>;
  cancelSession(sessionId: number, by: number | null): Promise<void>;
  audit: {
    record(
      tx: Queryable,
      entry: {
        by: Actor | { source: 'cli' | 'system'; name: string };
        action: string;
        targetType: string;
        targetId: number;
        targetName: string;
        details?: Record<string, unknown>;
      },
    ): Promise<void>;
  };
}

type By = Actor | { source: 'cli' | 'system'; name: string };
export type IntegrationService = ReturnType<typeof makeIntegrationService>;

const sampleSize = 25;
const deleteBatch = 5_000;

export function makeIntegrationService(deps: IntegrationServiceDeps) {
  const { db, clock } = deps;

  function getStream(stored: Pick<StoredIntegration, 'connectorId' | 'streamId'>): {
    definition: ConnectorDefinition;
    stream: StreamDefinition;
  } {
    const definition = deps.findDefinition(stored.connectorId);
    const stream = definition?.streams.find((found) => found.id === stored.streamId);
    if (!definition || !stream)
      throw makeError('INTEGRATION_STREAM_UNKNOWN', {
        stream: stored.streamId,
        connector: stored.connectorId,
      });
    return { definition, stream };
  }

  async function getStored(id: number): Promise<StoredIntegration> {
    const found = await findStoredIntegration(db, id);
    if (!found) throw makeError('API_NOT_FOUND', { what: `Integration ${id}` });
    return found;
  }

  async function makeView(stored: StoredIntegration): Promise<IntegrationView> {
    const definition = deps.findDefinition(stored.connectorId);
    const stream = definition?.streams.find((found) => found.id === stored.streamId);
    const missing =
      definition && stream
        ? findMissingParts({
            integration: stored,
            isCredentialUsable:
              stored.credentialId !== null && (await deps.isCredentialUsable(stored.credentialId)),
            definition,
            stream,
            mapping: (await findLatestMapping(db, stored.id))?.mapping,
            fields: await deps.listFields(stream.object),
          })
        : [];
    return {
      ...stored,
      connectorName: definition?.name ?? stored.connectorId,
      connectorLogo: definition?.logo ?? '',
      streamName: stream?.name ?? stored.streamId,
      docsUrl: definition?.docsUrl ?? null,
      mayFillSaas: stream?.saas !== undefined,
      health: judgeHealth(
        { ...stored, hasOpenSession: stored.openSession !== null, last: stored.lastSession },
        clock.now(),
      ),
      scheduleText: describeSchedule(stored.schedule),
      missing,
    };
  }

  async function getView(id: number): Promise<IntegrationView> {
    return makeView(await getStored(id));
  }

  function assertNotBusy(stored: StoredIntegration): void {
    if (stored.openSession)
      throw makeError('INTEGRATION_BUSY', { integration: stored.name, status: stored.openSession.status });
  }

  function assertReady(view: IntegrationView): void {
    if (view.missing.length === 0) return;
    const problems = view.missing.map((part) => part.message).join(' ');
    throw makeError(
      'INTEGRATION_NOT_READY',
      { integration: view.name, problems },
      { details: { missing: view.missing } },
    );
  }

  async function setStatus(
    by: By,
    id: number,
    to: 'active' | 'paused',
    from: readonly string[],
    action: string,
  ): Promise<IntegrationView> {
    const view = await getView(id);
    if (!from.includes(view.status))
      throw makeError('INTEGRATION_STATUS_CONFLICT', { integration: view.name, status: view.status, action });
    if (to === 'active') assertReady(view);
    const now = clock.now();
    await db.withTransaction(async (tx) => {
      await updateIntegration(
        tx,
        id,
        { status: to, nextRunAt: to === 'active' ? (nextRunAt(view.schedule, now) ?? null) : null },
        now,
      );
      await deps.audit.record(tx, {
        by,
        action: `integration.${action}`,
        targetType: 'integration',
        targetId: id,
        targetName: view.name,
      });
    });
    return getView(id);
  }

  async function checkName(name: string, exceptId: number | null): Promise<string> {
    const trimmed = name.trim();
    if (trimmed === '' || trimmed.length > 120)
      throw makeError(
        'INTEGRATION_INVALID',
        { problem: 'The name must have 1 to 120 characters.' },
        { field: 'name' },
      );
    if (await isNameTaken(db, trimmed, exceptId))
      throw makeError('INTEGRATION_NAME_TAKEN', { name: trimmed }, { field: 'name' });
    return trimmed;
  }

  async function loadSample(id: number): Promise<SampleView> {
    const stored = await getStored(id);
    const { stream } = getStream(stored);
    const sample = await findSample(db, id);
    const records = sample ? (parseJson(sample.text) as unknown[]) : [];
    return { fetchedAt: sample?.fetchedAt ?? null, records, fields: describeSource(stream.fields, records) };
  }

  async function start(
    by: By,
    id: number,
    kind: SessionKind,
    planSessionId?: number,
  ): Promise<{ sessionId: number }> {
    const view = await getView(id);
    assertReady(view);
    if ((kind === 'manual' || kind === 'apply') && view.status === 'draft') {
      throw makeError('INTEGRATION_NOT_ACTIVE', {
        integration: view.name,
        status: 'a draft',
        advice: 'Launch it first; a test run works before that.',
      });
    }
    const userId = 'kind' in by ? by.userId : null;
    const request = {
      integrationId: id,
      kind,
      requestedBy: userId,
      requestedByName: by.name,
      planSessionId: planSessionId ?? null,
    };
    return deps.requestSession(request);
  }

  return {
    async list(query: ListQuery): Promise<ListPage<IntegrationView>> {
      const page = await listStoredIntegrations(db, query);
      return { ...page, items: await Promise.all(page.items.map(makeView)) };
    },
    get: getView,

    /** Adds a draft from the catalog, daily at a quiet hour, with the stream's name unless given another. */
    async create(
      by: By,
      input: { connectorId: string; streamId: string; name?: string | undefined },
    ): Promise<IntegrationView> {
      const { stream } = getStream(input);
      let name = input.name?.trim() || stream.name;
      for (let number = 2; input.name === undefined && (await isNameTaken(db, name, null)); number += 1)
        name = `${stream.name} ${number}`;
      name = await checkName(name, null);
      const now = clock.now();
      const id = await db.withTransaction(async (tx) => {
        const made = await insertIntegration(tx, {
          name,
          connectorId: input.connectorId,
          streamId: input.streamId,
          object: stream.object,
          integrationUser: name,
          createdBy: 'kind' in by ? by.userId : null,
          at: now,
        });
        await updateIntegration(tx, made, { schedule: makeDefaultSchedule(made, deps.timeZone) }, now);
        await deps.audit.record(tx, {
          by,
          action: 'integration.created',
          targetType: 'integration',
          targetId: made,
          targetName: name,
        });
        return made;
      });
      return getView(id);
    },

    async update(by: By, id: number, change: IntegrationChange): Promise<IntegrationView> {
      const stored = await getStored(id);
      const { definition, stream } = getStream(stored);
      const now = clock.now();
      const values: Parameters<typeof updateIntegration>[2] = { ...change };
      if (change.name !== undefined) values.name = await checkName(change.name, id);
      if (change.settings !== undefined) values.settings = checkSettings(definition, change.settings);
      if (change.userSelection === 'user_plus_saas' && !stream.saas) {
        throw makeError(
          'INTEGRATION_INVALID',
          { problem: 'This stream has no SaaS users; choose "User only".' },
          { field: 'userSelection' },
        );
      }
      if (change.caBundlePem !== undefined) values.caBundlePem = checkCaBundle(change.caBundlePem);
      if (change.schedule !== undefined) {
        const schedule = parseSchedule(change.schedule, now);
        values.schedule = schedule;
        if (stored.status === 'active') values.nextRunAt = nextRunAt(schedule, now) ?? null;
      }
      await db.withTransaction(async (tx) => {
        await updateIntegration(tx, id, values, now);
        const details = { changed: Object.keys(change) };
        await deps.audit.record(tx, {
          by,
          action: 'integration.updated',
          targetType: 'integration',
          targetId: id,
          targetName: stored.name,
          details,
        });
      });
      return getView(id);
    },

    launch: (by: By, id: number) => setStatus(by, id, 'active', ['draft'], 'launched'),
    pause: (by: By, id: number) => setStatus(by, id, 'paused', ['active'], 'paused'),
    resume: (by: By, id: number) => setStatus(by, id, 'active', ['paused'], 'resumed'),
    start,

    async cancel(by: By, id: number): Promise<void> {
      const stored = await getStored(id);
      if (!stored.openSession)
        throw makeError('INTEGRATION_STATUS_CONFLICT', {
          integration: stored.name,
          status: 'not running',
          action: 'canceled',
        });
      await deps.cancelSession(stored.openSession.id, 'kind' in by ? by.userId : null);
    },

    /** Removes the integration, its sessions and its links. The records it brought stay, with their history. */
    async remove(by: By, id: number): Promise<void> {
      const stored = await getStored(id);
      assertNotBusy(stored);
      if (stored.status === 'active')
        await updateIntegration(db, id, { status: 'paused', nextRunAt: null }, clock.now());
      while ((await deleteSourceRecords(db, id, deleteBatch)) > 0);
      await db.withTransaction(async (tx) => {
        await deleteIntegration(tx, id);
        await deps.audit.record(tx, {
          by,
          action: 'integration.deleted',
          targetType: 'integration',
          targetId: id,
          targetName: stored.name,
        });
      });
    },

    async getMapping(id: number): Promise<{ version: number; mapping: Mapping }> {
      await getStored(id);
      const found = await findLatestMapping(db, id);
      return found
        ? { version: found.version, mapping: found.mapping }
        : { version: 0, mapping: { rows: [] } };
    },

    /** Saves the next version. `version` is the one the editor started from: somebody else's save in between is refused. */
    async saveMapping(
      by: By,
      id: number,
      input: { version: number; mapping: Mapping },
    ): Promise<{ version: number; mapping: Mapping }> {
      const stored = await getStored(id);
      const { stream } = getStream(stored);
      const mapping = checkMapping(input.mapping, await deps.listFields(stream.object), stream);
      const current = (await findLatestMapping(db, id))?.version ?? 0;
      if (current !== input.version)
        throw makeError('MAPPING_CHANGED', { integration: stored.name, version: current });
      const version = current + 1;
      await db.withTransaction(async (tx) => {
        await insertMapping(tx, {
          integrationId: id,
          version,
          mapping,
          createdBy: 'kind' in by ? by.userId : null,
          at: clock.now(),
        });
        await deps.audit.record(tx, {
          by,
          action: 'integration.mapping-saved',
          targetType: 'integration',
          targetId: id,
          targetName: stored.name,
          details: { version },
        });
      });
      return { version, mapping };
    },

    getSample: loadSample,

    /** Reads the first records from the vendor anew. Throws what keeps the vendor from answering. */
    async refreshSample(id: number, signal: AbortSignal): Promise<SampleView> {
      const stored = await getStored(id);
      getStream(stored);
      const integration = await getIntegrationForRun(db, id);
      const records: unknown[] = [];
      for await (const page of deps.source.read({
        integration,
        startAt: undefined,
        limit: sampleSize,
        signal,
      })) {
        records.push(...page.records);
        if (records.length >= sampleSize) break;
      }
      await storeSample(db, id, clock.now(), stringifyJson(records.slice(0, sampleSize)));
      return loadSample(id);
    },

    async suggest(id: number): Promise<SmartMapping> {
      const stored = await getStored(id);
      const { stream } = getStream(stored);
      const sample = await loadSample(id);
      return suggestMapping({
        sources: sample.fields,
        targets: await deps.listFields(stream.object),
        suggested: stream.suggestedMapping,
      });
    },

    /** The sampled records as this mapping would write them, and what is doubtful about its sync keys. */
    async previewMapping(
      id: number,
      mapping: Mapping,
    ): Promise<{ records: MappedPreview[]; warnings: MappingWarning[] }> {
      const stored = await getStored(id);
      const { stream } = getStream(stored);
      const fields = await deps.listFields(stream.object);
      const compiled = compileMapping({ mapping, fields, stream });
      const sample = await loadSample(id);
      const syncTime = clock.now();
      const records = sample.records.slice(0, 10).map((raw) => {
        const mapped = compiled.map(raw, { syncTime });
        const values: Record<string, unknown> = {};
        for (const [index, target] of compiled.targets.entries()) {
          const value = mapped.values[index];
          if (value !== undefined) values[target] = showMapped(value);
        }
        return {
          raw,
          mapped: values,
          isSelected: mapped.isSelected,
          issues: mapped.issues.map(({ target, message, severity }) => ({ target, message, severity })),
        };
      });
      const rows = mapping.rows.map((row) => ({
        target: row.target,
        source: row.source.kind === 'path' ? row.source.path : '',
        isSyncKey: row.syncKeyPriority !== undefined,
      }));
      return { records, warnings: findSyncKeyWarnings(rows, sample.fields, fields) };
    },
  };
}

function showMapped(value: MappedValue): unknown {
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'bigint' ? String(value) : value;
}

function checkSettings(
  definition: ConnectorDefinition,
  input: Record<string, string>,
): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const [key, text] of Object.entries(input)) {
    const field = definition.settings.find((found) => found.key === key);
    const invalid = (problem: string) =>
      makeError('INTEGRATION_INVALID', { problem }, { field: `settings.${key}` });
    if (!field) throw invalid(`"${key}" is not a setting of ${definition.name}.`);
    const value = text.trim().replace(field.type === 'url' ? /\/+$/ : /$^/, '');
    if (value === '') continue;
    if (field.pattern && !new RegExp(`^(?:${field.pattern})$`).test(value))
      throw invalid(field.patternHelp ?? `${field.title} does not have the expected form.`);
    if (field.choices && !field.choices.some((choice) => choice.value === value))
      throw invalid(
        `${field.title} must be one of ${field.choices.map((choice) => choice.label).join(', ')}.`,
      );
    settings[key] = value;
  }
  return settings;
}

/** One or more PEM certificates, each readable. */
function checkCaBundle(pem: string | null): string | null {
  if (pem === null || pem.trim() === '') return null;
  const invalid = (problem: string) =>
    makeError('INTEGRATION_INVALID', { problem }, { field: 'caBundlePem' });
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g);
  if (!blocks)
    throw invalid(
      'The CA certificate must be in PEM form, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.',
    );
  if (pem.includes('PRIVATE KEY'))
    throw invalid('This holds a private key. Paste only the certificate of the authority.');
  for (const block of blocks) {
    try {
      new X509Certificate(block);
    } catch (err) {
      throw makeError(
        'INTEGRATION_INVALID',
        { problem: 'One of the CA certificates cannot be read. Export it again in PEM (Base64) form.' },
        { field: 'caBundlePem', cause: err },
      );
    }
  }
  return `${blocks.join('\n')}\n`;
}
