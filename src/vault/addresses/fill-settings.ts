import { type FormField, fillValues, type Globals } from '../../connector-kit/index.ts';

/**
 * The settings of an integration as they are used. A global variable that fills the credential's form as well counts
 * there, behind what was entered in the credential: here it would override that.
 */
export function fillSettings(
  form: readonly FormField[],
  credentialForm: readonly FormField[],
  entered: Record<string, string>,
  globals: Globals,
): Record<string, string> {
  const shared = new Set(credentialForm.map((field) => field.globalVariable?.toLowerCase()));
  const own = form.map(
    ({ globalVariable, ...field }): FormField =>
      globalVariable === undefined || shared.has(globalVariable.toLowerCase())
        ? field
        : { ...field, globalVariable },
  );
  return fillValues(own, entered, globals);
}
