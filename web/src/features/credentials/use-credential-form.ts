import { useState } from 'react';
import {
  checkFieldValues,
  collectFieldValues,
  type DefinitionField,
  type FieldValues,
  makeFieldValues,
} from '../../components/definition-fields.ts';
import type { AuthMethod, Connector, CredentialDetail, CredentialInput } from './api/credential-types.ts';

export interface CredentialFormState {
  name: string;
  owner: string;
  description: string;
  /** `yyyy-mm-dd`, or empty. */
  expiresOn: string;
  method: AuthMethod;
  fields: FieldValues;
  scopes: string[];
}

/** `yyyy-mm-dd` → the instant of local midnight; null when empty. */
function parseDay(day: string): string | null {
  return day === '' ? null : new Date(`${day}T00:00:00`).toISOString();
}

function makeState(connector: Connector, method: AuthMethod, stored?: CredentialDetail): CredentialFormState {
  return {
    name: stored?.name ?? `${connector.name} ${method.title}`,
    owner: stored?.owner ?? '',
    description: stored?.description ?? '',
    expiresOn: stored?.expiresAt?.slice(0, 10) ?? '',
    method,
    fields: makeFieldValues(method.fields, stored?.fields),
    scopes: stored?.scopes ?? method.scopes.filter((scope) => scope.isDefault).map((scope) => scope.name),
  };
}

/** State, checks and request body of the credential form; `stored` when an existing one is edited. */
export function useCredentialForm(connector: Connector, firstMethod: AuthMethod, stored?: CredentialDetail) {
  const [state, setState] = useState(() => makeState(connector, firstMethod, stored));
  const [problems, setProblems] = useState<FieldValues>({});
  const isSecretStored = (field: DefinitionField) => stored?.secretsSet.includes(field.key) ?? false;

  const change = (part: Partial<CredentialFormState>) => setState((before) => ({ ...before, ...part }));
  const changeField = (key: string, value: string) => {
    setState((before) => ({ ...before, fields: { ...before.fields, [key]: value } }));
    setProblems(({ [key]: _solved, ...others }) => others);
  };
  const chooseMethod = (methodId: string) => {
    const method = connector.auth.find((candidate) => candidate.id === methodId);
    if (!method) return;
    const next = makeState(connector, method);
    // Values of fields that both methods have (client id, vendor address) survive the switch.
    const shared = Object.fromEntries(
      method.fields.map(({ key }) => [key, state.fields[key] ?? next.fields[key] ?? '']),
    );
    const hasOwnName = state.name !== `${connector.name} ${state.method.title}`;
    setState({
      ...state,
      method,
      fields: shared,
      scopes: next.scopes,
      name: hasOwnName ? state.name : next.name,
    });
    setProblems({});
  };

  /** Shows what is wrong; true when nothing is. */
  const check = (): boolean => {
    const found: FieldValues = {};
    if (state.name.trim() === '') found.name = 'Give the credential a name.';
    for (const field of state.method.fields) {
      Object.assign(found, checkFieldValues([field], state.fields, isSecretStored(field)));
    }
    setProblems(found);
    return Object.keys(found).length === 0;
  };

  const makeInput = (isDraft: boolean): CredentialInput => ({
    name: state.name.trim(),
    owner: state.owner.trim(),
    description: state.description.trim(),
    // With a sign-in the vendor says when it ends.
    ...(state.method.needsSignIn ? {} : { expiresAt: parseDay(state.expiresOn) }),
    connectorId: connector.id,
    methodId: state.method.id,
    fields: collectFieldValues(state.method.fields, state.fields),
    scopes: state.scopes,
    isDraft,
  });

  /** What the vendor's answer depends on: changing it asks for a new sign-in or test. */
  const authorizationKey = JSON.stringify([state.method.id, state.fields, state.scopes]);

  return {
    state,
    problems,
    setProblems,
    change,
    changeField,
    chooseMethod,
    check,
    makeInput,
    authorizationKey,
    isSecretStored,
  };
}

export type CredentialForm = ReturnType<typeof useCredentialForm>;
