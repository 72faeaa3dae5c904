import { Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { RailSection } from '../../../components/page/rail-section.tsx';
import type { CredentialDetail } from '../api/credential-types.ts';
import classes from './used-by.module.css';

/** Integrations that stop working without this credential. */
export function UsedBy({ credential }: { credential: CredentialDetail }) {
  return (
    <RailSection title="Used by">
      {credential.usedBy.length === 0 ? (
        <Text c="dimmed" size="sm">
          No integration uses it yet. Choose it in an integration's Credentials section.
        </Text>
      ) : (
        <ul className={classes.list}>
          {credential.usedBy.map((integration) => (
            <li key={integration.id}>
              <Link to="/integrations/$id" params={{ id: String(integration.id) }} className="muster-link">
                {integration.name}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </RailSection>
  );
}
