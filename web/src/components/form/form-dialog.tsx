import { Modal } from '@mantine/core';
import { askToDiscard } from '../../lib/unsaved-entries.ts';
import { useReturnFocus } from '../../lib/use-return-focus.ts';
import { Form, type FormProps } from './form.tsx';

interface FormDialogProps extends Omit<FormProps, 'onCancel'> {
  title: string;
  onClose: () => void;
}

/** A form in a window of its own; rendered only while it is open. Closing it by the way asks before entries are lost. */
export function FormDialog({ title, onClose, ...props }: FormDialogProps) {
  useReturnFocus();
  const close = async () => {
    if (!props.form.isDirty() || (await askToDiscard())) onClose();
  };
  return (
    <Modal opened onClose={() => void close()} title={title}>
      <Form {...props} onCancel={onClose} />
    </Modal>
  );
}
