import { Alert, Group, Stack, Text } from '@mantine/core';
import { IconVariable } from '@tabler/icons-react';
import { useState } from 'react';
import type { Connector } from '../../../data/use-connector.ts';
import type { Integration } from '../../../data/use-integration.ts';
import { useWantedVariables, type WantedVariable } from '../../../global-variables/use-wanted-variables.ts';
import { VariableDialog } from '../../../global-variables/variable-dialog.tsx';
import { CreateVariableButton } from '../../../global-variables/wanted-variables.tsx';
import { useMay } from '../../../session/use-may.ts';
import { listNeededVariables } from '../list-needed-variables.ts';

/** Offers to create the global variables the integration could run with; nothing when all is there. */
export function NeededVariables({
  integration,
  connector,
}: {
  integration: Integration;
  connector: Connector;
}) {
  const { data: variables = [] } = useWantedVariables(connector.id);
  const [creating, setCreating] = useState<WantedVariable>();
  const mayCreate = useMay('administrator');
  const needed = listNeededVariables(variables, connector, integration);
  // The dialog stays while its variable, created a moment ago, is no longer needed.
  if (needed.length === 0 && !creating) return null;
  return (
    <>
      {needed.length === 0 ? null : (
        <Alert
          icon={<IconVariable size={18} />}
          title={needed.length === 1 ? 'A global variable is not set' : 'Global variables are not set'}
        >
          <Text size="sm" mb={6}>
            Set once, {needed.length === 1 ? 'it fills' : 'they fill'} every form of {connector.name} that
            leaves the field empty.{' '}
            {mayCreate
              ? 'Or enter the value in the form.'
              : 'An administrator adds it in General > Global Settings; or enter the value in the form.'}
          </Text>
          <Stack gap={6} component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
            {needed.map((variable) => (
              <Group key={variable.key} component="li" gap="xs">
                <code>{variable.key}</code>
                <Text component="span" size="sm" c="dimmed">
                  {variable.fields.join(', ')}
                </Text>
                {mayCreate ? <CreateVariableButton variable={variable} onCreate={setCreating} /> : null}
              </Group>
            ))}
          </Stack>
        </Alert>
      )}
      {creating ? <VariableDialog wanted={creating} onClose={() => setCreating(undefined)} /> : null}
    </>
  );
}
