import { Button, Collapse, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { ErrorState } from '../../../components/error-state.tsx';
import { JsonView } from '../../../components/json-view.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { Section } from '../../../components/section.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import type { RecordKind } from '../../../data/record-kinds.ts';
import { indentJson } from '../../../lib/indent-json.ts';
import { useMay } from '../../../session/use-may.ts';
import type { RecordDetail, SourceRecord } from '../api/record-types.ts';
import { useSourcePayload } from '../api/use-source-payload.ts';
import classes from './record-page.module.css';

/** What each integration last sent about this record. */
export function SourceRecordsSection({ kind, record }: { kind: RecordKind; record: RecordDetail }) {
  return (
    <Section title="Source records" isFlush>
      {record.sources.length === 0 ? (
        <Text c="dimmed" p="md">
          No integration has sent this {kind.nouns[0]}.
        </Text>
      ) : (
        record.sources.map((source) => (
          <Source key={source.id} kind={kind} source={source} recordId={record.id} />
        ))
      )}
    </Section>
  );
}

function Source({ kind, source, recordId }: { kind: RecordKind; source: SourceRecord; recordId: number }) {
  const [isOpen, { toggle }] = useDisclosure(false);
  const mayRead = useMay('operator');
  const payload = useSourcePayload(kind.object, recordId, source.id, isOpen);
  return (
    <div className={classes.source}>
      <Group justify="space-between" gap="xs">
        <div>
          <Group gap="xs">
            <Link
              to="/integrations/$id"
              params={{ id: String(source.integrationId) }}
              className="muster-link"
            >
              {source.integrationName}
            </Link>
            {source.missingSince ? <StatusBadge status="warning" label="Missing at the source" /> : null}
          </Group>
          <Text size="sm" c="dimmed">
            Id <code>{source.nativeId}</code> · changed <RelativeTime value={source.lastChangedAt} /> · first
            seen <RelativeTime value={source.firstSeenAt} />
          </Text>
        </div>
        {mayRead ? (
          <Button
            variant="subtle"
            size="compact-sm"
            onClick={toggle}
            aria-expanded={isOpen}
            aria-label={`Payload from ${source.integrationName}`}
            leftSection={isOpen ? <IconChevronDown size={15} /> : <IconChevronRight size={15} />}
          >
            Payload
          </Button>
        ) : null}
      </Group>
      <Collapse expanded={isOpen}>
        <div style={{ marginTop: 8 }}>
          {payload.data === undefined ? null : <JsonView value={indentJson(payload.data)} what="payload" />}
          {payload.error ? <ErrorState error={payload.error} onRetry={() => void payload.refetch()} /> : null}
        </div>
      </Collapse>
    </div>
  );
}
