import { Button, Group, Stack } from '@mantine/core';
import type { ReactNode, SubmitEvent } from 'react';
import { ErrorAlert } from '../error-alert.tsx';

export interface FormProps {
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
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="md" {...(props.maxWidth ? { maw: props.maxWidth } : {})}>
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
    </form>
  );
}
