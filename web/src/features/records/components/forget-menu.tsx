import { ActionIcon, List, Menu, Text, TextInput } from '@mantine/core';
import { IconDots, IconEraser, IconTrash } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import type { RecordKind } from '../../../data/record-kinds.ts';
import { notifyDone } from '../../../lib/notify.tsx';
import type { RecordDetail } from '../api/record-types.ts';
import { useDeleteRecord, useErasePerson } from '../api/use-forget-record.ts';

interface ForgetMenuProps {
  kind: RecordKind;
  record: RecordDetail;
  name: string;
}

/** What takes a record away for good: deleting an archived one, erasing a person. */
export function ForgetMenu({ kind, record, name }: ForgetMenuProps) {
  const [asked, setAsked] = useState<'delete' | 'erase'>();
  const close = () => setAsked(undefined);
  const mayDelete = record.archivedAt !== null;
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={36} aria-label="More actions" data-small>
            <IconDots size={17} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconTrash size={16} />}
            disabled={!mayDelete}
            onClick={() => setAsked('delete')}
          >
            {mayDelete ? 'Delete…' : 'Delete (archive it first)'}
          </Menu.Item>
          {kind.object === 'people' ? (
            <Menu.Item leftSection={<IconEraser size={16} />} color="red.9" onClick={() => setAsked('erase')}>
              Erase person…
            </Menu.Item>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      <DeleteDialog kind={kind} record={record} name={name} isOpen={asked === 'delete'} onClose={close} />
      <EraseDialog kind={kind} record={record} name={name} isOpen={asked === 'erase'} onClose={close} />
    </>
  );
}

type DialogProps = ForgetMenuProps & { isOpen: boolean; onClose: () => void };

function DeleteDialog({ kind, record, name, isOpen, onClose }: DialogProps) {
  const navigate = useNavigate();
  const remove = useDeleteRecord();
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={onClose}
      title={`Delete ${name}?`}
      confirmLabel="Delete"
      isPending={remove.isPending}
      error={remove.error}
      onConfirm={() =>
        remove.mutate(
          { params: { path: { object: kind.object, id: record.id } } },
          {
            onSuccess: () => {
              notifyDone(`${name} was deleted.`);
              void navigate({ to: kind.path });
            },
          },
        )
      }
    >
      The {kind.nouns[0]} goes with {record.sources.length === 1 ? 'its source record' : 'its source records'}{' '}
      and its whole history. This cannot be undone. A source that still has it brings it back with its next
      session, as a new {kind.nouns[0]}: delete it there first, or leave it archived.
    </ConfirmDialog>
  );
}

function EraseDialog({ kind, record, name, isOpen, onClose }: DialogProps) {
  const navigate = useNavigate();
  const erase = useErasePerson();
  const [typed, setTyped] = useState('');
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={onClose}
      title={`Erase ${name}?`}
      confirmLabel="Erase for good"
      isPending={erase.isPending}
      isBlocked={typed.trim() !== name}
      error={erase.error}
      onConfirm={() =>
        erase.mutate(
          { params: { path: { id: record.id } } },
          {
            onSuccess: ({ pseudonym }) => {
              notifyDone(`The person was erased as ${pseudonym}. The proof is under Erased people.`);
              void navigate({ to: kind.path });
            },
          },
        )
      }
    >
      <Text mb="xs">Everything in Muster that names this person goes and cannot be brought back:</Text>
      <List size="sm" mb="sm" spacing={4}>
        <List.Item>
          the record, its source records ({record.sources.length}), its history, SaaS accounts
        </List.Item>
        <List.Item>
          parked records, outcomes, plans, log lines, test payloads, samples and notifications that name them
        </List.Item>
        <List.Item>devices lose them as the one they are assigned to</List.Item>
        <List.Item>the audit log calls them by a pseudonym</List.Item>
      </List>
      <Text size="sm" mb="sm">
        They do not come back with the next session, nor with an older backup, unless you let them under
        Erased people. Out of reach: the source itself, copies in ServiceNow and other systems, exports, and
        what devices say of their user as text.
      </Text>
      <TextInput
        label={`Type ${name} to confirm`}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        autoComplete="off"
      />
    </ConfirmDialog>
  );
}
