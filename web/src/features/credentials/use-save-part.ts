import { useState } from 'react';
import { type GuardedChange, isConflict, readConflicts } from '../../components/form/use-guarded-change.ts';
import { notifyDone } from '../../lib/notify.tsx';
import type { CredentialDetail, CredentialInput } from './api/credential-types.ts';
import { useUpdateCredential } from './api/use-credential-changes.ts';

interface SavePartOptions {
  /** As it was when the form was opened: what others change meanwhile is told. */
  stored: CredentialDetail;
  /** Told afterwards. */
  done: string;
  onClose: () => void;
}

/** Saves one part of a credential from its section, says so and closes the form. */
export function useSavePart({ stored: newest, done, onClose }: SavePartOptions) {
  const [stored] = useState(newest);
  const [seen, setSeen] = useState<Record<string, unknown>>({});
  const { mutate, error, isPending } = useUpdateCredential();
  /** Secrets are not read, so they are not compared. */
  const expect = (body: object) =>
    Object.fromEntries(
      Object.keys(body)
        .filter((name) => name in stored)
        .map((name) => [name, seen[name] ?? stored[name as keyof CredentialDetail]]),
    );
  const save = (body: Partial<CredentialInput> & { otherServers?: string[] }) =>
    mutate(
      { params: { path: { id: stored.id } }, body: { ...body, expected: expect(body) } },
      {
        onSuccess: () => {
          notifyDone(done);
          onClose();
        },
      },
    );
  const conflicts = readConflicts(error).filter(
    ({ field, value }) => JSON.stringify(seen[field]) !== JSON.stringify(value),
  );
  const change: GuardedChange = {
    conflicts,
    keepMine: ({ field, value }) => setSeen((before) => ({ ...before, [field]: value })),
    // The section shows what stands there; it is opened anew from there.
    takeTheirs: onClose,
  };
  return { save, error: isConflict(error) ? null : error, isPending, change };
}
