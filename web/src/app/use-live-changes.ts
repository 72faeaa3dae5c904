import { type InfiniteData, type Query, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { openChangeChannel } from '../lib/change-channel.ts';
import { isAtTopic } from '../lib/query-keys.ts';

/** Asks anew for what the server says has changed, as far as it is shown. */
export function useLiveChanges(): void {
  const queryClient = useQueryClient();
  useEffect(
    () =>
      openChangeChannel((topics) => {
        void queryClient.invalidateQueries({
          predicate: (query) =>
            topics === undefined ||
            (!isLongList(query) && topics.some((topic) => isAtTopic(query.queryKey, topic))),
        });
      }),
    [queryClient],
  );
}

/** Somebody has scrolled down in it: all its pages would be read anew. The list itself says that it has changed. */
const isLongList = (query: Query) =>
  ((query.state.data as InfiniteData<unknown> | undefined)?.pages?.length ?? 0) > 1;
