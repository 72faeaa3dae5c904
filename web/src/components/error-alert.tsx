import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { describeError } from '../lib/api-error.ts';

/** The failure of an action, beside the button that started it. Renders nothing without an error. */
export function ErrorAlert({ error, title }: { error: unknown; title?: string }) {
  if (!error) return null;
  return (
    <Alert color="red" role="alert" title={title} icon={<IconAlertTriangle size={18} />}>
      <span style={{ overflowWrap: 'anywhere' }}>{describeError(error)}</span>
    </Alert>
  );
}
