import { Anchor, Stack } from '@mantine/core';
import { useTitle } from '../../../lib/use-title.ts';
import { useSignOut } from '../../../session/use-sign-out.ts';
import { SecondFactorSection } from './second-factor-section.tsx';
import { WelcomeFrame } from './welcome-frame.tsx';

/** In place of every page, for somebody whose role needs a second factor and who has none yet. */
export function SecondFactorNeeded() {
  useTitle('Second factor');
  const signOut = useSignOut();
  return (
    <WelcomeFrame
      title="Set up a second factor"
      text="Your role needs one to sign in. Everything else waits for it."
    >
      <Stack gap="md">
        <SecondFactorSection />
        <Anchor component="button" type="button" size="sm" onClick={() => signOut.mutate({})}>
          Sign out
        </Anchor>
      </Stack>
    </WelcomeFrame>
  );
}
