import type { DefinitionField } from '../../components/definition-fields.ts';
import type { Connector } from '../../data/use-connector.ts';
import type { Integration } from '../../data/use-integration.ts';
import type { WantedVariable } from '../../global-variables/use-wanted-variables.ts';

/**
 * Global variables that are not set although something needs them: a required setting the integration leaves empty, or
 * a required field of the credential it does not have yet.
 */
export function listNeededVariables(
  variables: WantedVariable[],
  connector: Pick<Connector, 'settings' | 'auth'>,
  integration: Pick<Integration, 'settings' | 'credentialId'>,
): WantedVariable[] {
  const emptySettings = connector.settings.filter((field) => !integration.settings[field.key]);
  const credentialFields =
    integration.credentialId === null ? connector.auth.flatMap((method) => method.fields) : [];
  const empty = [...emptySettings, ...credentialFields];
  return variables.filter(
    (variable) =>
      !variable.isSet && empty.some((field) => isNeeded(field) && isFilledBy(field, variable.key)),
  );
}

const isNeeded = ({ isRequired, defaultValue }: DefinitionField) => isRequired && defaultValue === null;

const isFilledBy = ({ globalVariable }: DefinitionField, key: string) =>
  globalVariable?.toLowerCase() === key.toLowerCase();
