import { Button, Group, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { ErrorAlert } from '../../../components/error-alert.tsx';

interface SectionFormProps {
  children: ReactNode;
  /** What went wrong with saving and belongs to no field. */
  error: unknown;
  isSaving: boolean;
  onSave: () => void;
  onCancel: () => void;
}

/** The form a section of the credential page becomes while it is edited. */
export function SectionForm({ children, error, isSaving, onSave, onCancel }: SectionFormProps) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSave();
      }}
      noValidate
    >
      <Stack gap="md">
        {children}
        <ErrorAlert error={error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={isSaving}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
