import { Button, Group, Modal, Stack, Text } from '@mantine/core';

interface DiscardDialogProps {
  isOpen: boolean;
  onAnswer: (isYes: boolean) => void;
}

export function DiscardDialog({ isOpen, onAnswer }: DiscardDialogProps) {
  return (
    <Modal
      opened={isOpen}
      onClose={() => onAnswer(false)}
      title="Leave without saving?"
      // Above the form that is asked about.
      zIndex={500}
    >
      <Stack gap="md">
        <Text>What you entered is not saved yet and would be lost.</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => onAnswer(false)}>
            Stay
          </Button>
          <Button color="red.9" onClick={() => onAnswer(true)}>
            Leave without saving
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
