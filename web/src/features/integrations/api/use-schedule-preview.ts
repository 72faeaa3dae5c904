import { keepPreviousData } from '@tanstack/react-query';
import { api } from '../../../lib/api-client.ts';
import type { Schedule } from './integration-types.ts';

/** What a schedule means and when it would run next, as the server sees it. */
export function useSchedulePreview(schedule: Schedule) {
  return api.useQuery(
    'post',
    '/api/schedules/preview',
    { body: { schedule } },
    { placeholderData: keepPreviousData, retry: false },
  );
}
