import { Button } from '@mantine/core';
import { IconArchive, IconArchiveOff } from '@tabler/icons-react';
import { useState } from 'react';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { notifyDone, notifyFailed } from '../../../components/notify.tsx';
import type { RecordDetail } from '../api/record-types.ts';
import { useSavePerson } from '../api/use-save-person.ts';

/** Archive hides a person from the lists; Restore brings them back. */
export function ArchiveButton({ person, name }: { person: RecordDetail; name: string }) {
  const [isAsking, setAsking] = useState(false);
  const save = useSavePerson(person.id);
  const restore = () =>
    save.mutate(
      { version: person.version, isArchived: false },
      {
        onSuccess: () => notifyDone(`${name} was restored.`),
        onError: (err) => notifyFailed('Not restored', err),
      },
    );
  const archive = () =>
    save.mutate(
      { version: person.version, isArchived: true },
      {
        onSuccess: () => {
          notifyDone(`${name} was archived.`);
          setAsking(false);
        },
      },
    );
  if (person.archivedAt) {
    return (
      <Button
        variant="default"
        leftSection={<IconArchiveOff size={17} />}
        onClick={restore}
        loading={save.isPending}
      >
        Restore
      </Button>
    );
  }
  return (
    <>
      <Button variant="default" leftSection={<IconArchive size={17} />} onClick={() => setAsking(true)}>
        Archive
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={`Archive ${name}?`}
        confirmLabel="Archive"
        isDangerous={false}
        isPending={save.isPending}
        error={save.error}
        onConfirm={archive}
      >
        Archived people are left out of lists and exports. Nothing is deleted; find them with the filter
        Archived is Yes and restore them at any time.
      </ConfirmDialog>
    </>
  );
}
