import { Alert, Anchor, Button, Group, Loader, Stack, Text } from '@mantine/core';
import { IconCircleCheck, IconExternalLink, IconPlugConnected, IconUserCheck } from '@tabler/icons-react';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { useCredential } from '../api/use-credential.ts';
import type { OAuthPopup } from '../use-oauth-popup.ts';
import { SignInSteps } from './sign-in-steps.tsx';

/** The button of what comes next is the form's own, so that Enter presses it; the form then does the same as a click. */
const nextStep = (isNext: boolean, onClick: () => void) =>
  isNext ? ({ type: 'submit' } as const) : { onClick };

interface SignInPanelProps {
  vendor: string;
  popup: OAuthPopup;
  isAuthenticated: boolean;
  onAuthenticate: () => void;
  isPending: boolean;
  /** The stored draft, which knows what helps when the vendor refuses. */
  draftId: number | undefined;
}

/** Authenticate: opens the vendor's sign-in and says where it stands. */
export function SignInPanel(props: SignInPanelProps) {
  const { vendor, popup, isAuthenticated, onAuthenticate, isPending, draftId } = props;
  const { waiting } = popup;
  const { data: draft } = useCredential(popup.problem === null ? undefined : draftId);
  return (
    <Stack gap="sm" aria-live="polite">
      {waiting?.isBlocked ? (
        <Alert color="yellow" title="Your browser blocked the window">
          <Anchor href={waiting.authorizeUrl} target="muster-oauth2">
            Open the sign-in of {vendor} <IconExternalLink size={14} aria-hidden />
          </Anchor>
          <Text size="sm">This page notices by itself when you are done.</Text>
        </Alert>
      ) : null}
      {waiting?.isClosed ? (
        <Alert color="yellow" title={`The window of ${vendor} is closed`}>
          If you have signed in there, this page notices in a moment. If not, press Authenticate again.
        </Alert>
      ) : null}
      {waiting && !waiting.isBlocked && !waiting.isClosed ? (
        <Alert icon={<Loader size={16} />} title={`Waiting for your sign-in at ${vendor}`}>
          Sign in and allow the access in the window that opened. If you closed it, press Authenticate again.
        </Alert>
      ) : null}
      {isAuthenticated && !waiting ? (
        <Alert color="green" icon={<IconCircleCheck size={18} />} title="Authenticated">
          {vendor} accepted the credential. Press Create to keep it.
        </Alert>
      ) : null}
      <ErrorAlert error={popup.problem} title="Not authenticated" />
      {popup.problem !== null && draft?.signInHelp ? (
        <>
          <Text fw={600}>{draft.signInHelp.title}</Text>
          <SignInSteps help={draft.signInHelp} />
        </>
      ) : null}
      <Group>
        <Button
          variant={isAuthenticated ? 'default' : 'filled'}
          leftSection={<IconUserCheck size={17} />}
          {...nextStep(!isAuthenticated, onAuthenticate)}
          loading={isPending}
        >
          {isAuthenticated ? 'Authenticate again' : 'Authenticate'}
        </Button>
      </Group>
    </Stack>
  );
}

interface TestPanelProps {
  result: { ok: boolean; message: string } | undefined;
  error: unknown;
  isProven: boolean;
  onTest: () => void;
  isPending: boolean;
}

/** Test: one cheap request to the vendor with what is in the form. */
export function TestPanel({ result, error, isProven, onTest, isPending }: TestPanelProps) {
  return (
    <Stack gap="sm" aria-live="polite">
      {result ? (
        <Alert
          color={result.ok ? 'green' : 'red'}
          icon={result.ok ? <IconCircleCheck size={18} /> : undefined}
          title={result.ok ? 'The test passed' : 'The test failed'}
        >
          {result.message}
        </Alert>
      ) : null}
      <ErrorAlert error={error} title="The test could not be made" />
      <Group>
        <Button
          variant={result?.ok ? 'default' : 'filled'}
          leftSection={<IconPlugConnected size={17} />}
          {...nextStep(!isProven, onTest)}
          loading={isPending}
        >
          {result ? 'Test again' : 'Test'}
        </Button>
      </Group>
    </Stack>
  );
}
