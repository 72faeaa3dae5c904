import type { Tx } from '../db/client.ts';
import { makeError } from '../errors.ts';
import { hasRole } from '../model/actor.ts';
import { assertUnchanged, type Expected } from '../model/assert-unchanged.ts';
import { type AuditActor, userIdOf } from '../model/audit.ts';
import type { AbsencePolicy, Preference, UserSelection } from '../model/integration-options.ts';
import { type ListPage, parseListQuery, type RawListQuery } from '../model/list-query.ts';
import type { SessionKind } from '../sync/run.ts';
import { checkCaBundle, checkSettings } from './check-settings.ts';
import { readFigures } from './integration-figures.ts';
import { integrationListFields } from './integration-list-fields.ts';
import {
  type IntegrationServiceDeps,
  type IntegrationView,
  makeIntegrationReader,
  makeNotReady,
} from './integration-reader.ts';
import {
  countUsers,
  deleteIntegration,
  deleteSaasAccounts,
  deleteSourceRecords,
  findCredentialsForUse,
  findPlan,
  findStoredIntegration,
  findStoredIntegrations,
  insertIntegration,
  isNameTaken,
  listStoredIntegrations,
  lockIntegration,
  lockIntegrationNames,
  type StoredIntegration,
  updateIntegration,
} from './integrations.queries.ts';
import { makeMappingEditor } from './mapping-editor.ts';
import { makeDefaultSchedule, nextRunAt, parseSchedule, type Schedule } from './schedule.ts';

export interface IntegrationChange {
  name?: string | undefined;
  credentialId?: number | null | undefined;
  settings?: Record<string, string> | undefined;
  preference?: Preference | undefined;
  userSelection?: UserSelection | undefined;
  integrationUser?: string | undefined;
  contacts?: number[] | undefined;
  schedule?: Schedule | undefined;
  absencePolicy?: AbsencePolicy | undefined;
  retireLimitPercent?: number | undefined;
  driftPoints?: number | undefined;
  driftFactor?: number | undefined;
  driftFirstPercent?: number | undefined;
  caBundlePem?: string | null | undefined;
}

export type IntegrationService = ReturnType<typeof makeIntegrationService>;

const deleteBatch = 5_000;
const makeInvalid = (field: string, problem: string) =>
  makeError('INTEGRATION_INVALID', { problem }, { field });

/**
 * Whoever chooses whom to trust can read what is sent: that needs the right to edit the credential, also where the
 * certificate is there and the credential is chosen afterwards. Throws ACCESS_FORBIDDEN.
 */
function assertMayTrust(by: AuditActor, stored: StoredIntegration, change: IntegrationChange): void {
  const bundle = change.caBundlePem === undefined ? stored.caBundlePem : checkCaBundle(change.caBundlePem);
  const isChosen = change.credentialId !== undefined && change.credentialId !== stored.credentialId;
  if (bundle === null || (bundle === stored.caBundlePem && !isChosen)) return;
  const needed = 'administrator';
  if ('role' in by && !hasRole(by.role, needed))
    throw makeError('ACCESS_FORBIDDEN', { needed, role: by.role }, { field: 'caBundlePem' });
}

/** Lifecycle of integrations: draft → active ⇄ paused, their settings, their sessions, their end. */
export function makeIntegrationService(deps: IntegrationServiceDeps) {
  const { db, clock } = deps;
  const reader = makeIntegrationReader(deps);
  const { getStored, getView } = reader;

  function record(
    tx: Tx,
    by: AuditActor,
    action: string,
    target: { id: number; name: string },
    details: Record<string, unknown> = {},
  ): Promise<void> {
    return deps.audit.record(tx, {
      by,
      action: `integration.${action}`,
      targetType: 'integration',
      targetId: target.id,
      targetName: target.name,
      details,
    });
  }

  function assertNotBusy(stored: Pick<StoredIntegration, 'name' | 'openSession'>): void {
    if (!stored.openSession) return;
    throw makeError('INTEGRATION_BUSY', { integration: stored.name, status: stored.openSession.status });
  }

  async function setStatus(
    by: AuditActor,
    id: number,
    change: { from: StoredIntegration['status']; to: 'active' | 'paused'; action: string },
  ): Promise<IntegrationView> {
    const { from, to, action } = change;
    const view = await getView(id);
    if (view.status === from && to === 'active' && view.missing.length > 0) {
      throw makeNotReady(view.name, view.missing);
    }
    const now = clock.now();
    await db.withTransaction(async (tx) => {
      const status = await lockIntegration(tx, id);
      if (status !== from) {
        throw makeError('INTEGRATION_STATUS_CONFLICT', {
          integration: view.name,
          status: status ?? 'deleted',
          action,
        });
      }
      const next = to === 'active' ? (nextRunAt(view.schedule, now) ?? null) : null;
      await updateIntegration(tx, id, { status: to, nextRunAt: next }, now);
      await record(tx, by, action, view);
    });
    return getView(id);
  }

  /** Returns the trimmed name. The caller holds the lock of the names. */
  async function checkName(tx: Tx, name: string, exceptId: number | null): Promise<string> {
    const trimmed = name.trim();
    if (trimmed === '' || trimmed.length > 120) {
      throw makeInvalid('name', 'The name must have 1 to 120 characters.');
    }
    if (await isNameTaken(tx, trimmed, exceptId)) {
      throw makeError('INTEGRATION_NAME_TAKEN', { name: trimmed }, { field: 'name' });
    }
    return trimmed;
  }

  async function checkChange(
    stored: StoredIntegration,
    change: IntegrationChange,
  ): Promise<Partial<StoredIntegration>> {
    const { definition, stream } = reader.getStream(stored);
    const given = Object.entries(change).filter(([, value]) => value !== undefined);
    const values = Object.fromEntries(given) as Partial<StoredIntegration>;
    if (change.settings)
      values.settings = checkSettings(definition, change.settings, await deps.loadGlobals());
    if (change.caBundlePem !== undefined) values.caBundlePem = checkCaBundle(change.caBundlePem);
    if (change.userSelection === 'user_plus_saas' && !stream.saas) {
      throw makeInvalid('userSelection', 'This stream has no SaaS users; choose "User only".');
    }
    if (change.contacts) {
      values.contacts = [...new Set(change.contacts)];
      if ((await countUsers(db, values.contacts)) !== values.contacts.length) {
        throw makeInvalid(
          'contacts',
          'One of the integration contacts does not exist any more. Choose anew.',
        );
      }
    }
    if (typeof change.credentialId === 'number') {
      const [credential] = await findCredentialsForUse(db, [change.credentialId]);
      if (!credential || credential.isDraft) {
        throw makeInvalid('credentialId', 'This credential does not exist any more. Choose another one.');
      }
      if (credential.connectorId !== stored.connectorId) {
        throw makeInvalid(
          'credentialId',
          `The credential "${credential.name}" belongs to another connector. Choose one of ${definition.name}.`,
        );
      }
      values.credentialStatus = credential.status;
    }
    if (change.schedule) {
      const now = clock.now();
      values.schedule = parseSchedule(change.schedule, now);
      if (stored.status === 'active') values.nextRunAt = nextRunAt(values.schedule, now) ?? null;
    }
    await reader.assertStaysReady(stored, values);
    return values;
  }

  async function assertMayStart(
    view: IntegrationView,
    kind: SessionKind,
    planSessionId?: number,
  ): Promise<void> {
    if (view.missing.length > 0) throw makeNotReady(view.name, view.missing);
    if ((kind === 'manual' || kind === 'apply') && view.status === 'draft') {
      throw makeError('INTEGRATION_NOT_ACTIVE', {
        integration: view.name,
        status: 'a draft',
        advice: 'Launch it first; a test run works before that.',
      });
    }
    if (kind !== 'apply') return;
    const sessionId = planSessionId ?? 0;
    const plan = await findPlan(db, sessionId);
    const refuse = (reason: string) => makeError('SESSION_NO_PLAN', { sessionId, reason });
    if (plan?.kind !== 'preview') throw refuse('it is not a preview. Run a preview and apply that.');
    if (plan.status !== 'succeeded' && plan.status !== 'succeeded_with_errors') {
      throw refuse('the preview did not succeed. Run a new one.');
    }
    if (plan.isApplied) throw refuse('it has been applied already. Run a new preview to see what is left.');
  }

  return {
    ...makeMappingEditor(deps, reader),

    /** Throws API_BAD_REQUEST for what the list cannot be sorted or filtered by. */
    async list(raw: RawListQuery): Promise<ListPage<IntegrationView>> {
      const page = await listStoredIntegrations(db, parseListQuery(raw, integrationListFields));
      return { ...page, items: await reader.makeViews(page.items) };
    },
    get: getView,
    /** What it brings, changed lately and leaves to people. Throws API_NOT_FOUND. */
    readFigures: (id: number) => readFigures(deps, reader, id),

    /** What keeps each of these from running, in words, by id; those that can run are left out. */
    async findNotReady(ids: readonly number[]): Promise<Map<number, string>> {
      const views = await reader.makeViews(await findStoredIntegrations(db, ids));
      return new Map(
        views
          .filter(({ missing }) => missing.length > 0)
          .map(({ id, missing }) => [id, missing.map(({ message }) => message).join(' ')]),
      );
    },

    /** Adds a draft from the catalog, daily at a quiet hour, with the stream's name unless given another. */
    async create(
      by: AuditActor,
      input: { connectorId: string; streamId: string; name?: string | undefined },
    ): Promise<IntegrationView> {
      const { stream } = reader.getStream(input);
      const now = clock.now();
      const id = await db.withTransaction(async (tx) => {
        await lockIntegrationNames(tx);
        let name = input.name ?? stream.name;
        for (let number = 2; input.name === undefined && (await isNameTaken(tx, name, null)); number += 1) {
          name = `${stream.name} ${number}`;
        }
        name = await checkName(tx, name, null);
        const made = await insertIntegration(tx, {
          name,
          connectorId: input.connectorId,
          streamId: input.streamId,
          object: stream.object,
          integrationUser: name,
          createdBy: userIdOf(by),
          at: now,
        });
        await updateIntegration(tx, made, { schedule: makeDefaultSchedule(made, deps.timeZone) }, now);
        await record(tx, by, 'created', { id: made, name });
        return made;
      });
      return getView(id);
    },

    /**
     * Throws INTEGRATION_INVALID, INTEGRATION_NAME_TAKEN, SCHEDULE_INVALID, INTEGRATION_NOT_READY while active, or
     * ACCESS_FORBIDDEN for trust in another certificate authority, API_CHANGED_MEANWHILE where one of `expected` is
     * another by now.
     */
    async update(
      by: AuditActor,
      id: number,
      change: IntegrationChange,
      expected?: Expected,
    ): Promise<IntegrationView> {
      const stored = await getStored(id);
      assertMayTrust(by, stored, change);
      const { credentialStatus: _joined, ...values } = await checkChange(stored, change);
      await db.withTransaction(async (tx) => {
        if (change.name !== undefined) {
          await lockIntegrationNames(tx);
          values.name = await checkName(tx, change.name, id);
        }
        await lockIntegration(tx, id);
        assertUnchanged(expected, (await findStoredIntegration(tx, id)) ?? {}, change);
        await updateIntegration(tx, id, values, clock.now());
        await record(tx, by, 'updated', stored, { changed: Object.keys(change) });
      });
      return getView(id);
    },

    launch: (by: AuditActor, id: number) =>
      setStatus(by, id, { from: 'draft', to: 'active', action: 'launched' }),
    pause: (by: AuditActor, id: number) =>
      setStatus(by, id, { from: 'active', to: 'paused', action: 'paused' }),
    resume: (by: AuditActor, id: number) =>
      setStatus(by, id, { from: 'paused', to: 'active', action: 'resumed' }),

    /**
     * Queues a session. Throws INTEGRATION_NOT_READY, INTEGRATION_NOT_ACTIVE, SYNC_ALREADY_RUNNING, and for `apply`
     * SESSION_NO_PLAN.
     */
    async start(
      by: AuditActor,
      id: number,
      kind: SessionKind,
      planSessionId?: number,
    ): Promise<{ sessionId: number }> {
      const view = await getView(id);
      await assertMayStart(view, kind, planSessionId);
      return db.withTransaction(async (tx) => {
        const started = await deps.requestSession(
          {
            integrationId: id,
            kind,
            requestedBy: userIdOf(by),
            requestedByName: by.name,
            planSessionId: planSessionId ?? null,
          },
          tx,
        );
        await record(tx, by, 'session-requested', view, { kind, ...started });
        return started;
      });
    },

    async cancel(by: AuditActor, id: number): Promise<void> {
      const stored = await getStored(id);
      if (!stored.openSession) {
        throw makeError('INTEGRATION_STATUS_CONFLICT', {
          integration: stored.name,
          status: 'not running',
          action: 'canceled',
        });
      }
      await deps.cancelSession(by, stored.openSession.id);
    },

    /**
     * Removes the integration, its sessions, its links and its SaaS accounts. The people it brought stay, with their history. Throws
     * INTEGRATION_BUSY while a session is open.
     */
    async delete(by: AuditActor, id: number): Promise<void> {
      const stored = await getStored(id);
      assertNotBusy(stored);
      if (stored.status === 'active') {
        await updateIntegration(db, id, { status: 'paused', nextRunAt: null }, clock.now());
      }
      // In batches, so that a million links do not make one long transaction.
      while ((await deleteSourceRecords(db, id, deleteBatch)) === deleteBatch);
      await db.withTransaction(async (tx) => {
        await lockIntegration(tx, id);
        // Somebody may have started a session meanwhile.
        assertNotBusy((await findStoredIntegration(tx, id)) ?? stored);
        while ((await deleteSourceRecords(tx, id, deleteBatch)) > 0);
        await deleteSaasAccounts(tx, id);
        await deleteIntegration(tx, id);
        await record(tx, by, 'deleted', stored);
      });
    },
  };
}
