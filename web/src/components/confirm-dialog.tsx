import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { ignoreSecondClick } from '../lib/ignore-second-click.ts';
import { ErrorAlert } from './error-alert.tsx';

interface ConfirmDialogProps {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  /** Says what will happen and what cannot be undone. */
  children: ReactNode;
  confirmLabel: string;
  onConfirm: () => void;
  isPending?: boolean;
  /** Something has to be entered first. */
  isBlocked?: boolean;
  /** The action's failure; the dialog stays open and shows it. */
  error?: unknown;
  isDangerous?: boolean;
}

export function ConfirmDialog(props: ConfirmDialogProps) {
  const {
    isOpen,
    onClose,
    title,
    children,
    confirmLabel,
    onConfirm,
    isPending,
    isBlocked = false,
    error,
    isDangerous = true,
  } = props;
  return (
    <Modal opened={isOpen} onClose={onClose} title={title} size="md">
      <Stack gap="md">
        <Text component="div">{children}</Text>
        <ErrorAlert error={error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            Cancel
          </Button>
          <Button
            color={isDangerous ? 'red.9' : undefined}
            onClickCapture={ignoreSecondClick}
            onClick={onConfirm}
            loading={isPending}
            disabled={isBlocked}
          >
            {confirmLabel}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
