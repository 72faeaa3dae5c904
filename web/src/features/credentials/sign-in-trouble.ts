import type { CredentialDetail } from './api/credential-types.ts';

/** True when signing in at the vendor is what the credential lacks: the help is shown open then. */
export function hasSignInTrouble({
  status,
  statusReason,
}: Pick<CredentialDetail, 'status' | 'statusReason'>): boolean {
  // Without a reason nobody has tried yet.
  return status === 'needs_reauthentication' || (status === 'not_authenticated' && statusReason !== null);
}

/** Address that ends the vendor's session, when it is one a window may be sent to. */
export function readSignOutUrl(help: CredentialDetail['signInHelp']): string | undefined {
  // Parts of it come from the credential's form.
  return help?.signOutUrl && /^https?:\/\//i.test(help.signOutUrl) ? help.signOutUrl : undefined;
}
