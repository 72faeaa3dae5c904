import type { AuthMethod, Connector } from '../../../data/use-connector.ts';
import type { Schema } from '../../../lib/api-client.ts';
import type { paths } from '../../../lib/api-types.generated.ts';

export type Credential = Schema<'Credential'>;
export type CredentialDetail = Schema<'CredentialDetail'>;

/** What a form saves; secrets that are left out stay as they are. */
export type CredentialInput = paths['/api/credentials']['post']['requestBody']['content']['application/json'];

/** What every part of the credential page gets. */
export interface CredentialPartProps {
  credential: CredentialDetail;
  connector: Connector;
  method: AuthMethod;
  mayChange: boolean;
}
