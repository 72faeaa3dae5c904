import { Skeleton, Stack, Table, Text } from '@mantine/core';
import { EditableSection } from '../../../components/editable-section.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { formatCount, formatNumber } from '../../../lib/format.ts';
import { useTitle } from '../../../lib/use-title.ts';
import { useMay } from '../../../session/use-may.ts';
import { type RetentionRule, useRetention } from '../api/use-retention.ts';
import { RetentionForm, retentionDraft } from './retention-form.tsx';

/** How long what passes is kept, and what was deleted last. */
export function RetentionPage() {
  useTitle('Retention');
  const mayChange = useMay('administrator');
  const { data, error, refetch } = useRetention();
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <Stack gap="md">
      <PageHeader
        title="Retention"
        crumbs={[{ label: 'Configuration' }, { label: 'General' }]}
        description="What passes is deleted once a day when it is older than this. People, assets, software, their history and settings are never deleted by age."
      />
      {data ? (
        <EditableSection
          title="Kept for"
          mayEdit={mayChange}
          draftName={retentionDraft}
          renderForm={(close) => <RetentionForm rules={data.items} onClose={close} />}
        >
          <RuleTable rules={data.items} />
        </EditableSection>
      ) : (
        <Skeleton height={420} />
      )}
    </Stack>
  );
}

function RuleTable({ rules }: { rules: readonly RetentionRule[] }) {
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table verticalSpacing="xs" aria-label="Retention">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>What</Table.Th>
            <Table.Th>Kept for</Table.Th>
            <Table.Th>Last run</Table.Th>
            <Table.Th>Deleted then</Table.Th>
            <Table.Th>Deleted ever</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rules.map((rule) => (
            <Table.Tr key={rule.kind}>
              <Table.Td>
                {rule.label}
                <Text size="sm" c="dimmed">
                  {rule.what}
                </Text>
              </Table.Td>
              <Table.Td style={{ whiteSpace: 'nowrap' }}>
                {rule.keepDays === null ? 'Ever' : formatCount(rule.keepDays, 'day', 'days')}
              </Table.Td>
              <Table.Td style={{ whiteSpace: 'nowrap' }}>
                <RelativeTime value={rule.lastRunAt} fallback="not yet" />
              </Table.Td>
              <Table.Td>{formatNumber(rule.lastDeletedCount)}</Table.Td>
              <Table.Td>{formatNumber(rule.deletedCount)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
