import { Button, Code, Skeleton, Text } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { ErrorState } from '../../../components/error-state.tsx';
import { KeyValue } from '../../../components/key-value.tsx';
import { Section } from '../../../components/section.tsx';
import type { Integration } from '../../../data/use-integration.ts';
import { listSyncKeys, useMapping } from '../../../data/use-mapping.ts';
import { useObjectFields } from '../../../data/use-object-fields.ts';

/** What is mapped, in short; the pencil leads to the mapping page. Only for those who may see mappings. */
export function MappingSection({ integration }: { integration: Integration }) {
  const { data, error, refetch } = useMapping(integration.id);
  const { data: fields } = useObjectFields(integration.object);
  const labelOf = (name: string) => fields?.find((field) => field.name === name)?.label ?? name;
  const mapping = data?.mapping ?? { rows: [] };
  const keys = listSyncKeys(mapping);
  return (
    <Section
      title="Mapping"
      actions={
        <Button
          renderRoot={(props) => (
            <Link to="/integrations/$id/mapping" params={{ id: String(integration.id) }} {...props} />
          )}
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPencil size={15} />}
        >
          Edit mapping
        </Button>
      }
    >
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton height={68} /> : null}
      {data && mapping.rows.length === 0 ? (
        <Text c="dimmed">
          Nothing is mapped yet. On the mapping page Smart Mapping makes a first proposal from the vendor's
          fields and a sample.
        </Text>
      ) : null}
      {mapping.rows.length > 0 ? (
        <KeyValue
          columnCount={2}
          items={[
            {
              label: 'Mapped fields',
              value: fields ? `${mapping.rows.length} of ${fields.length}` : String(mapping.rows.length),
            },
            {
              label: 'Sync keys',
              value: keys.length === 0 ? 'none yet' : keys.map((row) => labelOf(row.target)).join(', then '),
            },
            { label: 'Version', value: String(data?.version ?? '') },
            {
              label: 'Create or update only if',
              value: mapping.condition ? <Code>{mapping.condition}</Code> : 'every record',
            },
          ]}
        />
      ) : null}
    </Section>
  );
}
