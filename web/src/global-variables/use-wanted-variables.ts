import { api, type Schema } from '../lib/api-client.ts';

export type WantedVariable = Schema<'WantedVariable'>;

/** Global variables that the forms of a connector fall back on, and whether they are there. */
export function useWantedVariables(connectorId: string) {
  return api.useQuery(
    'get',
    '/api/connectors/{id}/variables',
    { params: { path: { id: connectorId } } },
    { select: (answer) => answer.items },
  );
}
