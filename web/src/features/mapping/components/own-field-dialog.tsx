import { Button, List, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { FormDialog } from '../../../components/form/form-dialog.tsx';
import { useServerErrors } from '../../../components/form/use-server-errors.ts';
import { formatCount } from '../../../lib/format.ts';
import { notifyDone } from '../../../lib/notify.tsx';
import { useMay } from '../../../session/use-may.ts';
import type { MusterField } from '../api/mapping-types.ts';
import { useDeleteField, useOwnField, useRenameField } from '../api/use-own-field.ts';

interface OwnFieldDialogProps {
  object: string;
  field: MusterField;
  onClose: () => void;
}

/** Renames a field of one's own, or deletes it with all that hangs on it. */
export function OwnFieldDialog({ object, field, onClose }: OwnFieldDialogProps) {
  const [isDeleting, setDeleting] = useState(false);
  const mayDelete = useMay('administrator');
  const rename = useRenameField(object);
  const form = useForm({
    initialValues: { label: field.label },
    validate: { label: (value) => (value.trim() === '' ? 'Give the field a name.' : null) },
  });
  const formError = useServerErrors(form, rename.error, ['label']);
  const submit = form.onSubmit(({ label }) =>
    rename.mutate(
      {
        params: { path: { object, name: field.name } },
        body: { label: label.trim(), expected: { label: field.label } },
      },
      {
        onSuccess: () => {
          notifyDone(`The field is called ${label.trim()} now.`);
          onClose();
        },
      },
    ),
  );
  if (isDeleting) return <DeleteFieldDialog object={object} field={field} onClose={onClose} />;
  return (
    <FormDialog
      form={form}
      title={`Field ${field.label}`}
      onClose={onClose}
      onSubmit={submit}
      submitLabel="Rename"
      isPending={rename.isPending}
      isSubmitDisabled={!form.isDirty()}
      error={formError}
      otherButtons={
        mayDelete ? (
          <Button
            variant="subtle"
            color="red.9"
            leftSection={<IconTrash size={16} />}
            onClick={() => setDeleting(true)}
          >
            Delete field
          </Button>
        ) : null
      }
    >
      <TextInput
        label="Name"
        description="Mappings, values and filters stay as they are; lists and exports show the new name."
        withAsterisk
        maxLength={80}
        data-autofocus
        {...form.getInputProps('label')}
      />
    </FormDialog>
  );
}

function DeleteFieldDialog({ object, field, onClose }: OwnFieldDialogProps) {
  const { data, error } = useOwnField(object, field.name);
  const remove = useDeleteField(object);
  const uses = data?.uses;
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={`Delete the field ${field.label}?`}
      confirmLabel="Delete field"
      isPending={remove.isPending || (!uses && !error)}
      error={remove.error ?? error}
      onConfirm={() =>
        remove.mutate(
          { params: { path: { object, name: field.name } } },
          {
            onSuccess: () => {
              notifyDone(`The field ${field.label} was deleted.`);
              onClose();
            },
          },
        )
      }
    >
      {uses ? (
        <>
          <List size="sm" spacing={4}>
            <List.Item>
              {uses.recordCount === 0
                ? 'No record has a value in it.'
                : `${formatCount(uses.recordCount, 'record loses its value', 'records lose their values')}; their history keeps them.`}
            </List.Item>
            <List.Item>
              {uses.mappings.length === 0
                ? 'No integration maps it.'
                : `${formatCount(uses.mappings.length, 'mapping loses', 'mappings lose')} its row: ${uses.mappings
                    .map(({ integrationName, isSyncKey }) =>
                      isSyncKey ? `${integrationName} (sync key)` : integrationName,
                    )
                    .join(', ')}.`}
            </List.Item>
            {uses.lockCount > 0 ? (
              <List.Item>{formatCount(uses.lockCount, 'lock goes', 'locks go')}.</List.Item>
            ) : null}
            <List.Item>Addresses with a filter on it no longer work.</List.Item>
          </List>
          <Text mt="xs">This cannot be undone.</Text>
        </>
      ) : null}
    </ConfirmDialog>
  );
}
