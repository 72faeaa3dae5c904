import { Button, Skeleton, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { Section } from '../../../components/section.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { formatTotal } from '../../../lib/format.ts';
import { useMay } from '../../../session/use-may.ts';
import { useConnectorCredentials } from '../api/use-connector-credentials.ts';
import type { ConnectorCard } from '../catalog-words.ts';
import classes from './connector-page.module.css';

/** The credentials there are for a connector, and the way to a new one. */
export function ConnectorCredentials({
  connector,
}: {
  connector: Pick<ConnectorCard, 'id' | 'name' | 'auth'>;
}) {
  const { data, error } = useConnectorCredentials(connector.id);
  const mayCreate = useMay('administrator');
  if (connector.auth.length === 0) return null;
  return (
    <Section title="Credentials">
      <ErrorAlert error={error} />
      {!data && !error ? <Skeleton height={32} /> : null}
      {data?.items.length === 0 ? (
        <Text size="sm" c="dimmed">
          There is none for {connector.name} yet.{' '}
          {mayCreate
            ? 'Create it before the integration.'
            : 'An administrator adds it in Security > Credentials.'}
        </Text>
      ) : null}
      <ul className={classes.list}>
        {data?.items.map((credential) => (
          <li key={credential.id} className={classes.credential}>
            <Link to="/credentials/$id" params={{ id: String(credential.id) }} className="muster-link">
              {credential.name}
            </Link>
            <StatusBadge status={credential.status} />
          </li>
        ))}
      </ul>
      {data?.nextCursor ? (
        <Text size="sm" mt={6}>
          <Link to="/credentials" search={{ filter: [`connectorName:eq:${connector.name}`] }}>
            All {formatTotal(data.total)} credentials
          </Link>
        </Text>
      ) : null}
      {mayCreate ? (
        <Button
          mt="sm"
          variant={data?.items.length === 0 ? 'filled' : 'default'}
          leftSection={<IconPlus size={16} />}
          renderRoot={(props) => (
            <Link to="/credentials/new" search={{ connector: connector.id }} {...props} />
          )}
        >
          Create credential
        </Button>
      ) : null}
    </Section>
  );
}
