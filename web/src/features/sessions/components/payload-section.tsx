import { Alert, Group, Skeleton, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { CopyButton } from '../../../components/copy-button.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { JsonView } from '../../../components/json-view.tsx';
import { RecordStepper } from '../../../components/record-stepper.tsx';
import { Section } from '../../../components/section.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { indentJson } from '../../../lib/indent-json.ts';
import { useTestPayload } from '../api/use-test-payload.ts';
import { type PayloadRecord, splitPayload } from '../split-payload.ts';
import classes from './payload-section.module.css';

/** What the vendor sent and what the mapping made of it; copied as one text for a colleague or a ticket. */
export function PayloadSection({ sessionId }: { sessionId: number }) {
  const { data, error, refetch } = useTestPayload(sessionId);
  const [index, setIndex] = useState(0);
  const records = useMemo(() => (data === undefined ? undefined : splitPayload(data)), [data]);
  const whole = useMemo(() => (data === undefined ? '' : indentJson(data)), [data]);
  const record = records?.[index];
  return (
    <Section
      title="Test payload"
      actions={
        data === undefined ? null : (
          <>
            {records ? <RecordStepper index={index} count={records.length} onChange={setIndex} /> : null}
            <CopyButton value={whole} what="test payload to clipboard" hasLabel />
          </>
        )
      }
    >
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {data === undefined && !error ? <Skeleton height={320} /> : null}
      {record ? <SideBySide record={record} /> : null}
      {records?.length === 0 ? <Text c="dimmed">The vendor sent no record.</Text> : null}
      {data !== undefined && !records ? <JsonView value={whole} what="test payload" maxHeight={520} /> : null}
    </Section>
  );
}

function SideBySide({ record }: { record: PayloadRecord }) {
  return (
    <>
      <Group gap="xs" mb="sm">
        <StatusBadge status={record.outcome} />
        <Text size="sm">
          {record.reason ?? 'Nothing was written: a test run only shows what would happen.'}
        </Text>
      </Group>
      {record.issues.map((issue) => (
        <Alert
          key={issue.message}
          color={issue.severity === 'error' ? 'red' : 'yellow'}
          icon={<IconAlertTriangle size={16} />}
          p="xs"
          mb="xs"
        >
          {issue.message}
        </Alert>
      ))}
      <div className={classes.columns}>
        <div className={classes.column}>
          <h3 className={classes.heading}>Raw, as the vendor sent it</h3>
          <JsonView value={record.raw} what="raw record" maxHeight={460} />
        </div>
        <div className={classes.column}>
          <h3 className={classes.heading}>Mapped to Muster fields</h3>
          <JsonView value={record.mapped} what="mapped record" maxHeight={460} />
        </div>
      </div>
    </>
  );
}
