import type { FormErrors } from '@mantine/form';
import { useEffect } from 'react';
import { splitFormError } from '../../lib/split-form-error.ts';

/**
 * Puts what the server refused at the input it names (paths of the form's values), until that input is changed. Gives
 * back the failure that belongs to no input.
 */
export function useServerErrors(
  form: { setErrors: (errors: FormErrors) => void },
  failure: unknown,
  inputs: readonly string[],
): unknown {
  const { setErrors } = form;
  const { field, formError } = splitFormError(failure, inputs);
  const [path, message] = [field?.path, field?.message];
  // The failure itself as well: a second refusal in the same words is shown again.
  useEffect(() => {
    if (path !== undefined) setErrors({ [path]: message });
  }, [failure, path, message, setErrors]);
  return formError;
}
