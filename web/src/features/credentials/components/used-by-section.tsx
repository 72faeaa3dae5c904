import { Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Section } from '../../../components/section.tsx';
import type { CredentialDetail } from '../api/credential-types.ts';

/** Integrations that stop working without this credential. */
export function UsedBySection({ credential }: { credential: CredentialDetail }) {
  return (
    <Section title="Used by">
      {credential.usedBy.length === 0 ? (
        <Text c="dimmed">No integration uses it yet. Choose it in an integration's Credentials section.</Text>
      ) : (
        <ul style={{ margin: 0, paddingLeft: 18 }}>
          {credential.usedBy.map((integration) => (
            <li key={integration.id} style={{ lineHeight: '28px' }}>
              <Link
                to="/integrations/$id"
                params={{ id: String(integration.id) }}
                className="muster-link"
                style={{ display: 'inline-block' }}
              >
                {integration.name}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
