import { Skeleton, Text } from '@mantine/core';
import { ErrorState } from '../../../components/error-state.tsx';
import { JsonView } from '../../../components/json-view.tsx';
import { Section } from '../../../components/section.tsx';
import { indentJson } from '../../../lib/indent-json.ts';
import { useTestPayload } from '../api/use-test-payload.ts';

/** What the vendor sent and what the mapping made of it; copied as one text for a colleague or a ticket. */
export function PayloadSection({ sessionId }: { sessionId: number }) {
  const { data, error, refetch } = useTestPayload(sessionId);
  return (
    <Section title="Test payload">
      <Text size="sm" c="dimmed" mb="sm">
        Raw and mapped records of this test run. Nothing was written.
      </Text>
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {data === undefined && !error ? <Skeleton height={200} /> : null}
      {data === undefined ? null : <JsonView value={indentJson(data)} what="test payload" maxHeight={520} />}
    </Section>
  );
}
