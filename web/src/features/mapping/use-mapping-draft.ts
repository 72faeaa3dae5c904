import { useCallback, useEffect, useState } from 'react';
import type { Mapping } from '../../data/use-mapping.ts';
import { changeMapping, countChanges, type MappingChange } from './mapping-draft.ts';

export interface StoredMapping {
  version: number;
  mapping: Mapping;
}

/**
 * The mapping being edited, with the version it started from. A newer stored version is taken over while nothing has
 * been changed here; otherwise saving tells of the conflict.
 */
export function useMappingDraft(stored: StoredMapping) {
  const [base, setBase] = useState(stored);
  const [mapping, setMapping] = useState(stored.mapping);
  const changeCount = countChanges(base.mapping, mapping);
  const start = useCallback((next: StoredMapping) => {
    setBase(next);
    setMapping(next.mapping);
  }, []);
  useEffect(() => {
    if (changeCount === 0 && stored.version > base.version) start(stored);
  }, [changeCount, stored, base.version, start]);
  const change = useCallback(
    (next: MappingChange) => setMapping((before) => changeMapping(before, next)),
    [],
  );
  return { base, mapping, changeCount, change, start, discard: () => setMapping(base.mapping) };
}

export type MappingDraft = ReturnType<typeof useMappingDraft>;
