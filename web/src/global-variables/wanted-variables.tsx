import { Button, Group, Skeleton, Text } from '@mantine/core';
import { IconLock, IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ErrorAlert } from '../components/error-alert.tsx';
import { StatusBadge } from '../components/status-badge.tsx';
import { useMay } from '../session/use-may.ts';
import { useWantedVariables, type WantedVariable } from './use-wanted-variables.ts';
import { VariableDialog } from './variable-dialog.tsx';
import classes from './wanted-variables.module.css';

/** Global variables a connector's forms fall back on, with their values; one that is not set is created in place. */
export function WantedVariables({ connectorId }: { connectorId: string }) {
  const { data: variables, error } = useWantedVariables(connectorId);
  const [creating, setCreating] = useState<WantedVariable>();
  const mayCreate = useMay('administrator');
  if (error) return <ErrorAlert error={error} />;
  if (!variables) return <Skeleton height={76} />;
  const isAnyUnset = variables.some((variable) => !variable.isSet);
  return (
    <>
      <ul className={classes.list}>
        {variables.map((variable) => (
          <li key={variable.key} className={classes.variable}>
            <Group gap="xs" justify="space-between" wrap="nowrap" mih={28}>
              <code className={classes.key}>{variable.key}</code>
              {variable.isSet || !mayCreate ? null : (
                <CreateVariableButton variable={variable} onCreate={setCreating} />
              )}
            </Group>
            <Value variable={variable} />
            <Text size="xs" c="dimmed">
              Fills {variable.fields.join(', ')} where left empty
              {variable.isRequired ? '; required there.' : '.'}
            </Text>
          </li>
        ))}
      </ul>
      {isAnyUnset && !mayCreate ? (
        <Text size="sm" c="dimmed" mt="xs">
          Global variables are added by an administrator.
        </Text>
      ) : null}
      {creating ? <VariableDialog wanted={creating} onClose={() => setCreating(undefined)} /> : null}
    </>
  );
}

interface CreateVariableButtonProps {
  variable: WantedVariable;
  onCreate: (variable: WantedVariable) => void;
}

/** "Create", said in full to those who do not see the row it stands in. */
export function CreateVariableButton({ variable, onCreate }: CreateVariableButtonProps) {
  return (
    <Button
      variant="default"
      size="compact-sm"
      leftSection={<IconPlus size={15} />}
      aria-label={`Create ${variable.key}`}
      onClick={() => onCreate(variable)}
    >
      Create
    </Button>
  );
}

function Value({ variable }: { variable: WantedVariable }) {
  if (!variable.isSet)
    // Not a warning: the forms may well have the value themselves.
    return <StatusBadge status="not_authenticated" label="Not set" />;
  return (
    <Group gap={6} wrap="nowrap">
      {variable.isSecret ? <IconLock size={14} aria-hidden /> : null}
      <Link to="/global-settings" search={{ q: variable.key }} className={`muster-link ${classes.value}`}>
        {variable.isSecret ? 'Secret, set' : (variable.value ?? 'Set, hidden from viewers')}
      </Link>
    </Group>
  );
}
