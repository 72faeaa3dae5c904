import { useCallback, useState } from 'react';
import type { Mapping, MappingRow } from './api/use-mapping.ts';

export interface MappingDraft {
  mapping: Mapping;
  isChanged: boolean;
  rowOf(target: string): MappingRow | undefined;
  /** Maps a source path or template to a field; keeps the row's other settings. */
  mapPath(target: string, path: string): void;
  mapLiteral(target: string, value: string): void;
  clear(target: string): void;
  change(target: string, change: Partial<Pick<MappingRow, 'writeRule' | 'updateSyncKey'>>): void;
  /** Makes the field the last sync key, or takes it out of them. */
  toggleSyncKey(target: string): void;
  /** Moves a sync key to the front. */
  makePrimary(target: string): void;
  setCondition(condition: string): void;
  reset(mapping: Mapping): void;
  /** Takes over several rows at once (Smart Mapping). */
  merge(rows: { target: string; source: string; isSyncKey: boolean }[]): void;
}

const byPriority = (rows: MappingRow[]) =>
  rows
    .filter((row) => row.syncKeyPriority !== undefined)
    .toSorted((left, right) => (left.syncKeyPriority ?? 0) - (right.syncKeyPriority ?? 0));

/** Numbers the sync keys 1, 2, 3 … in the given order. */
function withKeys(rows: MappingRow[], order: string[]): MappingRow[] {
  return rows.map(({ syncKeyPriority: _before, ...row }) => {
    const index = order.indexOf(row.target);
    return index === -1 ? row : { ...row, syncKeyPriority: index + 1 };
  });
}

/** The mapping as it is being edited; nothing is stored before Save. */
export function useMappingDraft(stored: Mapping): MappingDraft {
  const [mapping, setMapping] = useState(stored);
  const [isChanged, setChanged] = useState(false);
  const edit = useCallback((change: (before: Mapping) => Mapping) => {
    setMapping(change);
    setChanged(true);
  }, []);
  const editRow = (target: string, change: (row: MappingRow | undefined) => MappingRow | undefined) =>
    edit((before) => {
      const old = before.rows.find((row) => row.target === target);
      const next = change(old);
      const others = before.rows.filter((row) => row.target !== target);
      const rows =
        next === undefined
          ? others
          : old
            ? before.rows.map((row) => (row === old ? next : row))
            : [...others, next];
      return {
        ...before,
        rows: withKeys(
          rows,
          byPriority(rows).map((row) => row.target),
        ),
      };
    });
  return {
    mapping,
    isChanged,
    rowOf: (target) => mapping.rows.find((row) => row.target === target),
    mapPath: (target, path) =>
      editRow(target, (row) => ({ writeRule: 'always', ...row, target, source: { kind: 'path', path } })),
    mapLiteral: (target, value) =>
      editRow(target, (row) => ({ writeRule: 'always', ...row, target, source: { kind: 'literal', value } })),
    clear: (target) => editRow(target, () => undefined),
    change: (target, change) => editRow(target, (row) => row && { ...row, ...change }),
    toggleSyncKey: (target) =>
      edit((before) => {
        const keys = byPriority(before.rows).map((row) => row.target);
        const order = keys.includes(target) ? keys.filter((key) => key !== target) : [...keys, target];
        return { ...before, rows: withKeys(before.rows, order) };
      }),
    makePrimary: (target) =>
      edit((before) => {
        const keys = byPriority(before.rows).map((row) => row.target);
        return { ...before, rows: withKeys(before.rows, [target, ...keys.filter((key) => key !== target)]) };
      }),
    setCondition: (condition) =>
      edit(({ condition: _before, ...rest }) => (condition === '' ? rest : { ...rest, condition })),
    reset: (next) => {
      setMapping(next);
      setChanged(false);
    },
    merge: (rows) =>
      edit((before) => {
        const merged = [...before.rows];
        for (const { target, source } of rows) {
          const made: MappingRow = { target, source: { kind: 'path', path: source }, writeRule: 'always' };
          const at = merged.findIndex((row) => row.target === target);
          if (at === -1) merged.push(made);
          else merged[at] = { ...(merged[at] as MappingRow), source: made.source };
        }
        const keys = byPriority(before.rows).map((row) => row.target);
        const proposed = rows.filter((row) => row.isSyncKey).map((row) => row.target);
        return { ...before, rows: withKeys(merged, keys.length > 0 ? keys : proposed) };
      }),
  };
}
