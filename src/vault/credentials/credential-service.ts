import {
  type AuthMethod,
  type ConnectorDefinition,
  type ConnectorDirectory,
  fillValues,
  makeScope,
  type SignInHelp,
} from '../../connector-kit/index.ts';
import type { Db, Queryable, Tx } from '../../db/client.ts';
import { isAppError, makeError } from '../../errors.ts';
import { assertUnchanged, type Expected } from '../../model/assert-unchanged.ts';
import type { AuditActor, AuditPort } from '../../model/audit.ts';
import type { Clock } from '../../model/clock.ts';
import { type ListPage, parseListQuery, type RawListQuery } from '../../model/list-query.ts';
import { renderString } from '../../templates/compile-template.ts';
import { nameHosts } from '../bindings/judge-binding.ts';
import { type Planned, planBinding } from '../bindings/plan-binding.ts';
import type { BoundGlobals, CredentialDetail, CredentialSecrets, CredentialSummary } from '../vault-types.ts';
import type { BindingService } from './binding-service.ts';
import { listChanged, planChangeEffect } from './credential-change.ts';
import {
  type CredentialInput,
  type CredentialPatch,
  parseExpiresAt,
  parseMethodScopes,
  parseName,
} from './credential-input.ts';
import { credentialListFields, listCredentialRows } from './credential-list.queries.ts';
import {
  type CredentialLoader,
  fillCredential,
  getConnector,
  getCredentialRow,
  getMethod,
} from './credential-loader.ts';
import { makeSummary, warningPeriodMs } from './credential-summary.ts';
import {
  type CredentialRow,
  deleteCredential,
  deleteDraftsBefore,
  findCredentialIdByName,
  findCredentialRowForUpdate,
  insertCredential,
  listCredentialUsers,
  listWarningRows,
  updateCredential,
  updateSeal,
} from './credentials.queries.ts';
import { type FormValues, parseFormValues } from './form-values.ts';
import { parseOtherServers } from './other-servers.ts';

/** How long a draft nobody finishes is kept. */
export const draftLifetimeMs = 24 * 60 * 60_000;
const maxNamedUsers = 5;

export interface CredentialService {
  /** Drafts are never listed. Throws API_BAD_REQUEST. */
  list(raw: RawListQuery): Promise<ListPage<CredentialSummary>>;
  get(id: number): Promise<CredentialDetail>;
  /**
   * Its secrets are bound to the servers it leads to. Throws VAULT_FIELD_INVALID, VAULT_NAME_TAKEN,
   * VAULT_METHOD_UNKNOWN, API_NOT_FOUND (connector).
   */
  create(actor: AuditActor, input: CredentialInput): Promise<CredentialDetail>;
  /**
   * What is absent stays. Tokens that no longer belong to the new values are dropped. Throws VAULT_SECRET_NEEDED where
   * a stored secret would go to a server it was not entered for, API_CHANGED_MEANWHILE where one of `expected` is
   * another by now.
   */
  update(
    actor: AuditActor,
    id: number,
    patch: CredentialPatch,
    expected?: Expected,
  ): Promise<CredentialDetail>;
  /** What saving the change would ask for, found without saving it. Throws as `update`, but for VAULT_SECRET_NEEDED. */
  checkChange(id: number, patch: CredentialPatch): Promise<CredentialChangeCheck>;
  /** Throws VAULT_CREDENTIAL_IN_USE naming the integrations. */
  delete(actor: AuditActor, id: number): Promise<void>;
  /** Credentials that need a person now or soon, most urgent first; at most 100. */
  listWarnings(withinMs?: number): Promise<CredentialSummary[]>;
}

export interface CredentialChangeCheck {
  /** Secret fields that must be entered again, and the servers they are needed for. */
  needs: { key: string; title: string; hosts: string[] }[];
  /** Servers that need a new sign-in at the vendor. */
  signInFor: string[];
  /** Integrations whose server would no longer be among those of the credential. */
  stops: { id: number; name: string }[];
}

export interface CredentialServiceDeps {
  db: Db;
  loader: CredentialLoader;
  bindings: Pick<BindingService, 'storeBindingStatus'>;
  connectors: ConnectorDirectory;
  audit: AuditPort<Queryable>;
  clock: Clock;
  loadGlobals(): Promise<BoundGlobals>;
  /** Integrations that use it and would be refused their server with these values. */
  findStopped(
    id: number,
    next: Planned & { entered: Record<string, string> },
  ): Promise<{ id: number; name: string }[]>;
}

export function makeCredentialService(deps: CredentialServiceDeps): CredentialService {
  const { db, loader, connectors, audit, clock } = deps;

  const findNames = (row: CredentialRow) => {
    const definition = connectors.find(row.connectorId);
    return { definition, method: definition?.auth.find((method) => method.id === row.methodId) };
  };

  async function summarize(rows: CredentialRow[]): Promise<CredentialSummary[]> {
    const ids = rows.map((row) => row.id);
    const users = ids.length > 0 ? await listCredentialUsers(db, ids) : new Map();
    return rows.map((row) => makeSummary(row, findNames(row), users.get(row.id) ?? [], clock.now()));
  }

  async function getDetail(id: number): Promise<CredentialDetail> {
    const row = await getCredentialRow(db, id);
    const [summary] = (await summarize([row])) as [CredentialSummary];
    const secrets = await loader.openSecrets(row);
    return {
      ...summary,
      fields: row.fields,
      secretsSet: Object.keys(secrets.fields).sort(),
      signInHelp: await makeSignInHelp(row),
    };
  }

  async function makeSignInHelp(row: CredentialRow): Promise<SignInHelp | null> {
    const { method } = findNames(row);
    if (method?.kind !== 'oauth2' || !method.help) return null;
    const { title, steps, signOutUrl } = method.help;
    if (signOutUrl === undefined) return { title, steps };
    const { globals } = await deps.loadGlobals();
    const fields = fillValues(method.fields, row.fields, globals);
    const url = renderString(signOutUrl, makeScope({ globals, fields, callback: {} }));
    // Nothing to open while the form is not filled in.
    return { title, steps, ...(URL.canParse(url) ? { signOutUrl: url } : {}) };
  }

  const refreshStatus = async (id: number) => deps.bindings.storeBindingStatus(await loader.load(id));

  /** The credential as it would be with these values. */
  function plan(
    name: string,
    definition: ConnectorDefinition,
    method: AuthMethod,
    values: FormValues,
    secrets: CredentialSecrets,
    more: { otherServers: string[]; globals: BoundGlobals },
  ): Planned {
    const filled = fillCredential(
      definition,
      method,
      values.fields,
      { ...secrets, fields: values.secrets },
      more.globals,
    );
    return { name, definition, method, ...filled, otherServers: more.otherServers };
  }

  /** Everything a change comes to, without storing it. Throws VAULT_FIELD_INVALID and as `planBinding`. */
  async function planUpdate(row: CredentialRow, patch: CredentialPatch, bound: BoundGlobals) {
    if (patch.connectorId !== undefined && patch.connectorId !== row.connectorId) {
      const problem = 'The connector of a credential cannot be changed. Add a new credential instead.';
      throw makeError('VAULT_FIELD_INVALID', { problem }, { field: 'connectorId' });
    }
    const definition = getConnector(connectors, row.connectorId);
    const method = getMethod(definition, patch.methodId ?? row.methodId);
    // A finished credential never becomes a draft again.
    const isDraft = row.isDraft && (patch.isDraft ?? true);
    const name = patch.name === undefined ? row.name : parseName(patch.name, isDraft);
    const secrets = await loader.openSecrets(row);
    const before: FormValues = { fields: row.fields, secrets: secrets.fields };
    const given = patch.fields ?? {};
    const rules = { isDraft, globals: bound.globals, existing: before };
    const values = parseFormValues(method.fields, given, rules);
    const scopes = parseMethodScopes(method, values.fields, patch.scopes ?? row.scopes);
    const otherServers = patch.otherServers ? parseOtherServers(patch.otherServers) : row.otherServers;
    const next = plan(name, definition, method, values, secrets, { otherServers, globals: bound });
    const oldMethod = definition.auth.find(({ id }) => id === row.methodId);
    const old =
      oldMethod &&
      plan(name, definition, oldMethod, before, secrets, { otherServers: row.otherServers, globals: bound });
    const entered = new Set(Object.keys(values.secrets).filter((key) => (given[key] ?? '') !== ''));
    const isAuthorization = Boolean(patch.fields ?? patch.otherServers ?? patch.methodId);
    const makeBinding = () =>
      planBinding({ next, before: old, stored: secrets, secrets: values.secrets, entered, isAuthorization });
    return { method, isDraft, name, secrets, before, values, scopes, otherServers, next, makeBinding };
  }

  async function assertNameFree(tx: Tx, name: string, ownId: number | undefined): Promise<void> {
    const id = await findCredentialIdByName(tx, name);
    if (id !== undefined && id !== ownId)
      throw makeError('VAULT_NAME_TAKEN', { what: 'credential', name }, { field: 'name' });
  }

  async function lockRow(tx: Tx, id: number): Promise<CredentialRow> {
    const row = await findCredentialRowForUpdate(tx, id);
    if (!row) throw makeError('API_NOT_FOUND', { what: `The credential ${id}` });
    return row;
  }

  const makeEntry = (by: AuditActor, action: string, id: number, name: string, details = {}) => ({
    by,
    action,
    targetType: 'credential',
    targetId: id,
    targetName: name,
    details,
  });

  return {
    async list(raw) {
      const page = await listCredentialRows(db, parseListQuery(raw, credentialListFields), {
        expiringBefore: new Date(clock.now().getTime() + warningPeriodMs),
        connectors: connectors.list().map(({ id, name }) => ({ id, name })),
      });
      return { ...page, items: await summarize(page.items) };
    },

    get: getDetail,

    async create(actor, input) {
      const definition = getConnector(connectors, input.connectorId);
      const method = getMethod(definition, input.methodId);
      const isDraft = input.isDraft ?? false;
      const name = parseName(input.name, isDraft);
      const bound = await deps.loadGlobals();
      const values = parseFormValues(method.fields, input.fields, { isDraft, globals: bound.globals });
      const scopes = parseMethodScopes(method, values.fields, input.scopes);
      const otherServers = parseOtherServers(input.otherServers ?? []);
      const secrets = { fields: values.secrets };
      const next = plan(name, definition, method, values, secrets, { otherServers, globals: bound });
      const { binding } = planBinding({
        next,
        before: undefined,
        stored: secrets,
        secrets: values.secrets,
        entered: new Set(Object.keys(values.secrets)),
        isAuthorization: true,
      });
      if (isDraft) await deleteDraftsBefore(db, new Date(clock.now().getTime() - draftLifetimeMs));
      const id = await db.withTransaction(async (tx) => {
        if (!isDraft) await assertNameFree(tx, name, undefined);
        const newId = await insertCredential(tx, {
          name,
          description: input.description?.trim() ?? '',
          owner: input.owner?.trim() ?? '',
          connectorId: input.connectorId,
          methodId: input.methodId,
          fields: values.fields,
          isDraft,
          scopes,
          otherServers,
          expiresAt: parseExpiresAt(method, input.expiresAt ?? null, null),
          createdBy: 'userId' in actor ? actor.userId : null,
          now: clock.now(),
        }).catch(rethrowNameTaken(name));
        await updateSeal(
          tx,
          newId,
          await loader.sealNext({ id: newId, name, sealVersion: 0 }, { ...secrets, binding }),
        );
        if (!isDraft)
          await audit.record(
            tx,
            makeEntry(actor, 'credential.created', newId, name, {
              connectorId: input.connectorId,
              // Where secrets may go is what somebody will want to know later.
              ...(otherServers.length > 0 ? { otherServers } : {}),
            }),
          );
        return newId;
      });
      await refreshStatus(id);
      return getDetail(id);
    },

    async update(actor, id, patch, expected) {
      const bound = await deps.loadGlobals();
      await db.withTransaction(async (tx) => {
        const row = await lockRow(tx, id);
        const present = { ...makeSummary(row, findNames(row), [], clock.now()), fields: row.fields };
        assertUnchanged(expected, present, patch);
        const planned = await planUpdate(row, patch, bound);
        const { method, isDraft, name, secrets, before, values, scopes, otherServers } = planned;
        if (!isDraft) await assertNameFree(tx, parseName(name, false), id);
        const bindingPlan = planned.makeBinding();
        const expiresAt =
          patch.expiresAt === undefined
            ? row.expiresAt
            : parseExpiresAt(method, patch.expiresAt, row.expiresAt);
        const effect = planChangeEffect({ method, row, secrets, before, after: values, scopes, bindingPlan });
        await updateCredential(tx, id, {
          name,
          methodId: method.id,
          description: patch.description?.trim() ?? row.description,
          owner: patch.owner?.trim() ?? row.owner,
          fields: values.fields,
          isDraft,
          scopes,
          otherServers,
          expiresAt,
          status: effect.status,
          statusReason: effect.statusReason,
          areTokensDropped: effect.areTokensDropped,
          now: clock.now(),
        }).catch(rethrowNameTaken(name));
        if (effect.secrets) await updateSeal(tx, id, await loader.sealNext({ ...row, name }, effect.secrets));
        const action = row.isDraft && !isDraft ? 'credential.created' : 'credential.updated';
        const changed = listChanged(before, values, { scopes, otherServers }, row, patch);
        const isListNew = row.isDraft ? otherServers.length > 0 : changed.includes('otherServers');
        const details = { changed, ...(isListNew ? { otherServers } : {}) };
        if (!isDraft) await audit.record(tx, makeEntry(actor, action, id, name, details));
      });
      await refreshStatus(id);
      return getDetail(id);
    },

    async checkChange(id, patch) {
      const row = await getCredentialRow(db, id);
      const planned = await planUpdate(row, patch, await deps.loadGlobals());
      const stops = await deps.findStopped(id, { ...planned.next, entered: planned.values.fields });
      try {
        const { ungranted } = planned.makeBinding();
        return { needs: [], signInFor: nameHosts(ungranted, planned.secrets.grantedFor ?? []), stops };
      } catch (err) {
        if (!isAppError(err) || err.code !== 'VAULT_SECRET_NEEDED') throw err;
        const needs = (err.details?.needs ?? []) as CredentialChangeCheck['needs'];
        return { needs, signInFor: [], stops };
      }
    },

    async delete(actor, id) {
      await db.withTransaction(async (tx) => {
        const row = await lockRow(tx, id);
        const users = (await listCredentialUsers(tx, [id])).get(id) ?? [];
        if (users.length > 0) throw makeInUse(row.name, users);
        await deleteCredential(tx, id);
        if (!row.isDraft) await audit.record(tx, makeEntry(actor, 'credential.deleted', id, row.name));
      });
    },

    async listWarnings(withinMs = warningPeriodMs) {
      return summarize(await listWarningRows(db, new Date(clock.now().getTime() + withinMs)));
    },
  };
}

function makeInUse(credential: string, users: { id: number; name: string }[]) {
  const named = users.slice(0, maxNamedUsers).map((user) => `"${user.name}"`);
  const more = users.length - named.length;
  const list = named.join(', ') + (more > 0 ? ` and ${more} more` : '');
  const word = users.length === 1 ? 'the integration' : 'the integrations';
  return makeError(
    'VAULT_CREDENTIAL_IN_USE',
    { credential, users: `${word} ${list}` },
    { details: { integrations: users } },
  );
}

/** Two requests with the same new name: the unique index decides. */
const rethrowNameTaken = (name: string) => (err: unknown) => {
  if ((err as { code?: unknown }).code === '23505')
    throw makeError('VAULT_NAME_TAKEN', { what: 'credential', name }, { field: 'name', cause: err });
  throw err;
};
