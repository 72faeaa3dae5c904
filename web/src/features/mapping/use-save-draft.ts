import { useMapping } from '../../data/use-mapping.ts';
import { ApiError } from '../../lib/api-error.ts';
import { notifyDone } from '../../lib/notify.tsx';
import { queryKeys, useRefresh } from '../../lib/query-keys.ts';
import { useSaveMapping } from './api/use-save-mapping.ts';
import { isComplete } from './mapping-draft.ts';
import type { MappingDraft } from './use-mapping-draft.ts';

/** Saves the draft; `isConflict` when somebody else has saved since it was opened, `loadNewest` then starts anew. */
export function useSaveDraft(integrationId: number, draft: MappingDraft) {
  const refresh = useRefresh();
  const stored = useMapping(integrationId);
  const { mutate, reset, error, isPending } = useSaveMapping(integrationId);
  const unfinished = draft.mapping.rows.filter((row) => !isComplete(row)).map((row) => row.target);
  return {
    save: () =>
      mutate(
        {
          params: { path: { id: integrationId } },
          body: { version: draft.base.version, mapping: draft.mapping },
        },
        {
          onSuccess: (saved) => {
            draft.start(saved);
            notifyDone(`Mapping saved as version ${saved.version}`);
            void refresh(queryKeys.below('/api/integrations/{id}', { id: integrationId }));
          },
        },
      ),
    loadNewest: async () => {
      const { data } = await stored.refetch();
      if (!data) return;
      draft.start(data);
      reset();
    },
    unfinished,
    error,
    isConflict: error instanceof ApiError && error.code === 'MAPPING_CHANGED',
    isPending,
  };
}

export type SaveDraft = ReturnType<typeof useSaveDraft>;
