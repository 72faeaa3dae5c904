import { Anchor, Modal, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { SignInForm } from '../features/access/components/sign-in-form.tsx';
import { readMe } from '../lib/api-client.ts';
import { answerSignOuts } from '../lib/sign-in-again.ts';
import { useMe } from '../session/use-me.ts';

/**
 * When the session has ended, signing in stands over the page: what was entered there stays, and what was asked for
 * meanwhile is asked for again. Somebody else begins anew.
 */
export function SignInOverlay() {
  const me = useMe();
  const queryClient = useQueryClient();
  const [goOn, setGoOn] = useState<(token: string) => void>();
  useEffect(
    () => answerSignOuts(() => new Promise((resolve) => setGoOn(() => (token: string) => resolve(token)))),
    [],
  );
  const finish = async () => {
    const { user, csrfToken } = await readMe();
    if (user.id !== me.id || csrfToken === null) {
      window.location.assign('/');
      return;
    }
    setGoOn(undefined);
    goOn?.(csrfToken);
    void queryClient.invalidateQueries();
  };
  return (
    <Modal
      opened={goOn !== undefined}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title="Your session has ended"
      // Above every other window.
      zIndex={1000}
    >
      <Stack gap="sm">
        <Text>Sign in again to go on. Nothing you entered on this page is lost.</Text>
        <SignInForm email={me.email} onSignedIn={finish} />
        <Anchor href="/sign-in" size="sm">
          Sign in as somebody else, without what is entered here
        </Anchor>
      </Stack>
    </Modal>
  );
}
