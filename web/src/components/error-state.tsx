import { Button, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react';
import { ApiError, describeError } from '../lib/api-error.ts';

interface ErrorStateProps {
  title?: string;
  error: unknown;
  onRetry?: () => void;
}

/** Says what failed and why, in the server's words, with a way to try again. */
export function ErrorState({ title = 'This could not be loaded', error, onRetry }: ErrorStateProps) {
  return (
    <Stack align="center" gap={6} py={40} px="md" ta="center" role="alert">
      <IconAlertTriangle size={32} stroke={1.5} color="var(--muster-bad)" aria-hidden />
      <Title order={2}>{title}</Title>
      <Text maw={560} style={{ overflowWrap: 'anywhere' }}>
        {describeError(error)}
      </Text>
      {error instanceof ApiError ? (
        <Text size="xs" c="dimmed" ff="monospace">
          {error.code}
        </Text>
      ) : null}
      {onRetry ? (
        <Button mt="xs" variant="default" leftSection={<IconRefresh size={16} />} onClick={onRetry}>
          Try again
        </Button>
      ) : null}
    </Stack>
  );
}
