import { Alert, List, Text } from '@mantine/core';
import { formatCount } from '../../../lib/format.ts';
import type { PlaceholderEffect } from '../api/use-placeholder-changes.ts';

/** How many of the records are named. */
const shownCount = 10;

/** What saving would change: the records that hold such a value now. */
export function EffectList({ effect }: { effect: PlaceholderEffect }) {
  const { count, isExact, holders } = effect;
  if (count === 0)
    return (
      <Alert role="status" color="gray" title="No record holds such a value now">
        From the next session on no record is found by it, and none takes it over.
      </Alert>
    );
  const shown = holders.slice(0, shownCount);
  return (
    <Alert
      role="status"
      color="yellow"
      title={`${isExact ? '' : 'At least '}${formatCount(count, 'record holds', 'records hold')} such a value now`}
    >
      <Text size="sm">
        They keep it until somebody changes it, but no session finds them by it any more: check that another
        sync key does.
      </Text>
      <List size="sm" mt="xs">
        {shown.map(({ object, recordId, label, field, fieldLabel, value }) => (
          <List.Item key={`${object}-${recordId}-${field}`}>
            {label ?? `Record ${recordId}`}: {fieldLabel} {value}
          </List.Item>
        ))}
      </List>
      {count > shown.length ? <Text size="sm">… and {count - shown.length} more.</Text> : null}
    </Alert>
  );
}
