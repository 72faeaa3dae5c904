import { Button } from '@mantine/core';
import { IconArchive, IconArchiveOff } from '@tabler/icons-react';
import { useState } from 'react';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import type { RecordKind } from '../../../data/record-kinds.ts';
import { notifyDone, notifyFailed } from '../../../lib/notify.tsx';
import type { RecordDetail } from '../api/record-types.ts';
import { useSaveRecord } from '../api/use-save-record.ts';

/** Archive hides a record from the lists; Restore brings it back. */
export function ArchiveButton({
  kind,
  record,
  name,
}: {
  kind: RecordKind;
  record: RecordDetail;
  name: string;
}) {
  const [isAsking, setAsking] = useState(false);
  const save = useSaveRecord(kind.object);
  const params = { path: { object: kind.object, id: record.id } };
  const restore = () =>
    save.mutate(
      { params, body: { isArchived: false, expected: { isArchived: true } } },
      {
        onSuccess: () => notifyDone(`${name} was restored.`),
        onError: (err) => notifyFailed('Not restored', err),
      },
    );
  const archive = () =>
    save.mutate(
      { params, body: { isArchived: true, expected: { isArchived: false } } },
      {
        onSuccess: () => {
          notifyDone(`${name} was archived.`);
          setAsking(false);
        },
      },
    );
  if (record.archivedAt) {
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
        Archived {kind.nouns[1]} are left out of lists and exports. Nothing is deleted; find them with the
        filter Archived is Yes and restore them at any time.
      </ConfirmDialog>
    </>
  );
}
