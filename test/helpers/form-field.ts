import type { FormField } from '../../src/connector-kit/index.ts';

/** A field of a form that is required, called as its key. */
export const makeFormField = (key: string, more: Partial<FormField> = {}): FormField => ({
  key,
  title: key,
  help: '',
  type: 'text',
  isRequired: true,
  ...more,
});

/** What is thrown: forms are refused by the field that is wrong. */
export function problemOf(run: () => unknown): { message: string; field: string | undefined } {
  try {
    run();
  } catch (err) {
    return err as { message: string; field: string };
  }
  throw new Error('nothing was refused');
}
