import { notifyDone } from '../../lib/notify.tsx';
import type { CredentialInput } from './api/credential-types.ts';
import { useUpdateCredential } from './api/use-credential-changes.ts';

interface SavePartOptions {
  credentialId: number;
  /** Told afterwards. */
  done: string;
  onClose: () => void;
}

/** Saves one part of a credential from its section, says so and closes the form. */
export function useSavePart({ credentialId, done, onClose }: SavePartOptions) {
  const { mutate, error, isPending } = useUpdateCredential();
  const save = (body: Partial<CredentialInput> & { otherServers?: string[] }) =>
    mutate(
      { params: { path: { id: credentialId } }, body },
      {
        onSuccess: () => {
          notifyDone(done);
          onClose();
        },
      },
    );
  return { save, error, isPending };
}
