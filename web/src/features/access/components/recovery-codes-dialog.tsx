import { Alert, Button, Code, Group, Modal, Stack } from '@mantine/core';
import { IconEyeOff } from '@tabler/icons-react';
import { CopyButton } from '../../../components/copy-button.tsx';

/** Recovery codes, shown this once. */
export function RecoveryCodesDialog({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title="Your recovery codes" closeOnClickOutside={false}>
      <Stack gap="sm">
        <Alert icon={<IconEyeOff size={18} />} title="Keep them now">
          Each code signs you in once when your second factor is lost. Print them or keep them in a password
          safe: when this window is closed, nobody can show them again.
        </Alert>
        <Group gap={6} wrap="nowrap" align="flex-start">
          <Code block style={{ flex: 1 }}>
            {codes.join('\n')}
          </Code>
          <CopyButton value={codes.join('\n')} what="codes" />
        </Group>
        <Group justify="flex-end">
          <Button onClick={onClose}>I have kept them</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
