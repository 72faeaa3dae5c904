/**
 * Brings credentials, integrations, mappings and schedules to what a file says. Idempotent: what is already so is
 * left alone. Nothing is ever deleted. Secrets can only be written, not compared: a stored credential keeps its own
 * unless `updatesSecrets` says otherwise, or its address changes: then those of the file are entered for the new one.
 */

import { isDeepStrictEqual } from 'node:util';
import type { ConnectorDefinition } from '../connector-kit/index.ts';
import { makeError } from '../errors.ts';
import type { RetentionService } from '../forgetting/retention-service.ts';
import type { GlobalVariablesService } from '../global-variables/global-variables-service.ts';
import type { IntegrationService } from '../integrations/integration-service.ts';
import type { Mapping } from '../mapping/mapping-types.ts';
import { type ListPage, maxListLimit, type RawListQuery } from '../model/list-query.ts';
import type { PlaceholderService } from '../records/placeholder-service.ts';
import type { NormalizationService } from '../software/normalization-service.ts';
import type { Vault } from '../vault/vault.ts';
import type { ApplyChange } from './apply-change.ts';
import type { ApplyCredential, ApplyFile, ApplyIntegration } from './apply-file.schema.ts';
import { applyPlaceholders } from './apply-placeholders.ts';
import { applyRetention } from './apply-retention.ts';
import { applySoftwareNames, applyVariables } from './apply-variables.ts';
import { findInPages } from './find-in-pages.ts';

export interface ApplyDeps {
  vault: Pick<Vault, 'list' | 'get' | 'create' | 'update' | 'checkChange'>;
  globalVariables: Pick<GlobalVariablesService, 'list' | 'create' | 'update' | 'findStops'>;
  normalizations: Pick<NormalizationService, 'list' | 'create' | 'update'>;
  placeholders: Pick<PlaceholderService, 'list' | 'create' | 'update'>;
  retention: Pick<RetentionService, 'list' | 'update'>;
  integrations: Pick<
    IntegrationService,
    'list' | 'create' | 'update' | 'getMapping' | 'saveMapping' | 'launch' | 'pause' | 'resume'
  >;
  findDefinition(id: string): ConnectorDefinition | undefined;
  /** User id by e-mail. */
  findUserId(email: string): Promise<number | undefined>;
}

const by = { source: 'cli', name: 'muster apply' } as const;

export async function runApply(
  deps: ApplyDeps,
  options: {
    wanted: ApplyFile;
    secrets: Map<string, Record<string, string>>;
    /** Values of the variables, by key. */
    variables: Map<string, string>;
    isDryRun: boolean;
    updatesSecrets: boolean;
  },
): Promise<ApplyChange[]> {
  const { wanted } = options;
  const changes: ApplyChange[] = [
    ...(await applyVariables(deps.globalVariables, wanted.variables, options.variables, options)),
    ...(await applySoftwareNames(deps.normalizations, wanted.softwareNames, options)),
    ...(await applyPlaceholders(deps.placeholders, wanted.placeholders, options)),
    ...(await applyRetention(deps.retention, wanted.retention, options)),
  ];
  const credentialIds = new Map<string, number>();
  for (const credential of options.wanted.credentials) {
    const fields = options.secrets.get(credential.name) ?? {};
    const { change, id } = await applyCredential(deps, credential, fields, options);
    changes.push(change);
    if (id !== undefined) credentialIds.set(credential.name, id);
  }
  for (const integration of options.wanted.integrations)
    changes.push(await applyIntegration(deps, integration, credentialIds, options));
  return changes;
}

function findByName<T extends { name: string }>(
  list: (query: RawListQuery) => Promise<ListPage<T>>,
  name: string,
): Promise<T | undefined> {
  return findInPages(
    (cursor) => list({ q: name, sort: 'name', limit: maxListLimit, cursor }),
    (item) => item.name.toLowerCase() === name.toLowerCase(),
  );
}

async function applyCredential(
  deps: ApplyDeps,
  wanted: ApplyCredential,
  fields: Record<string, string>,
  options: { isDryRun: boolean; updatesSecrets: boolean },
): Promise<{ change: ApplyChange; id: number | undefined }> {
  const found = await findByName(deps.vault.list, wanted.name);
  const method = deps
    .findDefinition(wanted.connector)
    ?.auth.find((candidate) => candidate.id === wanted.method);
  const needsPerson = method?.kind === 'oauth2' && method.grant === 'authorization_code';
  const change: ApplyChange = { kind: 'credential', name: wanted.name, action: 'unchanged', changed: [] };
  const note = (isUsable: boolean) => {
    if (needsPerson && !isUsable)
      change.note = 'open it in Configuration > Security > Credentials and click Authenticate';
  };
  if (!found) {
    change.action = 'created';
    note(false);
    if (options.isDryRun) return { change, id: undefined };
    const made = await deps.vault.create(by, {
      connectorId: wanted.connector,
      methodId: wanted.method,
      name: wanted.name,
      fields,
      ...(wanted.description === undefined ? {} : { description: wanted.description }),
      ...(wanted.owner === undefined ? {} : { owner: wanted.owner }),
      ...(wanted.scopes === undefined ? {} : { scopes: wanted.scopes }),
      ...(wanted.otherServers === undefined ? {} : { otherServers: wanted.otherServers }),
    });
    note(made.isUsable);
    return { change, id: made.id };
  }
  const stored = await deps.vault.get(found.id);
  const secretKeys = new Set(method?.fields.filter((field) => field.isSecret).map((field) => field.key));
  const patch: Parameters<Vault['update']>[2] = {};
  const open = Object.fromEntries(Object.entries(fields).filter(([key]) => !secretKeys.has(key)));
  const changedFields = Object.keys(open).filter(
    (key) => open[key]?.replace(/\/+$/, '') !== stored.fields[key],
  );
  if (changedFields.length > 0)
    patch.fields = Object.fromEntries(changedFields.map((key) => [key, open[key] ?? '']));
  if (options.updatesSecrets) {
    const secret = Object.entries(fields).filter(([key]) => secretKeys.has(key));
    if (secret.length > 0) patch.fields = { ...patch.fields, ...Object.fromEntries(secret) };
  }
  if (wanted.description !== undefined && wanted.description !== stored.description)
    patch.description = wanted.description;
  if (wanted.owner !== undefined && wanted.owner !== stored.owner) patch.owner = wanted.owner;
  for (const key of ['scopes', 'otherServers'] as const) {
    const list = wanted[key];
    if (list !== undefined && !isDeepStrictEqual([...list].sort(), [...stored[key]].sort()))
      patch[key] = list;
  }
  if (stored.methodId !== wanted.method) patch.methodId = wanted.method;
  change.changed = Object.keys(patch);
  let isUsable = stored.isUsable;
  if (change.changed.length > 0) {
    change.action = 'updated';
    // The file names the new address and the secret: that is entering it for that server.
    const { needs } = await deps.vault.checkChange(found.id, patch);
    const given = needs.filter(({ key }) => fields[key] !== undefined);
    if (needs.length > 0 && given.length === needs.length)
      patch.fields = {
        ...patch.fields,
        ...Object.fromEntries(given.map(({ key }) => [key, fields[key] ?? ''])),
      };
    for (const { title, hosts } of needs)
      change.note = `${title} is ${given.length === needs.length ? 'entered' : 'needed in the file'} for ${hosts.join(', ')}, where it did not go before`;
    if (!options.isDryRun) isUsable = (await deps.vault.update(by, found.id, patch)).isUsable;
  }
  note(isUsable);
  return { change, id: found.id };
}

async function applyIntegration(
  deps: ApplyDeps,
  wanted: ApplyIntegration,
  credentialIds: Map<string, number>,
  options: { isDryRun: boolean },
): Promise<ApplyChange> {
  const change: ApplyChange = { kind: 'integration', name: wanted.name, action: 'unchanged', changed: [] };
  let stored = await findByName(deps.integrations.list, wanted.name);
  if (!stored) {
    change.action = 'created';
    if (options.isDryRun) return change;
    stored = await deps.integrations.create(by, {
      connectorId: wanted.connector,
      streamId: wanted.stream,
      name: wanted.name,
    });
  } else if (stored.connectorId !== wanted.connector || stored.streamId !== wanted.stream) {
    throw makeError('APPLY_CONFLICT', {
      name: wanted.name,
      found: `${stored.connectorId}/${stored.streamId}`,
      wanted: `${wanted.connector}/${wanted.stream}`,
    });
  }
  const current = stored;
  const patch: Parameters<IntegrationService['update']>[2] = {};
  const simple = [
    'preference',
    'userSelection',
    'integrationUser',
    'absencePolicy',
    'retireLimitPercent',
    'driftPoints',
    'driftFactor',
    'driftFirstPercent',
    'settings',
    'schedule',
  ] as const;
  for (const key of simple) {
    const value = wanted[key];
    if (value !== undefined && !isDeepStrictEqual(value, current[key]))
      Object.assign(patch, { [key]: value });
  }
  if (wanted.credential !== undefined) {
    const id =
      credentialIds.get(wanted.credential) ?? (await findByName(deps.vault.list, wanted.credential))?.id;
    if (id === undefined && !options.isDryRun)
      throw makeError('API_NOT_FOUND', {
        what: `Credential "${wanted.credential}" of integration "${wanted.name}"`,
      });
    if (id !== undefined && id !== current.credentialId) patch.credentialId = id;
  }
  if (wanted.contacts !== undefined) {
    const ids: number[] = [];
    for (const email of wanted.contacts) {
      const id = await deps.findUserId(email);
      if (id === undefined)
        throw makeError('API_NOT_FOUND', {
          what: `User ${email}, a contact of integration "${wanted.name}",`,
        });
      ids.push(id);
    }
    if (!isDeepStrictEqual([...ids].sort(), [...current.contacts].sort())) patch.contacts = ids;
  }
  change.changed.push(...Object.keys(patch));
  if (Object.keys(patch).length > 0 && !options.isDryRun)
    await deps.integrations.update(by, current.id, patch);
  if (wanted.mapping) {
    const mapping = toMapping(wanted.mapping);
    const saved = await deps.integrations.getMapping(current.id);
    if (!isDeepStrictEqual(toComparable(mapping), toComparable(saved.mapping))) {
      change.changed.push('mapping');
      if (!options.isDryRun)
        await deps.integrations.saveMapping(by, current.id, { version: saved.version, mapping });
    }
  }
  await applyState(deps, wanted.state, current, change, options);
  if (change.action === 'unchanged' && change.changed.length > 0) change.action = 'updated';
  return change;
}

async function applyState(
  deps: ApplyDeps,
  state: ApplyIntegration['state'],
  current: { id: number; status: string },
  change: ApplyChange,
  options: { isDryRun: boolean },
): Promise<void> {
  if (state === undefined || state === current.status) return;
  if (state === 'draft') {
    change.note = 'it has been launched and cannot become a draft again; pause it instead';
    return;
  }
  change.changed.push('state');
  if (options.isDryRun) return;
  try {
    if (current.status === 'draft') await deps.integrations.launch(by, current.id);
    else if (state === 'active') await deps.integrations.resume(by, current.id);
    if (state === 'paused') await deps.integrations.pause(by, current.id);
  } catch (err) {
    if ((err as { code?: string }).code !== 'INTEGRATION_NOT_READY') throw err;
    change.changed.pop();
    change.note = (err as Error).message;
  }
}

function toMapping(wanted: NonNullable<ApplyIntegration['mapping']>): Mapping {
  return {
    rows: wanted.rows.map((row) => ({
      target: row.field,
      source:
        row.from === undefined
          ? { kind: 'literal' as const, value: row.value ?? '' }
          : { kind: 'path' as const, path: row.from },
      writeRule: row.write,
      ...(row.syncKey === undefined ? {} : { syncKeyPriority: row.syncKey }),
      ...(row.updateSyncKey === undefined ? {} : { updateSyncKey: row.updateSyncKey }),
    })),
    ...(wanted.condition === undefined ? {} : { condition: wanted.condition }),
  };
}

/** The same mapping whatever the order of its rows. */
function toComparable(mapping: Mapping): unknown {
  return JSON.parse(
    JSON.stringify({
      ...mapping,
      rows: mapping.rows.toSorted((left, right) => left.target.localeCompare(right.target)),
    }),
  ) as unknown;
}
