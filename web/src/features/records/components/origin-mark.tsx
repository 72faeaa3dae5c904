import { ActionIcon, Popover, Text } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ObjectField } from '../../../data/record-types.ts';
import { nameField } from '../../../field-types/quantity.ts';
import { formatDateTime, formatRelative } from '../../../lib/format.ts';
import { useNow } from '../../../lib/use-now.ts';
import type { FieldOrigin, RecordDetail } from '../api/record-types.ts';
import classes from './record-page.module.css';

type Origin = Pick<FieldOrigin, 'at' | 'actor' | 'sessionId' | 'integrationId'>;

/** The last change of a field, or else the creation of the record. */
function findOrigin(record: RecordDetail, name: string): Origin {
  const found = record.origins.find((origin) => origin.field === name);
  if (found) return found;
  return {
    at: record.createdAt,
    actor: record.createdBy ?? 'Muster',
    sessionId: record.createdBySession,
    integrationId: null,
  };
}

/** A quiet mark behind a value; it opens who said it, and when. */
export function OriginMark({ record, field }: { record: RecordDetail; field: ObjectField }) {
  const now = useNow();
  const origin = findOrigin(record, field.name);
  const source = record.sources.find((candidate) => candidate.integrationId === origin.integrationId);
  return (
    <Popover position="bottom-start" width={260} withRoles>
      <Popover.Target>
        <ActionIcon
          size={24}
          className={classes.originMark}
          aria-label={`Who said ${nameField(field)}, and when`}
        >
          <IconHistory size={14} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={`Origin of ${nameField(field)}`}>
        <Text size="sm" fw={500}>
          {source?.integrationName ?? origin.actor}
        </Text>
        <Text size="sm" c="dimmed">
          {formatRelative(origin.at, now)}, {formatDateTime(origin.at)}
        </Text>
        {origin.sessionId === null ? (
          <Text size="sm" c="dimmed">
            by hand
          </Text>
        ) : (
          <Text size="sm">
            <Link to="/sessions/$id" params={{ id: String(origin.sessionId) }} className="muster-link">
              Session {origin.sessionId}
            </Link>
          </Text>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
