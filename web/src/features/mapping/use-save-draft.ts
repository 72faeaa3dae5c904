import { useState } from 'react';
import { type Conflict, readConflicts } from '../../components/form/use-guarded-change.ts';
import { type MappingRow, useMapping } from '../../data/use-mapping.ts';
import { ApiError } from '../../lib/api-error.ts';
import { notifyDone } from '../../lib/notify.tsx';
import { queryKeys, useRefresh } from '../../lib/query-keys.ts';
import { useSaveMapping } from './api/use-save-mapping.ts';
import { isComplete } from './mapping-draft.ts';
import type { MappingDraft } from './use-mapping-draft.ts';

/** What the API calls the condition among the fields. */
export const conditionField = '$condition';

/**
 * Saves the draft. What others have saved in other fields since it was opened stays; of a field both have changed
 * (`change.conflicts`) one of the two is taken first. `isOutdated`: only starting anew helps.
 */
export function useSaveDraft(integrationId: number, draft: MappingDraft) {
  const refresh = useRefresh();
  const stored = useMapping(integrationId);
  const { mutate, reset, error, isPending } = useSaveMapping(integrationId);
  /** What has been seen of others' changes and decided about. */
  const [seen, setSeen] = useState<Record<string, unknown>>({});
  const start = (next: Parameters<typeof draft.start>[0]) => {
    setSeen({});
    draft.start(next);
  };
  const note = ({ field, value }: Conflict) => setSeen((before) => ({ ...before, [field]: value }));
  const isSeen = ({ field, value }: Conflict) => JSON.stringify(seen[field]) === JSON.stringify(value);
  const unfinished = draft.mapping.rows.filter((row) => !isComplete(row)).map((row) => row.target);
  return {
    save: () =>
      mutate(
        {
          params: { path: { id: integrationId } },
          body: { version: draft.base.version, mapping: draft.mapping, expected: seen },
        },
        {
          onSuccess: (saved) => {
            start(saved);
            notifyDone(`Mapping saved as version ${saved.version}`);
            void refresh(queryKeys.below('/api/integrations/{id}', { id: integrationId }));
          },
        },
      ),
    loadNewest: async () => {
      const { data } = await stored.refetch();
      if (!data) return;
      start(data);
      reset();
    },
    change: {
      conflicts: readConflicts(error).filter((conflict) => !isSeen(conflict)),
      keepMine: note,
      takeTheirs: (conflict: Conflict) => {
        const { field, value } = conflict;
        if (field === conditionField) draft.change({ kind: 'condition', condition: String(value ?? '') });
        else draft.change({ kind: 'theirs', target: field, row: value as MappingRow | null });
        note(conflict);
      },
    },
    unfinished,
    error,
    isOutdated: error instanceof ApiError && error.code === 'MAPPING_CHANGED',
    isPending,
  };
}

export type SaveDraft = ReturnType<typeof useSaveDraft>;
