import { type ConnectorDirectory, fillValues, type Globals, type SendPort } from '../connector-kit/index.ts';
import type { Db, Queryable } from '../db/client.ts';
import type { Egress } from '../egress/egress-types.ts';
import { makeError } from '../errors.ts';
import type { AuditPort } from '../model/audit.ts';
import type { Clock } from '../model/clock.ts';
import type { Logger } from '../model/logger.ts';
import { fillSettings } from './addresses/fill-settings.ts';
import { makeFindStopped } from './addresses/find-stopped.ts';
import { type BindingService, makeBindingService } from './credentials/binding-service.ts';
import {
  getConnector,
  getCredentialRow,
  getMethod,
  makeCredentialLoader,
} from './credentials/credential-loader.ts';
import {
  type CredentialService,
  draftLifetimeMs,
  makeCredentialService,
} from './credentials/credential-service.ts';
import { deleteDraftsBefore } from './credentials/credentials.queries.ts';
import type { Envelope } from './seal/envelope.ts';
import { listMasterKeyUses } from './seal/master-key.queries.ts';
import type { MasterKeyring } from './seal/master-key.ts';
import { type MasterKeyRotation, rotateMasterKey } from './seal/master-key-rotation.ts';
import { makeSendPort, type SendPortOptions } from './send/send-port.ts';
import { makeCredentialTest } from './send/test-credential.ts';
import { makeOAuthFlow, makeRedirectUri, type OAuthFlow } from './tokens/oauth-flow.ts';
import { deleteOAuthStatesBefore } from './tokens/oauth-states.queries.ts';
import type { OAuthHooks } from './tokens/oauth-types.ts';
import { makeAccessRequest } from './tokens/request-access.ts';
import { makeTokenRenewal } from './tokens/token-renewal.ts';
import type { GlobalsPort } from './vault-types.ts';

export interface VaultDeps {
  db: Db;
  egress: Pick<Egress, 'request'>;
  keyring: MasterKeyring;
  /** Works with `keyring`. */
  envelope: Envelope;
  globals: GlobalsPort;
  connectors: ConnectorDirectory;
  audit: AuditPort<Queryable>;
  clock: Clock;
  log: Logger;
  /** Address users open, without a trailing slash. Read at each use: the port may be known only after the start. */
  getPublicUrl(): string;
  hooks?: OAuthHooks;
  /** How long one process may take for a renewal of tokens; default 60 s. */
  leaseMs?: number;
}

export interface ReadScope {
  fields: Record<string, string>;
  globals: Globals;
  /** The settings of an integration as they are used with this credential. */
  fillSettings(entered: Record<string, string>): Record<string, string>;
}

/** Everything about credentials. Secrets go in, never out: what leaves is requests that carry them. */
export interface Vault extends CredentialService, BindingService {
  authorize: OAuthFlow['authorize'];
  completeRedirect: OAuthFlow['completeRedirect'];
  /** `{PUBLIC_URL}/oauth2/redirect`, to be registered at the vendor. */
  getRedirectUri(): string;
  makeSendPort(options: SendPortOptions): SendPort;
  testCredential: ReturnType<typeof makeCredentialTest>;
  /** Template scope for reading streams: form values and global variables that are not secret. */
  getReadScope(id: number): Promise<ReadScope>;
  /** Throws VAULT_MASTER_KEY_MISSING when something in the database is sealed with a key that is not here. */
  assertMasterKeys(): Promise<void>;
  /** Deletes drafts and started sign-ins older than a day. */
  purgeStale(): Promise<{ draftCount: number; stateCount: number }>;
  /** New master key (where Muster keeps it), every data key wrapped anew while running. */
  rotateMasterKey(): Promise<MasterKeyRotation>;
}

export function makeVault(deps: VaultDeps): Vault {
  const { db, egress, keyring, envelope, globals, connectors, audit, clock, log, getPublicUrl } = deps;
  const loadGlobals = () => globals.getBoundScope();
  const loader = makeCredentialLoader({ db, envelope, connectors, loadGlobals });
  const bindings = makeBindingService({ db, loader, log, loadGlobals });
  const tokenRequest = { egress, ...(deps.hooks ? { hooks: deps.hooks } : {}) };
  const renewal = makeTokenRenewal({
    db,
    loader,
    clock,
    log,
    requestAccess: makeAccessRequest({ ...tokenRequest, clock, log }),
    ...(deps.leaseMs === undefined ? {} : { leaseMs: deps.leaseMs }),
  });
  const flow = makeOAuthFlow({ ...tokenRequest, db, loader, envelope, audit, clock, getPublicUrl });
  const credentials = makeCredentialService({
    db,
    loader,
    bindings,
    connectors,
    audit,
    clock,
    loadGlobals,
    findStopped: makeFindStopped(db),
  });
  const { storeBindingStatus } = bindings;
  const send = (options: SendPortOptions) =>
    makeSendPort({ db, egress, loader, renewal, storeBindingStatus, clock }, options);

  async function getReadScope(id: number) {
    const row = await getCredentialRow(db, id);
    const definition = getConnector(connectors, row.connectorId);
    const method = getMethod(definition, row.methodId);
    const form = method.fields.filter((field) => !field.isSecret);
    // Filled without secret variables: what authenticates is added where the request is sent.
    const openGlobals = await globals.getOpenScope();
    return {
      fields: fillValues(form, row.fields, openGlobals),
      globals: openGlobals,
      fillSettings: (entered: Record<string, string>) =>
        fillSettings(definition.settings, method.fields, entered, openGlobals),
    };
  }

  return {
    ...credentials,
    ...bindings,
    authorize: flow.authorize,
    completeRedirect: flow.completeRedirect,
    getRedirectUri: () => makeRedirectUri(getPublicUrl()),
    makeSendPort: send,
    getReadScope,

    testCredential: makeCredentialTest({ db, loader, log, send, getReadScope }),

    async assertMasterKeys() {
      const known = await keyring.listIds();
      for (const { masterKeyId, example, kind } of await listMasterKeyUses(db)) {
        if (known.includes(masterKeyId)) continue;
        const what = `the ${kind.replace('_', ' ')} "${example}"`;
        const available = known.join(', ');
        throw makeError('VAULT_MASTER_KEY_MISSING', {
          what,
          keyId: masterKeyId,
          available,
          source: keyring.source,
        });
      }
    },

    async purgeStale() {
      const before = new Date(clock.now().getTime() - draftLifetimeMs);
      return {
        draftCount: await deleteDraftsBefore(db, before),
        stateCount: await deleteOAuthStatesBefore(db, before),
      };
    },

    rotateMasterKey: () => rotateMasterKey({ db, envelope, keyring, log }),
  };
}
