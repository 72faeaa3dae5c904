import { useEffect, useRef } from 'react';
import { isOpen, type Session } from '../../data/session-types.ts';
import { queryKeys, useRefresh } from '../../lib/query-keys.ts';

/** When a watched session ends, what it changed elsewhere is read anew: its outcomes and log, integrations, records. */
export function useRefreshAtEnd(session: Session | undefined): void {
  const refresh = useRefresh();
  const openId = useRef<number>(undefined);
  useEffect(() => {
    if (!session) return;
    if (isOpen(session)) {
      openId.current = session.id;
      return;
    }
    if (openId.current !== session.id) return;
    openId.current = undefined;
    void refresh(
      queryKeys.at('/api/sessions'),
      queryKeys.below('/api/sessions/{id}', { id: session.id }),
      queryKeys.below('/api/integrations'),
      queryKeys.at('/api/overview'),
      queryKeys.below('/api/records/{object}'),
    );
  }, [session, refresh]);
}
