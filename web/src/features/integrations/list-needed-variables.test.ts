import { describe, expect, it } from 'vitest';
import type { DefinitionField } from '../../components/definition-fields.ts';
import type { WantedVariable } from '../../global-variables/use-wanted-variables.ts';
import { listNeededVariables } from './list-needed-variables.ts';

const makeField = (key: string, globalVariable: string | null, more: Partial<DefinitionField> = {}) => ({
  key,
  title: key,
  help: '',
  type: 'text' as const,
  isRequired: true,
  isSecret: false,
  pattern: null,
  patternHelp: null,
  example: null,
  defaultValue: null,
  choices: [],
  corrections: [],
  globalVariable,
  ...more,
});

const makeVariable = (key: string, isSet = false): WantedVariable => ({
  key,
  isSet,
  isSecret: false,
  value: null,
  fields: ['Field'],
  help: '',
  example: null,
  isRequired: true,
});

const makeConnector = (settings: DefinitionField[], fields: DefinitionField[] = []) => ({
  settings,
  auth: [{ id: 'basic', title: 'Basic', kind: 'basic' as const, needsSignIn: false, fields, scopes: [] }],
});

const list = (
  connector: ReturnType<typeof makeConnector>,
  integration: { settings?: Record<string, string>; credentialId?: number | null } = {},
  variables = [makeVariable('Citrix.Hostname')],
) =>
  listNeededVariables(variables, connector, { settings: {}, credentialId: null, ...integration }).map(
    ({ key }) => key,
  );

describe('listNeededVariables', () => {
  const inSettings = makeConnector([makeField('host', 'citrix.hostname')]);
  const inCredential = makeConnector([], [makeField('host', 'Citrix.Hostname')]);

  it('names what an empty setting needs, whatever the case of its key', () => {
    expect(list(inSettings)).toEqual(['Citrix.Hostname']);
    expect(list(inSettings, { settings: { host: '' }, credentialId: 3 })).toEqual(['Citrix.Hostname']);
  });

  it('asks for nothing that is given in the settings or set already', () => {
    expect(list(inSettings, { settings: { host: 'example.com' } })).toEqual([]);
    expect(list(inSettings, {}, [makeVariable('Citrix.Hostname', true)])).toEqual([]);
  });

  it('asks for what a credential needs only while there is none', () => {
    expect(list(inCredential)).toEqual(['Citrix.Hostname']);
    expect(list(inCredential, { credentialId: 3 })).toEqual([]);
  });

  it('asks for nothing that is optional or has a default', () => {
    const optional = makeField('host', 'Citrix.Hostname', { isRequired: false });
    const withDefault = makeField('host', 'Citrix.Hostname', { defaultValue: '443' });
    expect(list(makeConnector([optional], [withDefault]))).toEqual([]);
  });
});
