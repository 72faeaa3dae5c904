import { Alert, Group } from '@mantine/core';
import { IconFlask } from '@tabler/icons-react';
import type { Integration } from '../../../data/use-integration.ts';
import { useIntegrationActs } from '../use-integration-acts.ts';
import { GuardedButton } from './guarded-button.tsx';

/** Of a draft that has everything: the step before it is launched. */
export function TestRunHint({ integration }: { integration: Integration }) {
  const { testRun } = useIntegrationActs(integration);
  if (integration.status !== 'draft' || integration.missing.length > 0) return null;
  return (
    <Alert icon={<IconFlask size={18} />} title="Everything is there">
      <Group justify="space-between" gap="xs">
        <span>
          A test run reads the first records and shows what would become of them. It writes nothing.
        </span>
        <GuardedButton variant="default" leftSection={<IconFlask size={16} />} {...testRun}>
          Test run
        </GuardedButton>
      </Group>
    </Alert>
  );
}
