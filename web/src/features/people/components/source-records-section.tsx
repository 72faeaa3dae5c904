import { Button, Collapse, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { JsonView } from '../../../components/json-view.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { Section } from '../../../components/section.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import type { SourceRecord } from '../api/record-types.ts';
import classes from './person-page.module.css';

/** What each integration last sent about this person. */
export function SourceRecordsSection({ sources }: { sources: SourceRecord[] }) {
  return (
    <Section title="Source records" isFlush>
      {sources.length === 0 ? (
        <Text c="dimmed" p="md">
          No integration has sent this person.
        </Text>
      ) : (
        sources.map((source) => <Source key={`${source.integrationId} ${source.nativeId}`} source={source} />)
      )}
    </Section>
  );
}

function Source({ source }: { source: SourceRecord }) {
  const [isOpen, { toggle }] = useDisclosure(false);
  const name = source.integrationName ?? `Deleted integration ${source.integrationId}`;
  return (
    <div className={classes.source}>
      <Group justify="space-between" gap="xs">
        <div>
          <Group gap="xs">
            {source.integrationName === null ? (
              <Text fw={500}>{name}</Text>
            ) : (
              <Link
                to="/integrations/$id"
                params={{ id: String(source.integrationId) }}
                className="muster-link"
              >
                {name}
              </Link>
            )}
            {source.missingSince ? <StatusBadge status="warning" label="Missing at the source" /> : null}
          </Group>
          <Text size="sm" c="dimmed">
            Id <code>{source.nativeId}</code> · changed <RelativeTime value={source.lastChangedAt} /> · first
            seen <RelativeTime value={source.firstSeenAt} />
          </Text>
        </div>
        <Button
          variant="subtle"
          size="compact-sm"
          onClick={toggle}
          aria-expanded={isOpen}
          leftSection={isOpen ? <IconChevronDown size={15} /> : <IconChevronRight size={15} />}
        >
          Payload
        </Button>
      </Group>
      <Collapse expanded={isOpen}>
        <div style={{ marginTop: 8 }}>
          <JsonView value={source.payload} what={`payload from ${name}`} />
        </div>
      </Collapse>
    </div>
  );
}
