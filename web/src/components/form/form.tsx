import { Button, Group, Stack, Text } from '@mantine/core';
import type { ReactNode, SubmitEvent } from 'react';
import { ErrorAlert } from '../error-alert.tsx';
import { FormElement } from './form-element.tsx';
import { type EnteredForm, useFormDraft } from './use-form-draft.ts';

export interface FormProps {
  /** The state of the inputs: what is entered is guarded against leaving. */
  form: EnteredForm;
  /** Keeps what is entered over a reload, under this name. */
  draftName?: string;
  /** Takes out of the values what must not be kept over a reload. */
  withoutSecrets?: (values: never) => object;
  /** What `form.onSubmit` of @mantine/form gives; Enter in an input comes here too. */
  onSubmit: (event: SubmitEvent<HTMLFormElement>) => void;
  submitLabel: string;
  isPending: boolean;
  /** What went wrong with saving and belongs to no field; absent where the inputs show it themselves. */
  error?: unknown;
  errorTitle?: string;
  onCancel?: (() => void) | undefined;
  /** There is nothing to save yet. */
  isSubmitDisabled?: boolean;
  /** Further buttons, before Cancel. */
  otherButtons?: ReactNode;
  buttonsClassName?: string | undefined;
  maxWidth?: number;
  children: ReactNode;
}

/** Inputs, the failure of saving, Cancel and Save: every form of the product. */
export function Form(props: FormProps) {
  const { onSubmit, submitLabel, isPending, error, errorTitle, onCancel, isSubmitDisabled = false } = props;
  const isRestored = useFormDraft(props);
  return (
    <FormElement onSubmit={onSubmit}>
      <Stack gap="md" {...(props.maxWidth ? { maw: props.maxWidth } : {})}>
        {isRestored ? (
          <Text size="sm" c="dimmed" role="status">
            What you had entered is back; it is not saved yet.
          </Text>
        ) : null}
        {props.children}
        <ErrorAlert error={error} {...(errorTitle ? { title: errorTitle } : {})} />
        <Group justify="flex-end" gap="xs" className={props.buttonsClassName ?? ''}>
          {props.otherButtons}
          {onCancel ? (
            <Button variant="default" onClick={onCancel}>
              Cancel
            </Button>
          ) : null}
          <Button type="submit" loading={isPending} disabled={isSubmitDisabled}>
            {submitLabel}
          </Button>
        </Group>
      </Stack>
    </FormElement>
  );
}
