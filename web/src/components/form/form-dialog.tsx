import { Modal } from '@mantine/core';
import { useReturnFocus } from '../../lib/use-return-focus.ts';
import { Form, type FormProps } from './form.tsx';

interface FormDialogProps extends Omit<FormProps, 'onCancel'> {
  title: string;
  onClose: () => void;
}

/** A form in a window of its own; rendered only while it is open. */
export function FormDialog({ title, onClose, ...form }: FormDialogProps) {
  useReturnFocus();
  return (
    <Modal opened onClose={onClose} title={title}>
      <Form {...form} onCancel={onClose} />
    </Modal>
  );
}
