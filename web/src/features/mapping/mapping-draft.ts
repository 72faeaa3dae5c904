import { listSyncKeys, type Mapping, type MappingRow } from '../../data/use-mapping.ts';
import type { MappingSource, MusterField, Proposal } from './api/mapping-types.ts';

/** Changes of a mapping while it is edited: pure, each gives a new mapping with sync key priorities 1, 2, 3 … */
export type MappingChange =
  | { kind: 'map'; target: string; source: MappingSource }
  | { kind: 'unmap'; target: string }
  | { kind: 'writeRule'; target: string; writeRule: MappingRow['writeRule'] }
  | { kind: 'syncKey'; target: string; isSyncKey: boolean }
  | { kind: 'moveSyncKey'; target: string; priority: number }
  | { kind: 'updateSyncKey'; target: string; updateSyncKey: boolean }
  | { kind: 'condition'; condition: string }
  /** What somebody else has saved of one field. */
  | { kind: 'theirs'; target: string; row: MappingRow | null }
  /** A condition somebody has written is never replaced. */
  | { kind: 'accept'; proposals: Proposal[]; fields: MusterField[]; condition?: string | undefined };

export function changeMapping(mapping: Mapping, change: MappingChange): Mapping {
  switch (change.kind) {
    case 'map':
      return withRows(mapping, putRow(mapping.rows, change.target, change.source));
    case 'unmap':
      return withRows(
        mapping,
        mapping.rows.filter((row) => row.target !== change.target),
      );
    case 'writeRule':
      return changeRow(mapping, change.target, (row) => ({ ...row, writeRule: change.writeRule }));
    case 'syncKey':
      return changeRow(mapping, change.target, (row) =>
        change.isSyncKey ? { ...row, syncKeyPriority: mapping.rows.length + 1 } : withoutKey(row),
      );
    case 'moveSyncKey':
      return moveSyncKey(mapping, change.target, change.priority);
    case 'updateSyncKey':
      return changeRow(mapping, change.target, (row) => ({ ...row, updateSyncKey: change.updateSyncKey }));
    case 'theirs': {
      const others = mapping.rows.filter((row) => row.target !== change.target);
      return withRows(mapping, change.row ? [...others, change.row] : others);
    }
    case 'condition': {
      const { condition: _before, ...rest } = mapping;
      return change.condition === '' ? rest : { ...rest, condition: change.condition };
    }
    case 'accept': {
      const next = change.proposals.reduce(
        (before, proposal) => accept(before, proposal, change.fields),
        mapping,
      );
      return change.condition && !next.condition ? { ...next, condition: change.condition } : next;
    }
  }
}

/** Whether saving one would give the same as the other; the order of rows means nothing. */
export function isSameMapping(left: Mapping, right: Mapping): boolean {
  return toKey(left) === toKey(right);
}

/** How many fields differ, and the condition. */
export function countChanges(saved: Mapping, draft: Mapping): number {
  const before = new Map(saved.rows.map((row) => [row.target, toRowKey(row)]));
  const after = new Map(draft.rows.map((row) => [row.target, toRowKey(row)]));
  const targets = new Set([...before.keys(), ...after.keys()]);
  const changed = [...targets].filter((target) => before.get(target) !== after.get(target)).length;
  return changed + ((saved.condition ?? '') === (draft.condition ?? '') ? 0 : 1);
}

/** Rows the server would refuse, left out of the live preview until they are filled in. */
export function isComplete(row: MappingRow): boolean {
  return row.source.kind === 'path' ? row.source.path.trim() !== '' : row.source.value !== '';
}

const toRowKey = (row: MappingRow) =>
  JSON.stringify([row.source, row.writeRule, row.syncKeyPriority ?? 0, row.updateSyncKey ?? false]);
const toKey = (mapping: Mapping) =>
  JSON.stringify([
    mapping.rows.map((row) => `${row.target} ${toRowKey(row)}`).sort(),
    mapping.condition ?? '',
  ]);

function withoutKey(row: MappingRow): MappingRow {
  const { syncKeyPriority: _priority, updateSyncKey: _update, ...rest } = row;
  return rest;
}

function withRows(mapping: Mapping, rows: MappingRow[]): Mapping {
  const keys = listSyncKeys({ rows }).map((row) => row.target);
  return {
    ...mapping,
    rows: rows.map((row) =>
      row.syncKeyPriority === undefined ? row : { ...row, syncKeyPriority: keys.indexOf(row.target) + 1 },
    ),
  };
}

function changeRow(mapping: Mapping, target: string, change: (row: MappingRow) => MappingRow): Mapping {
  return withRows(
    mapping,
    mapping.rows.map((row) => (row.target === target ? change(row) : row)),
  );
}

function putRow(rows: MappingRow[], target: string, source: MappingSource): MappingRow[] {
  const isMapped = rows.some((row) => row.target === target);
  if (!isMapped) return [...rows, { target, source, writeRule: 'always' }];
  return rows.map((row) => (row.target === target ? { ...row, source } : row));
}

function moveSyncKey(mapping: Mapping, target: string, priority: number): Mapping {
  const keys = listSyncKeys(mapping).map((row) => row.target);
  const others = keys.filter((key) => key !== target);
  others.splice(Math.max(0, priority - 1), 0, target);
  return withRows(
    mapping,
    mapping.rows.map((row) =>
      row.syncKeyPriority === undefined ? row : { ...row, syncKeyPriority: others.indexOf(row.target) + 1 },
    ),
  );
}

function accept(mapping: Mapping, proposal: Proposal, fields: MusterField[]): Mapping {
  const { target, source } = proposal;
  const mapped = withRows(mapping, putRow(mapping.rows, target, { kind: 'path', path: source }));
  const isKey = mapped.rows.some((row) => row.target === target && row.syncKeyPriority !== undefined);
  const mayBeKey = fields.some((field) => field.name === target && field.isUnique);
  return proposal.isSyncKey && mayBeKey && !isKey
    ? changeMapping(mapped, { kind: 'syncKey', target, isSyncKey: true })
    : mapped;
}
