/** What still keeps a draft from being launched: pure, shown on the page and enforced by Launch. */

import {
  type ConnectorDefinition,
  findGlobal,
  type Globals,
  type StreamDefinition,
} from '../connector-kit/index.ts';
import type { Mapping } from '../mapping/mapping-types.ts';
import type { Field } from '../model/objects.ts';
import { findServerProblem, type ServerCheck } from '../vault/addresses/find-server-problem.ts';
import type { StoredIntegration } from './integrations.queries.ts';

export interface MissingPart {
  section: 'details' | 'credentials' | 'schedule' | 'mapping';
  field: string;
  message: string;
}

export function findMissingParts(options: {
  integration: Pick<StoredIntegration, 'settings' | 'credentialId' | 'credentialStatus' | 'integrationUser'>;
  /** False while a person still has to authenticate the credential at the vendor. */
  isCredentialUsable: boolean;
  credential: ServerCheck['credential'] | undefined;
  definition: ConnectorDefinition;
  stream: StreamDefinition;
  mapping: Mapping | undefined;
  fields: readonly Field[];
  globals: Globals;
}): MissingPart[] {
  const { integration, definition, mapping, fields } = options;
  const missing: MissingPart[] = [];
  const add = (section: MissingPart['section'], field: string, message: string) =>
    missing.push({ section, field, message });

  if (integration.integrationUser.trim() === '') {
    add(
      'details',
      'integrationUser',
      'Enter the name of the integration user: changes are attributed to it.',
    );
  }
  for (const setting of definition.settings) {
    const value = integration.settings[setting.key] || findGlobal(options.globals, setting.globalVariable);
    if (setting.isRequired && value === '')
      add(
        'details',
        `settings.${setting.key}`,
        setting.globalVariable === undefined
          ? `Enter ${setting.title}.`
          : `Enter ${setting.title}, or add the global variable ${setting.globalVariable}.`,
      );
  }
  if (integration.credentialId === null) {
    add('credentials', 'credentialId', 'Choose a credential, or add a new one.');
  } else if (integration.credentialStatus === 'needs_secret') {
    add(
      'credentials',
      'credentialId',
      'The credential needs its secret again, since its address has changed. Open it and enter the secret.',
    );
  } else if (!options.isCredentialUsable && integration.credentialStatus !== 'needs_reauthentication') {
    add(
      'credentials',
      'credentialId',
      'The credential is not authenticated yet. Open it and authenticate it there.',
    );
  } else if (integration.credentialStatus === 'needs_reauthentication') {
    add(
      'credentials',
      'credentialId',
      'The credential needs re-authentication. Open it and authenticate it again there.',
    );
  }
  const { credential, globals } = options;
  const serverProblem =
    credential && findServerProblem({ definition, credential, settings: integration.settings, globals });
  if (serverProblem !== undefined) add('credentials', 'otherServers', serverProblem);
  if (!mapping || mapping.rows.length === 0) {
    add('mapping', 'mapping', 'Map the fields; Smart Mapping makes a first proposal.');
    return missing;
  }
  const mapped = new Set(mapping.rows.map((row) => row.target));
  for (const field of fields) {
    if (field.isMandatory && !mapped.has(field.name)) {
      add('mapping', field.name, field.choices ? `Choose a default ${field.label}.` : `Map ${field.label}.`);
    }
  }
  if (!mapping.rows.some((row) => row.syncKeyPriority !== undefined)) {
    add(
      'mapping',
      'syncKey',
      'Choose at least one sync key: a Unique field whose values tell the records apart.',
    );
  }
  return missing;
}
