import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { readMe } from '../lib/api-client.ts';
import { answerSignOuts } from '../lib/sign-in-again.ts';
import { useMe } from '../session/use-me.ts';

const SignInAgainDialog = lazy(async () => ({
  default: (await import('./sign-in-again-dialog.tsx')).SignInAgainDialog,
}));

/**
 * When the session has ended, signing in stands over the page: what was entered there stays, and what was asked for
 * meanwhile is asked for again. Somebody else begins anew.
 */
export function SignInOverlay() {
  const me = useMe();
  const queryClient = useQueryClient();
  const [hasEnded, setHasEnded] = useState(false);
  const [goOn, setGoOn] = useState<(token: string) => void>();
  useEffect(
    () =>
      answerSignOuts(() => {
        setHasEnded(true);
        return new Promise((resolve) => setGoOn(() => (token: string) => resolve(token)));
      }),
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
  return hasEnded ? (
    <Suspense>
      <SignInAgainDialog isOpen={goOn !== undefined} email={me.email} onSignedIn={finish} />
    </Suspense>
  ) : null;
}
