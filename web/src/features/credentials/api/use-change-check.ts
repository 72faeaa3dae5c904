import { useDebouncedValue } from '@mantine/hooks';
import { api } from '../../../lib/api-client.ts';
import type { CredentialInput } from './credential-types.ts';

type Change = Partial<Pick<CredentialInput, 'methodId' | 'fields' | 'otherServers'>>;

/**
 * What saving this would ask for and stop, while it is being entered. Undefined as long as the server has not said so,
 * or refuses the values for another reason, which saving tells.
 */
export function useChangeCheck(credentialId: number | undefined, change: Change) {
  // By its text: the forms make a new object each time.
  const [body] = useDebouncedValue(JSON.stringify(change), 300);
  const { data } = api.useQuery(
    'post',
    '/api/credentials/{id}/change-check',
    { params: { path: { id: credentialId ?? 0 } }, body: JSON.parse(body) as Change },
    { enabled: credentialId !== undefined, retry: false, staleTime: 0 },
  );
  return data;
}

export type ChangeCheck = NonNullable<ReturnType<typeof useChangeCheck>>;
