import type { ConnectorDefinition, ConnectorDirectory, Globals } from '../connector-kit/index.ts';
import type { Db, Queryable } from '../db/client.ts';
import { makeError } from '../errors.ts';
import { assertUnchanged, type Expected } from '../model/assert-unchanged.ts';
import type { AuditActor, AuditPort } from '../model/audit.ts';
import type { Clock } from '../model/clock.ts';
import { type ListPage, parseListQuery, type RawListQuery } from '../model/list-query.ts';
import { makeListFields } from '../model/list-sql.ts';
import type { BindingService, CredentialStop } from '../vault/credentials/binding-service.ts';
import type { Envelope, SealContext } from '../vault/seal/envelope.ts';
import type { BoundGlobals } from '../vault/vault-types.ts';
import {
  describeUses,
  findGlobalVariableUses,
  type GlobalVariableUse,
  type GlobalVariableWish,
  listFieldsFilledBy,
  listWishes,
  parseDeclaredType,
} from './global-variable-uses.ts';
import {
  clearVariablePending,
  deleteGlobalVariable,
  findGlobalVariableRow,
  type GlobalVariableRow,
  globalVariableColumns,
  insertGlobalVariable,
  listGlobalVariablePage,
  listGlobalVariableRows,
  listPendingVariableIds,
  updateGlobalVariable,
} from './global-variables.queries.ts';
import { parseKey, parseVariableValue } from './parse-variable.ts';

export interface GlobalVariable {
  id: number;
  /** `Vendor.Key`, e.g. `Acme.Hostname`. */
  key: string;
  /** Null when it is secret. */
  value: string | null;
  isSecret: boolean;
  createdAt: Date;
  updatedAt: Date;
}

export interface GlobalVariableView extends GlobalVariable {
  uses: GlobalVariableUse[];
  /** Connectors that can use it. */
  wantedBy: GlobalVariableWish[];
}

/** A global variable that a connector's forms fall back on. */
export interface WantedVariable {
  /** As it is stored; where it is not, as the connector spells it. */
  key: string;
  isSet: boolean;
  isSecret: boolean;
  /** Null when there is none, it is secret, or values may not be read. */
  value: string | null;
  /** Titles of the fields it fills. */
  fields: string[];
  help: string;
  example: string | null;
  isRequired: boolean;
}

export interface GlobalVariablesService {
  list(): Promise<GlobalVariable[]>;
  /** One page with the uses of each. Throws API_BAD_REQUEST. */
  listPage(raw: RawListQuery, options: { mayReadValues: boolean }): Promise<ListPage<GlobalVariableView>>;
  /** What a connector's forms fall back on, in the order of the forms. */
  listWanted(definition: ConnectorDefinition, options: { mayReadValues: boolean }): Promise<WantedVariable[]>;
  /** Throws VAULT_FIELD_INVALID, also for a value of another type than a connector declares, and VAULT_NAME_TAKEN. */
  create(
    actor: AuditActor,
    input: { key: string; value: string; isSecret: boolean },
  ): Promise<GlobalVariable>;
  /**
   * An absent value keeps the stored one. A secret cannot become readable without a new value. Throws
   * API_CHANGED_MEANWHILE where one of `expected` is another by now.
   */
  update(
    actor: AuditActor,
    id: number,
    input: { value?: string; isSecret?: boolean },
    expected?: Expected,
  ): Promise<GlobalVariable>;
  /** Credentials that would stop if the variable had this value: what would change, before it is saved. */
  findStops(input: { key: string; value: string }): Promise<CredentialStop[]>;
  /** Throws VAULT_VARIABLE_IN_USE, saying by what. */
  delete(actor: AuditActor, id: number): Promise<void>;
  /** The template scope `globals`: { Vendor: { Key: value } }, secrets included. Never leaves the server. */
  getScope(): Promise<Globals>;
  /** The same without secrets. */
  getOpenScope(): Promise<Globals>;
  /** Secrets included, each with the servers its value was entered for. Never leaves the server. */
  getBoundScope(): Promise<BoundGlobals>;
  /** Binds secrets from before there were bindings to the servers of the credentials that use them; once. */
  bindOldSecrets(): Promise<{ variableCount: number }>;
}

export interface GlobalVariablesServiceDeps {
  db: Db;
  envelope: Envelope;
  connectors: ConnectorDirectory;
  audit: AuditPort<Queryable>;
  clock: Clock;
  /** Of the vault, which is built upon these variables. */
  getBindings(): Pick<BindingService, 'findStops' | 'findVariableOrigins' | 'refreshBindings'>;
}

/** What is sealed of a secret one. Its servers are part of it, so that nothing outside can change them. */
interface SealedVariable {
  value: string;
  /** Absent in what was sealed before there were any. */
  origins?: string[];
}

export function makeGlobalVariablesService(deps: GlobalVariablesServiceDeps): GlobalVariablesService {
  const { db, envelope, connectors, audit, clock } = deps;

  async function open(row: GlobalVariableRow): Promise<SealedVariable> {
    if (!row.isSecret || !row.sealed || !row.wrappedKey || !row.masterKeyId)
      return { value: row.value ?? '' };
    const box = { sealed: row.sealed, wrappedKey: row.wrappedKey, masterKeyId: row.masterKeyId };
    const opened = await envelope.open<string | SealedVariable>(makeSealContext(row, row.sealVersion), box);
    return typeof opened === 'string' ? { value: opened } : opened;
  }

  /** The variables as they would be with this one. */
  async function makeBoundScope(
    rows: GlobalVariableRow[],
    change?: { key: string; value: string; isSecret: boolean },
  ): Promise<BoundGlobals> {
    const bound: BoundGlobals = { globals: {}, secrets: [] };
    const isChanged = (key: string) => key.toLowerCase() === change?.key.toLowerCase();
    const add = (key: string, value: string) => {
      const [group = '', name = ''] = key.split('.');
      bound.globals[group] = { ...bound.globals[group], [name]: value };
    };
    for (const row of rows) {
      if (isChanged(row.key)) continue;
      const { value, origins } = await open(row);
      add(row.key, value);
      if (row.isSecret) bound.secrets.push({ key: row.key, origins });
    }
    if (change) {
      const key = rows.find((row) => isChanged(row.key))?.key ?? change.key;
      add(key, change.value);
      if (change.isSecret) bound.secrets.push({ key, origins: undefined });
    }
    return bound;
  }

  /** Entered now, a secret is for the servers of the credentials that use it now. */
  async function findOrigins(change: { key: string; value: string; isSecret: boolean }): Promise<string[]> {
    if (!change.isSecret) return [];
    const scope = await makeBoundScope(await listGlobalVariableRows(db), change);
    return deps.getBindings().findVariableOrigins(change.key, scope);
  }

  async function makeStored(
    row: { id: number; key: string; sealVersion: number },
    { value, origins }: SealedVariable,
    isSecret: boolean,
  ) {
    const sealVersion = row.sealVersion + 1;
    const updatedAt = clock.now();
    if (!isSecret) {
      return { value, isSecret, sealed: null, wrappedKey: null, masterKeyId: null, sealVersion, updatedAt };
    }
    const box = await envelope.seal(makeSealContext(row, sealVersion), {
      value,
      ...(origins ? { origins } : {}),
    });
    return { value: null, isSecret, ...box, sealVersion, updatedAt };
  }

  const makeEntry = (by: AuditActor, action: string, row: { id: number; key: string }, details = {}) => ({
    by,
    action,
    targetType: 'global_variable',
    targetId: row.id,
    targetName: row.key,
    details,
  });

  const makeScope = async (rows: GlobalVariableRow[]): Promise<Globals> =>
    (await makeBoundScope(rows)).globals;

  return {
    async list() {
      return (await listGlobalVariableRows(db)).map(fromRow);
    },

    async listPage(raw, options) {
      const fields = makeListFields(globalVariableColumns, [{ field: 'key', direction: 'asc' }]);
      const page = await listGlobalVariablePage(db, parseListQuery(raw, fields), options);
      const uses = await findGlobalVariableUses(
        db,
        connectors,
        page.items.map(({ key }) => key),
      );
      const items = page.items.map((row) => ({
        ...fromRow(row),
        ...(options.mayReadValues ? {} : { value: null }),
        uses: uses.get(row.key) ?? [],
        wantedBy: listWishes(connectors.list(), row.key),
      }));
      return { ...page, items };
    },

    async listWanted(definition, options) {
      const stored = new Map((await listGlobalVariableRows(db)).map((row) => [row.key.toLowerCase(), row]));
      const forms = [...definition.settings, ...definition.auth.flatMap((method) => method.fields)];
      // Names are the same in any case.
      const keys = new Map(
        forms.flatMap(({ globalVariable: key }) =>
          key === undefined ? [] : [[key.toLowerCase(), key] as const],
        ),
      );
      return [...keys].map(([name, key]) => {
        const row = stored.get(name);
        const fields = listFieldsFilledBy([definition], key).map(({ field }) => field);
        // The help of an optional field is about overriding another one.
        const first = fields.find(({ isRequired }) => isRequired) ?? fields[0];
        return {
          key: row?.key ?? key,
          isSet: row !== undefined,
          isSecret: row?.isSecret ?? fields.some(({ isSecret }) => isSecret),
          value: row && !row.isSecret && options.mayReadValues ? row.value : null,
          fields: [...new Set(fields.map(({ title }) => title))],
          help: first?.help ?? '',
          example: first?.example ?? null,
          isRequired: fields.some(({ isRequired, defaultValue }) => isRequired && defaultValue === undefined),
        };
      });
    },

    async create(actor, input) {
      const key = parseKey(input.key);
      const value = parseDeclaredType(connectors, key, parseVariableValue(input.value));
      const origins = await findOrigins({ key, value, isSecret: input.isSecret });
      const made = await db.withTransaction(async (tx) => {
        const id = await insertGlobalVariable(tx, key, clock.now());
        if (id === undefined)
          throw makeError('VAULT_NAME_TAKEN', { what: 'global variable', name: key }, { field: 'key' });
        const row = { id, key, sealVersion: 0 };
        await updateGlobalVariable(tx, id, await makeStored(row, { value, origins }, input.isSecret));
        await audit.record(
          tx,
          makeEntry(actor, 'global_variable.created', row, { isSecret: input.isSecret }),
        );
        return fromRow((await findGlobalVariableRow(tx, id)) as GlobalVariableRow);
      });
      await deps.getBindings().refreshBindings();
      return made;
    },

    async update(actor, id, input, expected) {
      const probe = await getRow(db, id);
      const change = {
        key: probe.key,
        value:
          input.value === undefined
            ? (await open(probe)).value
            : parseDeclaredType(connectors, probe.key, parseVariableValue(input.value)),
        isSecret: input.isSecret ?? probe.isSecret,
      };
      // A secret that is not entered again stays for the servers it was for; what everybody could read had none.
      const entered = input.value === undefined && probe.isSecret ? undefined : await findOrigins(change);
      const changed = await db.withTransaction(async (tx) => {
        const row = await getRow(tx, id);
        assertUnchanged(expected, fromRow(row), input);
        const isSecret = input.isSecret ?? row.isSecret;
        if (row.isSecret && !isSecret && input.value === undefined) {
          const problem = `${row.key} is secret. Enter its value again to make it readable.`;
          throw makeError('VAULT_FIELD_INVALID', { problem }, { field: 'value' });
        }
        const stored = await open(row);
        const value = input.value === undefined ? stored.value : change.value;
        const origins = entered ?? stored.origins;
        const sealed = { value, ...(origins ? { origins } : {}) };
        await updateGlobalVariable(tx, id, await makeStored(row, sealed, isSecret));
        const details = { isSecret, isValueChanged: input.value !== undefined };
        await audit.record(tx, makeEntry(actor, 'global_variable.updated', row, details));
        return fromRow((await findGlobalVariableRow(tx, id)) as GlobalVariableRow);
      });
      await deps.getBindings().refreshBindings();
      return changed;
    },

    async findStops(input) {
      const rows = await listGlobalVariableRows(db);
      const row = rows.find(({ key }) => key.toLowerCase() === input.key.trim().toLowerCase());
      const key = row?.key ?? parseKey(input.key);
      const value = parseDeclaredType(connectors, key, parseVariableValue(input.value));
      // As a readable one: what a secret value is entered for is decided by entering it.
      const scope = await makeBoundScope(rows, { key, value, isSecret: false });
      return deps.getBindings().findStops(scope);
    },

    async delete(actor, id) {
      await db.withTransaction(async (tx) => {
        const row = await getRow(tx, id);
        const uses = (await findGlobalVariableUses(tx, connectors, [row.key])).get(row.key) ?? [];
        if (uses.length > 0)
          throw makeError(
            'VAULT_VARIABLE_IN_USE',
            { key: row.key, uses: describeUses(uses) },
            { details: { uses } },
          );
        await deleteGlobalVariable(tx, id);
        await audit.record(tx, makeEntry(actor, 'global_variable.deleted', row));
      });
    },

    async getScope() {
      return makeScope(await listGlobalVariableRows(db));
    },

    async getOpenScope() {
      return makeScope((await listGlobalVariableRows(db)).filter((row) => !row.isSecret));
    },

    async getBoundScope() {
      return makeBoundScope(await listGlobalVariableRows(db));
    },

    async bindOldSecrets() {
      let variableCount = 0;
      for (const id of await listPendingVariableIds(db)) {
        const probe = await getRow(db, id);
        const found = await findOrigins({ key: probe.key, value: (await open(probe)).value, isSecret: true });
        await db.withTransaction(async (tx) => {
          const row = await getRow(tx, id);
          const { value, origins } = await open(row);
          if (row.isSecret && !origins) {
            await updateGlobalVariable(tx, id, await makeStored(row, { value, origins: found }, true));
            variableCount += 1;
          }
          await clearVariablePending(tx, id);
        });
      }
      return { variableCount };
    },
  };
}

const makeSealContext = (row: { id: number; key: string }, version: number): SealContext => ({
  kind: 'global_variable',
  id: row.id,
  version,
  what: `the global variable ${row.key}`,
});

const fromRow = (row: GlobalVariableRow): GlobalVariable => ({
  id: row.id,
  key: row.key,
  value: row.isSecret ? null : row.value,
  isSecret: row.isSecret,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
});

async function getRow(
  tx: Parameters<typeof findGlobalVariableRow>[0],
  id: number,
): Promise<GlobalVariableRow> {
  const row = await findGlobalVariableRow(tx, id);
  if (!row) throw makeError('API_NOT_FOUND', { what: `The global variable ${id}` });
  return row;
}
