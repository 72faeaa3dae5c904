import { Button, Collapse, Stack, Text, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconUserCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useEffect, useId, useState } from 'react';
import type { CredentialDetail } from '../api/credential-types.ts';
import classes from './sign-in-help.module.css';
import { SignInSteps } from './sign-in-steps.tsx';

interface SignInHelpProps {
  credential: CredentialDetail;
  vendor: string;
  /** Signing in is what does not work now: shown open. */
  isInTrouble: boolean;
  /** Undefined for those who may not. */
  onReauthenticate: (() => void) | undefined;
}

/** What to do when signing in fails although everything entered is right; collapsed under its title otherwise. */
export function SignInHelp({ credential, vendor, isInTrouble, onReauthenticate }: SignInHelpProps) {
  const [isOpen, setOpen] = useState(isInTrouble);
  const panelId = useId();
  const help = credential.signInHelp;
  useEffect(() => setOpen(isInTrouble), [isInTrouble]);
  if (!help) return null;
  return (
    <section className="muster-card" aria-label="Help with signing in">
      <h2 className={classes.heading}>
        <UnstyledButton
          className={classes.toggle}
          aria-expanded={isOpen}
          aria-controls={panelId}
          onClick={() => setOpen(!isOpen)}
        >
          <IconChevronDown
            size={17}
            className={classes.chevron}
            data-open={isOpen || undefined}
            aria-hidden
          />
          {help.title}
        </UnstyledButton>
      </h2>
      <Collapse expanded={isOpen} id={panelId}>
        <Stack gap="sm" className={classes.panel}>
          <SignInSteps help={help}>
            {onReauthenticate ? (
              <Button leftSection={<IconUserCheck size={17} />} onClick={onReauthenticate}>
                Re-authenticate
              </Button>
            ) : null}
          </SignInSteps>
          <Consequence
            credential={credential}
            vendor={vendor}
            mayReauthenticate={onReauthenticate !== undefined}
          />
        </Stack>
      </Collapse>
    </section>
  );
}

/** One credential serves several integrations: nobody has to make a new one, or to exchange it anywhere. */
function Consequence({
  credential: { usedBy },
  vendor,
  mayReauthenticate,
}: Pick<SignInHelpProps, 'credential' | 'vendor'> & { mayReauthenticate: boolean }) {
  return (
    <Text size="sm" component="div">
      {mayReauthenticate
        ? 'Re-authenticating keeps this credential'
        : 'An administrator re-authenticates; that keeps this credential'}
      {usedBy.length === 0
        ? `: ${vendor} gives it new tokens.`
        : ' and repairs every integration that uses it: '}
      {usedBy.map((integration, index) => (
        <span key={integration.id}>
          {index === 0 ? '' : ', '}
          <Link to="/integrations/$id" params={{ id: String(integration.id) }}>
            {integration.name}
          </Link>
        </span>
      ))}
      {usedBy.length === 0 ? '' : '. There is nothing to change in them.'}
    </Text>
  );
}
