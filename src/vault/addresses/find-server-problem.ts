import {
  type ConnectorDefinition,
  type FormField,
  fillValues,
  findGlobal,
  type Globals,
  makeScope,
} from '../../connector-kit/index.ts';
import { isAppError } from '../../errors.ts';
import { compileTemplate } from '../../templates/compile-template.ts';
import { fillSettings } from './fill-settings.ts';
import { getBaseUrl } from './request-url.ts';

export interface ServerCheck {
  definition: ConnectorDefinition;
  /** Form values that are not secret, as they were entered. */
  credential: { name: string; methodId: string; fields: Record<string, string>; otherServers: string[] };
  /** Of the integration, as they were entered. */
  settings: Record<string, string>;
  /** Global variables that are not secret. */
  globals: Globals;
}

/**
 * Why requests with these settings would be refused (VAULT_HOST_REFUSED, in words), found without sending one.
 * Undefined when they would not be, or when that depends on secrets.
 */
export function findServerProblem({
  definition,
  credential,
  settings,
  globals,
}: ServerCheck): string | undefined {
  const { client } = definition;
  const form = definition.auth.find(({ id }) => id === credential.methodId)?.fields;
  if (!form || !isKnown(client.baseUrl, form, credential.fields, globals)) return undefined;
  const ownScope = makeScope({ globals, fields: fillValues(form, credential.fields, globals) });
  const filled = fillSettings(definition.settings, form, settings, globals);
  try {
    getBaseUrl(client, { settings: filled }, ownScope, credential);
    return undefined;
  } catch (err) {
    if (!isAppError(err)) throw err;
    // An address that is not complete is asked for by the forms, and told by the first request.
    return err.code === 'VAULT_HOST_REFUSED' ? err.message : undefined;
  }
}

/** Whether the address needs settings at all, and of the credential only what may be read without opening it. */
function isKnown(
  baseUrl: string,
  form: FormField[],
  entered: Record<string, string>,
  globals: Globals,
): boolean {
  if (!baseUrl.includes('{{')) return false;
  const { paths } = compileTemplate(baseUrl);
  if (!paths.some((path) => path.startsWith('settings'))) return false;
  const scope = makeScope({ globals });
  return paths.every((path) => {
    if (path.startsWith('settings')) return true;
    const key = /^fields\W+(\w+)/.exec(path)?.[1];
    // What the vendor said at the sign-in is sealed; a variable that is not here may be a secret one.
    if (key === undefined) return compileTemplate(path).evaluate(scope) !== undefined;
    const field = form.find((candidate) => candidate.key === key);
    if (!field) return true;
    if (field.isSecret) return false;
    const own = entered[key] ?? '';
    if (own.includes('{{'))
      return compileTemplate(own).paths.every((name) => compileTemplate(name).evaluate(scope) !== undefined);
    return (
      own !== '' || field.globalVariable === undefined || findGlobal(globals, field.globalVariable) !== ''
    );
  });
}
