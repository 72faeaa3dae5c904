import { Button, Group, Title } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { type ReactNode, useId } from 'react';
import classes from './section.module.css';

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
    <section className="muster-card" aria-labelledby={titleId}>
      <div className={classes.head} data-flush={isFlush || undefined}>
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
      </div>
      <div className={classes.body} data-flush={isFlush || undefined}>
        {children}
      </div>
    </section>
  );
}
