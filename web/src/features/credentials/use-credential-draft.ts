import { useState } from 'react';
import type { CredentialDetail } from './api/credential-types.ts';
import {
  useCreateCredential,
  useDeleteCredential,
  useTestCredential,
  useUpdateCredential,
} from './api/use-credential-changes.ts';
import type { CredentialForm } from './use-credential-form.ts';
import { useOAuthPopup } from './use-oauth-popup.ts';

/**
 * A new credential lives on the server as a draft while it is being proven: the vendor's sign-in and the test both
 * need it there. Create turns the draft into a credential; Cancel removes it.
 */
export function useCredentialDraft(form: CredentialForm) {
  const [draftId, setDraftId] = useState<number>();
  /** The form's content the proof belongs to: another content has to be proven again. */
  const [provenKey, setProvenKey] = useState<string>();
  const [pendingKey, setPendingKey] = useState<string>();
  const creating = useCreateCredential();
  const updating = useUpdateCredential();
  const testing = useTestCredential();
  const remove = useDeleteCredential();
  const popup = useOAuthPopup(() => setProvenKey(pendingKey));
  const isProven = provenKey !== undefined && provenKey === form.authorizationKey;

  const save = (isDraft: boolean): Promise<CredentialDetail> => {
    const body = form.makeInput(isDraft);
    return draftId === undefined
      ? creating.mutateAsync({ body })
      : updating.mutateAsync({ params: { path: { id: draftId } }, body });
  };
  const saveDraft = async (): Promise<CredentialDetail> => {
    const saved = await save(true);
    setDraftId(saved.id);
    return saved;
  };

  const authenticate = () => {
    if (!form.check()) return;
    setPendingKey(form.authorizationKey);
    // A refused save is shown through saveError.
    void popup.start(() => saveDraft().catch(() => undefined));
  };

  const test = async () => {
    if (!form.check()) return;
    const key = form.authorizationKey;
    try {
      const { id } = await saveDraft();
      const result = await testing.mutateAsync({ params: { path: { id } }, body: {} });
      setProvenKey(result.ok ? key : undefined);
    } catch {
      // Shown through saveError and testError.
      setProvenKey(undefined);
    }
  };

  const create = async (): Promise<CredentialDetail | undefined> => {
    if (!form.check()) return undefined;
    try {
      return await save(false);
    } catch {
      // Shown through saveError.
      return undefined;
    }
  };

  return {
    id: draftId,
    popup,
    authenticate,
    test,
    create,
    discard: () => draftId !== undefined && remove.mutate({ params: { path: { id: draftId } } }),
    isProven,
    isSaving: creating.isPending || updating.isPending,
    saveError: creating.error ?? updating.error,
    isTesting: testing.isPending,
    testResult: testing.data,
    testError: testing.error,
  };
}
