import { useQuery } from '@tanstack/react-query';
import { callApi, type Schema } from '../lib/api-client.ts';

export type WantedVariable = Schema<'WantedVariable'>;

/** Global variables that the forms of a connector fall back on, and whether they are there. */
export function useWantedVariables(connectorId: string) {
  return useQuery({
    // Below `global-variables`, so that every change of a variable refreshes it.
    queryKey: ['global-variables', 'wanted', connectorId],
    queryFn: ({ signal }) =>
      callApi('get', '/api/connectors/{id}/variables', { path: { id: connectorId }, signal }),
    select: (answer) => answer.items,
  });
}
