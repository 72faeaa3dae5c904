import type { Db, Tx } from '../../db/client.ts';
import { isAppError } from '../../errors.ts';
import type { Logger } from '../../model/logger.ts';
import {
  findBindingProblem,
  findMissing,
  isGranted,
  judgeBinding,
  nameHosts,
  notGrantedReason,
} from '../bindings/judge-binding.ts';
import { listOrigins, listSettingOrigins } from '../bindings/list-origins.ts';
import type { BoundGlobals, CredentialSecrets, CredentialUser, LoadedCredential } from '../vault-types.ts';
import { bindOld, listAllRows, listPendingIds, listUserIntegrations } from './bindings.queries.ts';
import type { CredentialLoader } from './credential-loader.ts';
import {
  type CredentialRow,
  findCredentialRowForUpdate,
  listCredentialUsers,
  updateStatus,
} from './credentials.queries.ts';

/** A credential that a change would stop. */
export interface CredentialStop {
  id: number;
  name: string;
  /** Servers it needs the secret (or a new sign-in) for. */
  hosts: string[];
  integrations: CredentialUser[];
}

export interface BindingService {
  /** Makes the status of every credential true for the addresses it has now. */
  refreshBindings(): Promise<void>;
  /** The same for one, as it was loaded. */
  storeBindingStatus(credential: LoadedCredential): Promise<void>;
  /** Credentials that would stop if global variables were these. */
  findStops(globals: BoundGlobals): Promise<CredentialStop[]>;
  /** Servers the credentials that use this secret variable lead to, if global variables were these. */
  findVariableOrigins(key: string, globals: BoundGlobals): Promise<string[]>;
  /** Binds what was sealed before there were bindings to the addresses it has now; once, at the first start. */
  bindOldSecrets(): Promise<{ credentialCount: number }>;
}

export interface BindingServiceDeps {
  db: Db;
  loader: CredentialLoader;
  log: Logger;
  loadGlobals(): Promise<BoundGlobals>;
}

export function makeBindingService(deps: BindingServiceDeps): BindingService {
  const { db, loader, log } = deps;

  /** Undefined where the connector is gone or the seal is broken: whoever uses it is told. */
  async function tryLoad(row: CredentialRow, globals: BoundGlobals): Promise<LoadedCredential | undefined> {
    try {
      return await loader.loadRow(row, globals);
    } catch (err) {
      if (!isAppError(err)) throw err;
      log.debug({ credentialId: row.id, code: err.code }, 'the addresses of a credential cannot be told');
      return undefined;
    }
  }

  async function* loadAll(globals: BoundGlobals): AsyncGenerator<LoadedCredential> {
    for (const row of await listAllRows(db)) {
      const credential = await tryLoad(row, globals);
      if (credential) yield credential;
    }
  }

  async function storeBindingStatus(credential: LoadedCredential): Promise<void> {
    const { id, status, statusReason } = credential;
    const problem = findBindingProblem(credential);
    if (problem?.code === 'VAULT_SECRET_NEEDED') {
      await updateStatus(db, id, 'needs_secret', problem.message);
      return;
    }
    if (problem) {
      await updateStatus(
        db,
        id,
        'needs_reauthentication',
        String(problem.details?.reason ?? problem.message),
      );
      return;
    }
    const wasStopped =
      status === 'needs_secret' ||
      (status === 'needs_reauthentication' && statusReason?.startsWith(notGrantedReason));
    if (!wasStopped) return;
    const { tokens } = credential.secrets;
    if (tokens?.isRefreshRefused) await updateStatus(db, id, 'needs_reauthentication', null);
    else if (isGranted(credential) && tokens) await updateStatus(db, id, 'authenticated', null);
    else await updateStatus(db, id, 'not_authenticated', null);
  }

  async function bindOne(tx: Tx, id: number, globals: BoundGlobals): Promise<boolean> {
    const row = await findCredentialRowForUpdate(tx, id);
    const credential = row && (await tryLoad(row, globals));
    if (!row || !credential) return false;
    const { secrets } = credential;
    if (secrets.binding) {
      await bindOld(tx, id, undefined, row.otherServers);
      return false;
    }
    // Where settings alone say the server, those in use are listed now, so that people see them.
    const used = (await listUserIntegrations(tx, id)).flatMap(({ settings }) =>
      listSettingOrigins(credential, settings),
    );
    const otherServers = [...new Set([...row.otherServers, ...used.map(nameServer)])];
    const wanted = listOrigins({ ...credential, otherServers, callback: secrets.callback });
    const bound: CredentialSecrets = {
      ...secrets,
      binding: { origins: wanted.origins, tokenHosts: wanted.tokenHosts },
      ...(secrets.tokens && isGranted(credential) ? { grantedFor: wanted.granted } : {}),
    };
    await bindOld(tx, id, await loader.sealNext(row, bound), otherServers);
    log.info({ credentialId: id, origins: wanted.origins }, 'a stored secret was bound to its servers');
    return true;
  }

  return {
    storeBindingStatus,

    async refreshBindings() {
      for await (const credential of loadAll(await deps.loadGlobals())) await storeBindingStatus(credential);
    },

    async findStops(globals) {
      const now = await deps.loadGlobals();
      const stops: CredentialStop[] = [];
      for (const row of await listAllRows(db)) {
        const before = await tryLoad(row, now);
        const after = await tryLoad(row, globals);
        if (!before || !after || row.isDraft) continue;
        const known = listNeeded(before);
        const added = findMissing(listNeeded(after), known);
        if (added.length > 0)
          stops.push({ id: row.id, name: row.name, hosts: nameHosts(added, known), integrations: [] });
      }
      const users = await listCredentialUsers(
        db,
        stops.map(({ id }) => id),
      );
      return stops.map((stop) => ({ ...stop, integrations: users.get(stop.id) ?? [] }));
    },

    async findVariableOrigins(key, globals) {
      const origins = new Set<string>();
      for await (const credential of loadAll(globals)) {
        if (!credential.secretVariables.some((variable) => variable.key === key)) continue;
        const found = listOrigins({ ...credential, callback: credential.secrets.callback });
        for (const origin of [...found.origins, ...found.granted]) origins.add(origin);
      }
      return [...origins].sort();
    },

    async bindOldSecrets() {
      const globals = await deps.loadGlobals();
      let credentialCount = 0;
      for (const id of await listPendingIds(db))
        if (await db.withTransaction((tx) => bindOne(tx, id, globals))) credentialCount += 1;
      return { credentialCount };
    },
  };
}

function listNeeded(credential: LoadedCredential): string[] {
  const { secret, variables, granted } = judgeBinding(credential);
  return [...secret, ...variables.flatMap(({ origins }) => origins), ...granted];
}

/** As the list of other servers takes it. */
function nameServer(origin: string): string {
  const { protocol, host, port } = new URL(origin);
  return protocol === 'https:' || port !== '' ? host : `${host}:80`;
}
