import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { formatValue } from '../../lib/format.ts';
import type { Conflict, GuardedChange } from './use-guarded-change.ts';

interface ConflictNoticeProps {
  change: GuardedChange;
  /** What the inputs are called. */
  labels?: Record<string, string>;
  /** What stands there now, in words. */
  show?: (conflict: Conflict) => string;
}

/** What somebody else has changed while the form was open, field by field, and what to do about each. */
export function ConflictNotice({ change, labels = {}, show = showValue }: ConflictNoticeProps) {
  if (change.conflicts.length === 0) return null;
  return (
    <Alert
      color="yellow"
      role="alert"
      icon={<IconUsers size={18} />}
      title="Somebody else has saved meanwhile; yours is not saved yet"
    >
      <Stack gap="xs">
        {change.conflicts.map((conflict) => (
          <Group key={conflict.field} justify="space-between" gap="xs">
            <Text size="sm" style={{ overflowWrap: 'anywhere', flex: '1 1 220px' }}>
              {labels[conflict.field] ?? conflict.field} is now <strong>{show(conflict)}</strong>
            </Text>
            <Group gap={6}>
              <Button size="compact-sm" variant="default" onClick={() => change.takeTheirs(conflict)}>
                Take theirs
              </Button>
              <Button size="compact-sm" variant="default" onClick={() => change.keepMine(conflict)}>
                Keep mine
              </Button>
            </Group>
          </Group>
        ))}
        <Text size="sm">Then save again.</Text>
      </Stack>
    </Alert>
  );
}

const showValue = ({ value }: Conflict): string =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? JSON.stringify(value)
    : formatValue((value ?? null) as Parameters<typeof formatValue>[0]);
