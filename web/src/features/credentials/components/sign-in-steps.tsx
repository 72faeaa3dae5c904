import { Button, Group, List } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { CredentialDetail } from '../api/credential-types.ts';
import { readSignOutUrl } from '../sign-in-trouble.ts';

interface SignInStepsProps {
  help: NonNullable<CredentialDetail['signInHelp']>;
  /** The button that signs in, beside the one for a clean window. */
  children?: ReactNode;
}

/** What to do, step by step; a window that ends the vendor's session, so that the next sign-in begins afresh. */
export function SignInSteps({ help, children }: SignInStepsProps) {
  const url = readSignOutUrl(help);
  return (
    <>
      <List type="ordered" size="sm" spacing={6}>
        {help.steps.map((step) => (
          <List.Item key={step}>{step}</List.Item>
        ))}
      </List>
      <Group gap="xs">
        {url === undefined ? null : (
          <Button
            variant="default"
            leftSection={<IconExternalLink size={17} />}
            onClick={() => window.open(url, '_blank', 'popup,noopener,noreferrer,width=620,height=740')}
          >
            Open a clean sign-in window
          </Button>
        )}
        {children}
      </Group>
    </>
  );
}
