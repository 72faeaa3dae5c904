import { useMemo } from 'react';
import { useMe } from '../../session/use-me.ts';

/** What was entered, and what stood there before: only what differs is brought back. */
interface Draft {
  base: Record<string, unknown>;
  values: Record<string, unknown>;
}

const prefix = 'muster-draft';

/**
 * Keeps what is being entered for this window, under a name of its own and the user's: a reload does not lose it, and
 * nobody else who signs in sees it.
 */
export function useDraftStore(name: string | undefined) {
  const { id } = useMe();
  return useMemo(() => {
    const key = `${prefix}:${id}:${name}`;
    return {
      has: () => name !== undefined && sessionStorage.getItem(key) !== null,
      read: (): Draft | undefined => {
        const text = name === undefined ? null : sessionStorage.getItem(key);
        return text === null ? undefined : (JSON.parse(text) as Draft);
      },
      write: (draft: Draft) => {
        if (name !== undefined) sessionStorage.setItem(key, JSON.stringify(draft));
      },
      clear: () => {
        if (name !== undefined) sessionStorage.removeItem(key);
      },
    };
  }, [id, name]);
}
