import { Skeleton, Stack } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { ErrorState } from '../../../components/error-state.tsx';
import { useTitle } from '../../../lib/use-title.ts';
import { useIntegration } from '../../integrations/api/use-integration.ts';
import { usePeopleFields } from '../../people/api/use-people-fields.ts';
import { useMapping, useSample } from '../api/use-mapping.ts';
import { MappingEditor } from './mapping-editor.tsx';

export function MappingPage() {
  const { id } = useParams({ from: '/shell/integrations/$id/mapping' });
  const integration = useIntegration(Number(id));
  const mapping = useMapping(Number(id));
  const sample = useSample(Number(id));
  const fields = usePeopleFields();
  useTitle('Mapping', integration.data?.name, 'Integrations');
  const error = integration.error ?? mapping.error ?? sample.error ?? fields.error;
  if (error) {
    return (
      <ErrorState
        error={error}
        onRetry={() => {
          void integration.refetch();
          void mapping.refetch();
          void sample.refetch();
          void fields.refetch();
        }}
      />
    );
  }
  if (!integration.data || !mapping.data || !sample.data || !fields.data) {
    return (
      <Stack gap="md" aria-busy="true">
        <Skeleton height={32} width={320} />
        <Skeleton height={420} />
      </Stack>
    );
  }
  return (
    <MappingEditor
      integration={integration.data}
      stored={mapping.data}
      sample={sample.data}
      fields={fields.data}
    />
  );
}
