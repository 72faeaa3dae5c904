import { type ReactNode, type SubmitEvent, useRef } from 'react';
import { ignoreSecondClick } from '../../lib/ignore-second-click.ts';
import { useFocusFirstError } from './use-focus-first-error.ts';

interface FormElementProps {
  onSubmit: (event: SubmitEvent<HTMLFormElement>) => void;
  children: ReactNode;
}

/** The `form` of every form: a double click submits once, and a refusal leads to the first input that is wrong. */
export function FormElement({ onSubmit, children }: FormElementProps) {
  const element = useRef<HTMLFormElement>(null);
  const { expectErrors, forget } = useFocusFirstError(element);
  return (
    <form
      ref={element}
      noValidate
      onSubmit={(event) => {
        expectErrors();
        onSubmit(event);
      }}
      onInput={forget}
      onClickCapture={(event) => {
        const button = (event.target as Element).closest('button');
        if (button?.type === 'submit') ignoreSecondClick(event);
      }}
    >
      {children}
    </form>
  );
}
