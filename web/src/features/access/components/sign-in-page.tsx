import { useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { queryKeys } from '../../../lib/query-keys.ts';
import { useTitle } from '../../../lib/use-title.ts';
import { SignInForm } from './sign-in-form.tsx';
import { WelcomeFrame } from './welcome-frame.tsx';

/** Signs in and goes back to where the person was. */
export function SignInPage() {
  useTitle('Sign in');
  const { redirect } = useSearch({ from: '/sign-in' });
  const router = useRouter();
  const queryClient = useQueryClient();
  return (
    <WelcomeFrame title="Sign in" text="People, software and SaaS accounts, in one true list.">
      <SignInForm
        onSignedIn={() => {
          queryClient.removeQueries(queryKeys.at('/api/me'));
          router.history.push(redirect ?? '/');
        }}
      />
    </WelcomeFrame>
  );
}
