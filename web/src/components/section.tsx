import { Box, Button, Group, Title } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { type ReactNode, useId } from 'react';

interface SectionProps {
  title: string;
  /** Shows the pencil; `isEditing` hides it while the section's form is open. */
  onEdit?: () => void;
  isEditing?: boolean;
  actions?: ReactNode;
  children: ReactNode;
  /** Without inner padding, for tables. */
  isFlush?: boolean;
}

/** A titled card of a page; a region of its own for screen readers. */
export function Section({
  title,
  onEdit,
  isEditing = false,
  actions,
  children,
  isFlush = false,
}: SectionProps) {
  const titleId = useId();
  return (
    <Box component="section" className="muster-card" aria-labelledby={titleId}>
      <Group
        justify="space-between"
        px="md"
        py={6}
        mih={44}
        gap="xs"
        style={{ borderBottom: '1px solid var(--muster-line)' }}
      >
        <Title order={2} id={titleId}>
          {title}
        </Title>
        <Group gap="xs">
          {actions}
          {onEdit && !isEditing ? (
            <Button
              variant="subtle"
              size="compact-sm"
              leftSection={<IconPencil size={15} />}
              onClick={onEdit}
              aria-label={`Edit ${title}`}
            >
              Edit
            </Button>
          ) : null}
        </Group>
      </Group>
      <Box p={isFlush ? 0 : 'md'}>{children}</Box>
    </Box>
  );
}
