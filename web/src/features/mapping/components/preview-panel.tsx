import { Alert, Group, Pagination, Skeleton, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { Section } from '../../../components/section.tsx';
import { formatValue } from '../../../lib/format.ts';
import { type Mapping, type TargetField, useMappingPreview } from '../api/use-mapping.ts';
import classes from './mapping.module.css';

interface Props {
  integrationId: number;
  mapping: Mapping;
  fields: TargetField[];
  hasSample: boolean;
}

/** The sampled records as this mapping would write them, while it is being edited. */
export function PreviewPanel({ integrationId, mapping, fields, hasSample }: Props) {
  const [asked] = useDebouncedValue(mapping, 300);
  const { data, error, isPending } = useMappingPreview(
    integrationId,
    asked,
    hasSample && asked.rows.length > 0,
  );
  const [page, setPage] = useState(1);
  const record = data?.records[page - 1];
  const labelOf = (name: string) => fields.find((field) => field.name === name)?.label ?? name;
  return (
    <Section title="Preview of the mapped record">
      {!hasSample ? <Text c="dimmed">Read a sample to see what the mapping makes of it.</Text> : null}
      {hasSample && mapping.rows.length === 0 ? <Text c="dimmed">Nothing is mapped yet.</Text> : null}
      <ErrorAlert error={error} />
      {hasSample && mapping.rows.length > 0 && isPending ? <Skeleton height={160} /> : null}
      {data?.warnings.map((warning) => (
        <Alert key={warning.message} color="yellow" mb="xs" p="xs">
          {warning.message}
        </Alert>
      ))}
      {record ? (
        <>
          {record.isSelected ? null : (
            <Text size="sm" mb="xs">
              Skipped: the condition is not met.
            </Text>
          )}
          <dl className={classes.preview}>
            {asked.rows.map((row) => (
              <div key={row.target}>
                <dt>{labelOf(row.target)}</dt>
                <dd>
                  {row.target in record.mapped ? (
                    formatValue(record.mapped[row.target])
                  ) : (
                    <Text c="dimmed" component="span" size="sm">
                      absent, stays as it is
                    </Text>
                  )}
                </dd>
              </div>
            ))}
          </dl>
          {record.issues.map((issue) => (
            <Alert key={issue.message} color={issue.severity === 'error' ? 'red' : 'yellow'} p="xs" mt="xs">
              {issue.message}
            </Alert>
          ))}
          <Group justify="center" mt="sm">
            <Pagination
              size="sm"
              total={data?.records.length ?? 1}
              value={page}
              onChange={setPage}
              getControlProps={(control) => ({ 'aria-label': `${control} sampled record` })}
              getItemProps={(item) => ({ 'aria-label': `Sampled record ${item}` })}
            />
          </Group>
        </>
      ) : null}
    </Section>
  );
}
