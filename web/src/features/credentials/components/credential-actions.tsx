import { Anchor, Button, Modal, Stack, Text } from '@mantine/core';
import { IconPlugConnected, IconTrash, IconUserCheck } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { PageMenu } from '../../../components/page/page-menu.tsx';
import { notifyDone, notifyFailed } from '../../../lib/notify.tsx';
import { useMay } from '../../../session/use-may.ts';
import type { CredentialPartProps } from '../api/credential-types.ts';
import { useDeleteCredential, useTestCredential } from '../api/use-credential-changes.ts';
import type { OAuthPopup } from '../use-oauth-popup.ts';

interface CredentialActionsProps extends CredentialPartProps {
  popup: OAuthPopup;
  onReauthenticate: () => void;
}

/** Re-authenticate, Test, Delete; an operator may test. */
export function CredentialActions(props: CredentialActionsProps) {
  const { credential, connector, method, mayChange, popup, onReauthenticate } = props;
  const mayTest = useMay('operator');
  const testing = useTestCredential();
  const [isDeleting, setDeleting] = useState(false);

  const test = () =>
    testing.mutate(
      { params: { path: { id: credential.id } }, body: {} },
      {
        onSuccess: (result) =>
          result.ok ? notifyDone(result.message) : notifyFailed('The test failed', new Error(result.message)),
        onError: (err) => notifyFailed('The test could not be made', err),
      },
    );

  return (
    <>
      {mayChange && method.needsSignIn ? (
        <Button
          variant={credential.isUsable ? 'default' : 'filled'}
          leftSection={<IconUserCheck size={17} />}
          onClick={onReauthenticate}
        >
          {credential.status === 'not_authenticated' ? 'Authenticate' : 'Re-authenticate'}
        </Button>
      ) : null}
      {mayTest ? (
        <Button
          variant="default"
          leftSection={<IconPlugConnected size={17} />}
          onClick={test}
          loading={testing.isPending}
        >
          Test
        </Button>
      ) : null}
      {mayChange ? (
        <PageMenu
          acts={[{ label: 'Delete', icon: IconTrash, isDangerous: true, onClick: () => setDeleting(true) }]}
        />
      ) : null}
      <Modal
        opened={popup.waiting !== undefined || popup.problem !== null}
        onClose={popup.cancel}
        title={`Re-authenticate at ${connector.name}`}
      >
        <Stack gap="sm">
          {popup.waiting ? (
            <Text>
              {popup.waiting.isBlocked
                ? 'Your browser blocked the window. Open the sign-in with this link; this page notices when you are done.'
                : popup.waiting.isClosed
                  ? 'The window is closed. If you have signed in there, this page notices in a moment. If not, open the sign-in again.'
                  : 'Sign in and allow the access in the window that opened. This page notices when you are done.'}
            </Text>
          ) : null}
          {popup.waiting ? (
            <Anchor href={popup.waiting.authorizeUrl} target="muster-oauth2">
              Open the sign-in of {connector.name}
            </Anchor>
          ) : null}
          <ErrorAlert error={popup.problem} title="Not authenticated" />
          {popup.problem && credential.signInHelp ? (
            <>
              <Text>
                “{credential.signInHelp.title}” on this page says what to do when everything entered is right.
              </Text>
              <Button variant="default" onClick={popup.cancel}>
                Show it
              </Button>
            </>
          ) : null}
        </Stack>
      </Modal>
      <DeleteDialog credential={credential} isOpen={isDeleting} onClose={() => setDeleting(false)} />
    </>
  );
}

interface DeleteDialogProps {
  credential: CredentialPartProps['credential'];
  isOpen: boolean;
  onClose: () => void;
}

function DeleteDialog({ credential, isOpen, onClose }: DeleteDialogProps) {
  const navigate = useNavigate();
  const remove = useDeleteCredential();
  if (credential.usedBy.length > 0) {
    return (
      <Modal opened={isOpen} onClose={onClose} title="This credential is in use">
        <Text mb="xs">
          It cannot be deleted while these integrations use it. Give them another credential first:
        </Text>
        <ul style={{ margin: 0 }}>
          {credential.usedBy.map((integration) => (
            <li key={integration.id}>
              <Anchor href={`/integrations/${integration.id}`}>{integration.name}</Anchor>
            </li>
          ))}
        </ul>
      </Modal>
    );
  }
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={onClose}
      title={`Delete ${credential.name}?`}
      confirmLabel="Delete credential"
      isPending={remove.isPending}
      error={remove.error}
      onConfirm={() =>
        remove.mutate(
          { params: { path: { id: credential.id } } },
          {
            onSuccess: () => {
              notifyDone(`The credential ${credential.name} was deleted.`);
              return navigate({ to: '/credentials', ignoreBlocker: true });
            },
          },
        )
      }
    >
      Its secrets are removed from the vault for good. At the vendor, revoke the application or key yourself.
    </ConfirmDialog>
  );
}
