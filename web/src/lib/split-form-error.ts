import { ApiError } from './api-error.ts';

interface SplitError {
  /** The input an error is about, by its path in the form's values, and what to say there. */
  field?: { path: string; message: string };
  /** Any other failure; it stands above the buttons. */
  formError: unknown;
}

/**
 * Sorts a failed save. The server names a field as the request did (`settings.host`, or `host` alone); `inputs` are the
 * paths of the form's inputs.
 */
export function splitFormError(err: unknown, inputs: readonly string[]): SplitError {
  if (!(err instanceof ApiError) || !err.field) return { formError: err ?? null };
  const named = err.field;
  const path =
    inputs.find((input) => input === named) ?? inputs.find((input) => lastStep(input) === lastStep(named));
  return path === undefined ? { formError: err } : { field: { path, message: err.message }, formError: null };
}

const lastStep = (path: string) => path.slice(path.lastIndexOf('.') + 1);
