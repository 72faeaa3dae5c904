import { api, type Schema } from '../lib/api-client.ts';

export type Connector = Schema<'Connector'>;
export type AuthMethod = Connector['auth'][number];

/** One connector with its authorization types, form fields, scopes and the redirect URL to register at the vendor. */
export function useConnector(id: string | undefined) {
  return api.useQuery(
    'get',
    '/api/connectors/{id}',
    { params: { path: { id: id ?? '' } } },
    { enabled: id !== undefined, staleTime: 5 * 60_000 },
  );
}
