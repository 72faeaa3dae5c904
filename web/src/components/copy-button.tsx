import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';

interface CopyButtonProps {
  value: string;
  /** What is copied, e.g. "redirect URL". */
  what: string;
  /** With a visible word instead of only the icon. */
  hasLabel?: boolean;
}

export function CopyButton({ value, what, hasLabel = false }: CopyButtonProps) {
  const clipboard = useClipboard({ timeout: 1800 });
  const label = clipboard.error
    ? 'Could not copy: select the text and press Ctrl+C'
    : clipboard.copied
      ? 'Copied'
      : `Copy ${what}`;
  const icon = clipboard.copied ? <IconCheck size={16} /> : <IconCopy size={16} />;
  const copy = () => clipboard.copy(value);
  if (hasLabel) {
    return (
      <Button variant="default" size="compact-sm" leftSection={icon} onClick={copy} aria-live="polite">
        {label}
      </Button>
    );
  }
  return (
    <Tooltip label={label}>
      <ActionIcon onClick={copy} aria-label={label} color={clipboard.copied ? 'harbor' : 'gray'}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}
