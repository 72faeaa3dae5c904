import { ApiError } from './api-error.ts';

/**
 * Sorts a failed save: an error that names one of the form's fields stands at that field, any other one
 * stands above the buttons.
 */
export function splitFormError(
  err: unknown,
  fieldNames: readonly string[],
): { fieldErrors: Record<string, string>; formError: unknown } {
  if (err instanceof ApiError && err.field) {
    const name = fieldNames.find(
      (candidate) => err.field === candidate || err.field?.endsWith(`.${candidate}`),
    );
    if (name) return { fieldErrors: { [name]: err.message }, formError: null };
  }
  return { fieldErrors: {}, formError: err ?? null };
}
