import { Anchor, Modal, Stack, Text } from '@mantine/core';
import { SignInForm } from '../features/access/components/sign-in-form.tsx';

interface SignInAgainDialogProps {
  isOpen: boolean;
  email: string;
  onSignedIn: () => unknown;
}

export function SignInAgainDialog({ isOpen, email, onSignedIn }: SignInAgainDialogProps) {
  return (
    <Modal
      opened={isOpen}
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
        <SignInForm email={email} onSignedIn={onSignedIn} />
        <Anchor href="/sign-in" size="sm">
          Sign in as somebody else, without what is entered here
        </Anchor>
      </Stack>
    </Modal>
  );
}
