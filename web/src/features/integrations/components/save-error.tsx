import { Anchor, Stack } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { isAboutServers } from '../is-about-servers.ts';

interface SaveErrorProps {
  error: unknown;
  /** The credential the refused save was about. */
  credentialId: number | null;
}

/** A refused save; when the credential does not list the server, with the way to where it is added. */
export function SaveError({ error, credentialId }: SaveErrorProps) {
  if (!isAboutServers(error) || credentialId === null) return <ErrorAlert error={error} />;
  return (
    <Stack gap={4} align="flex-start">
      <ErrorAlert error={error} />
      <Anchor
        underline="always"
        renderRoot={(props) => (
          <Link to="/credentials/$id" params={{ id: String(credentialId) }} {...props} />
        )}
      >
        Open the credential
      </Anchor>
    </Stack>
  );
}
