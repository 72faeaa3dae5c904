import type { ApiRequest, Schema } from '../../../lib/api-client.ts';
import type { paths } from '../../../lib/api-types.generated.ts';

export type Credential = Schema<'Credential'>;
export type CredentialDetail = Schema<'CredentialDetail'>;
export type Connector = Schema<'Connector'>;
export type AuthMethod = Connector['auth'][number];

/** What a form saves; secrets that are left out stay as they are. */
export type CredentialInput = ApiRequest<paths['/api/credentials']['post']>['body'];
export type CredentialChange = ApiRequest<paths['/api/credentials/{id}']['patch']>['body'];

/** What every part of the credential page gets. */
export interface CredentialPartProps {
  credential: CredentialDetail;
  connector: Connector;
  method: AuthMethod;
  mayChange: boolean;
}
