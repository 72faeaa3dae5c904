import { ActionIcon, Button, Group } from '@mantine/core';
import { type Icon, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import type { RowOf } from '../../lib/list-types.ts';
import { notifyDone } from '../../lib/notify.tsx';
import { ConfirmDialog } from '../confirm-dialog.tsx';
import { EmptyState } from '../empty-state.tsx';
import { useDraftStore } from '../form/use-draft-store.ts';
import { ListPage, type ListPageProps } from './list-page.tsx';

type ManagedPath =
  | '/api/users'
  | '/api/api-tokens'
  | '/api/global-variables'
  | '/api/software-normalizations'
  | '/api/placeholders';

/** How an entry goes; the person is asked first. */
interface Removal {
  /** What the buttons say: Delete, Remove, Revoke. */
  verb: string;
  /** The button in the row says its verb instead of showing a bin. */
  isSpelledOut?: boolean;
  /** What goes with it, and that it cannot be brought back. */
  warning: ReactNode;
  /** Told afterwards. */
  done: (name: string) => string;
  mutation: {
    mutate: (request: { params: { path: { id: number } } }, options: { onSuccess: () => void }) => void;
    reset: () => void;
    isPending: boolean;
    error: unknown;
  };
}

interface ManagedListPageProps<Path extends ManagedPath>
  extends Pick<
    ListPageProps<Path>,
    'title' | 'crumbs' | 'description' | 'listId' | 'path' | 'nouns' | 'columns' | 'filterFields'
  > {
  nameOf: (row: RowOf<Path>) => string;
  mayAdd: boolean;
  addLabel: string;
  /** Buttons before the one that adds. */
  otherActions?: ReactNode;
  empty: { icon: Icon; title: string; text: string };
  /** The dialog that adds an entry, or changes the one it is given. */
  renderDialog: (row: RowOf<Path> | undefined, close: () => void) => ReactNode;
  mayChange: boolean;
  mayRemove: (row: RowOf<Path>) => boolean;
  removal: Removal;
}

/** A list whose entries are added, changed and removed in dialogs on the same page. */
export function ManagedListPage<Path extends ManagedPath>(props: ManagedListPageProps<Path>) {
  const { nameOf, mayAdd, addLabel, otherActions, empty, renderDialog, mayChange, mayRemove, removal } =
    props;
  const drafts = useDraftStore(`${props.listId}/new`);
  // What was being added before a reload goes on.
  const [opened, setOpened] = useState<{ row: RowOf<Path> | undefined } | undefined>(() =>
    mayAdd && drafts.has() ? { row: undefined } : undefined,
  );
  const [removing, setRemoving] = useState<RowOf<Path>>();
  const addButton = mayAdd ? (
    <Button leftSection={<IconPlus size={17} />} onClick={() => setOpened({ row: undefined })}>
      {addLabel}
    </Button>
  ) : null;
  return (
    <ListPage<Path>
      title={props.title}
      {...(props.crumbs ? { crumbs: props.crumbs } : {})}
      description={props.description}
      listId={props.listId}
      path={props.path}
      nouns={props.nouns}
      columns={props.columns}
      filterFields={props.filterFields ?? []}
      getRowKey={(row) => row.id}
      {...(mayChange ? { onOpenRow: (row: RowOf<Path>) => setOpened({ row }) } : {})}
      actions={
        <>
          {otherActions}
          {addButton}
        </>
      }
      renderActions={(row) => (
        <Group gap={4} wrap="nowrap">
          {mayChange ? (
            <ActionIcon aria-label={`Change ${nameOf(row)}`} onClick={() => setOpened({ row })}>
              <IconPencil size={16} />
            </ActionIcon>
          ) : null}
          {mayRemove(row) ? (
            <RemoveButton removal={removal} name={nameOf(row)} onClick={() => setRemoving(row)} />
          ) : null}
        </Group>
      )}
      empty={<EmptyState {...empty} action={addButton} />}
    >
      {opened ? renderDialog(opened.row, () => setOpened(undefined)) : null}
      <RemoveDialog
        removal={removal}
        noun={props.nouns[0]}
        removed={removing ? { id: removing.id, name: nameOf(removing) } : undefined}
        onClose={() => setRemoving(undefined)}
      />
    </ListPage>
  );
}

interface RemoveButtonProps {
  removal: Removal;
  name: string;
  onClick: () => void;
}

function RemoveButton({ removal: { verb, isSpelledOut = false }, name, onClick }: RemoveButtonProps) {
  const label = `${verb} ${name}`;
  return isSpelledOut ? (
    <Button variant="subtle" size="compact-xs" onClick={onClick} aria-label={label}>
      {verb}
    </Button>
  ) : (
    <ActionIcon aria-label={label} onClick={onClick}>
      <IconTrash size={16} />
    </ActionIcon>
  );
}

interface RemoveDialogProps {
  removal: Removal;
  noun: string;
  removed: { id: number; name: string } | undefined;
  onClose: () => void;
}

function RemoveDialog({ removal, noun, removed, onClose }: RemoveDialogProps) {
  const { verb, warning, done, mutation } = removal;
  const remove = ({ id, name }: { id: number; name: string }) =>
    mutation.mutate(
      { params: { path: { id } } },
      {
        onSuccess: () => {
          notifyDone(done(name));
          onClose();
        },
      },
    );
  return (
    <ConfirmDialog
      isOpen={removed !== undefined}
      onClose={() => {
        onClose();
        mutation.reset();
      }}
      title={`${verb} ${removed?.name ?? noun}?`}
      confirmLabel={`${verb} ${noun}`}
      isPending={mutation.isPending}
      error={mutation.error}
      onConfirm={() => removed && remove(removed)}
    >
      {warning}
    </ConfirmDialog>
  );
}
