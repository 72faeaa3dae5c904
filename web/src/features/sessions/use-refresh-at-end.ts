import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { queryKeys } from '../../lib/query-keys.ts';
import { isOpen, type Session } from './api/session-types.ts';

/** When a watched session ends, what it changed elsewhere is read anew: its outcomes and log, integrations, records. */
export function useRefreshAtEnd(session: Session | undefined): void {
  const queryClient = useQueryClient();
  const openId = useRef<number>(undefined);
  useEffect(() => {
    if (!session) return;
    if (isOpen(session)) {
      openId.current = session.id;
      return;
    }
    if (openId.current !== session.id) return;
    openId.current = undefined;
    void queryClient.invalidateQueries({ queryKey: queryKeys.detail('sessions', session.id) });
    for (const area of ['integrations', 'overview', 'people', 'assets', 'software', 'saas'])
      void queryClient.invalidateQueries({ queryKey: [area] });
    void queryClient.invalidateQueries({ queryKey: ['sessions', 'list'] });
  }, [session, queryClient]);
}
