import { useCallback, useEffect, useState } from 'react';
import { useDraftStore } from '../../components/form/use-draft-store.ts';
import type { Mapping } from '../../data/use-mapping.ts';
import { useUnsavedEntries } from '../../lib/unsaved-entries.ts';
import { changeMapping, countChanges, type MappingChange } from './mapping-draft.ts';

export interface StoredMapping {
  version: number;
  mapping: Mapping;
}

/**
 * The mapping being edited, with the version it started from. A newer stored version is taken over while nothing has
 * been changed here; otherwise saving tells of the conflict. Leaving asks, and a reload brings the changes back.
 */
export function useMappingDraft(integrationId: number, stored: StoredMapping) {
  const drafts = useDraftStore(`integrations/${integrationId}/mapping`);
  const [kept] = useState(
    () => drafts.read() as unknown as { base: StoredMapping; values: Mapping } | undefined,
  );
  const [base, setBase] = useState(kept?.base ?? stored);
  const [mapping, setMapping] = useState(kept?.values ?? stored.mapping);
  const changeCount = countChanges(base.mapping, mapping);
  const start = useCallback((next: StoredMapping) => {
    setBase(next);
    setMapping(next.mapping);
  }, []);
  useEffect(() => {
    if (changeCount === 0 && stored.version > base.version) start(stored);
  }, [changeCount, stored, base.version, start]);
  useUnsavedEntries(changeCount > 0);
  useEffect(() => {
    if (changeCount > 0) drafts.write({ base: { ...base }, values: { ...mapping } });
    else drafts.clear();
  }, [drafts, changeCount, base, mapping]);
  // It goes with the page; a reload ends the page without that.
  useEffect(() => drafts.clear, [drafts]);
  const change = useCallback(
    (next: MappingChange) => setMapping((before) => changeMapping(before, next)),
    [],
  );
  return { base, mapping, changeCount, change, start, discard: () => setMapping(base.mapping) };
}

export type MappingDraft = ReturnType<typeof useMappingDraft>;
