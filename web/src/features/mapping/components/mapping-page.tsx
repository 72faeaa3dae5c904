import { Skeleton, Stack } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { ErrorState } from '../../../components/error-state.tsx';
import { useIntegration } from '../../../data/use-integration.ts';
import { useMapping } from '../../../data/use-mapping.ts';
import { useObjectFields } from '../../../data/use-object-fields.ts';
import { useTitle } from '../../../lib/use-title.ts';
import { useSample } from '../api/use-sample.ts';
import { MappingEditor } from './mapping-editor.tsx';

export function MappingPage() {
  const { id } = useParams({ from: '/shell/integrations/$id/mapping' });
  const integration = useIntegration(Number(id));
  const mapping = useMapping(Number(id));
  const sample = useSample(Number(id));
  const fields = useObjectFields(integration.data?.object);
  useTitle('Mapping', integration.data?.name, 'Integrations');
  if (integration.data && mapping.data && sample.data && fields.data) {
    return (
      <MappingEditor
        key={id}
        integration={integration.data}
        stored={mapping.data}
        sample={sample.data}
        fields={fields.data.filter((field) => !field.isComputed)}
      />
    );
  }
  const error = integration.error ?? mapping.error ?? sample.error ?? fields.error;
  if (error) {
    const refetchAll = [integration, mapping, sample, fields];
    return (
      <ErrorState
        error={error}
        onRetry={() => {
          for (const query of refetchAll) void query.refetch();
        }}
      />
    );
  }
  return (
    <Stack gap="md" aria-busy="true">
      <Skeleton height={44} width={320} />
      <Skeleton height={520} />
    </Stack>
  );
}
