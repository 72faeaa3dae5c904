import { useForm } from '@mantine/form';
import {
  checkFieldValues,
  collectFieldValues,
  type DefinitionField,
  type FieldValues,
  makeFieldValues,
} from '../../components/definition-fields.ts';
import type { AuthMethod, Connector } from '../../data/use-connector.ts';
import type { CredentialDetail, CredentialInput } from './api/credential-types.ts';
import { useChangeCheck } from './api/use-change-check.ts';

interface CredentialFormValues {
  name: string;
  owner: string;
  description: string;
  /** Instant of the day's beginning, or empty. */
  expiresAt: string;
  methodId: string;
  fields: FieldValues;
  scopes: string[];
}

/** The parts of a credential that are edited by themselves. */
export type CredentialPart = 'information' | 'authorization';

interface CredentialFormOptions {
  connector: Connector;
  method: AuthMethod;
  /** The credential that is edited; absent for a new one. */
  stored?: CredentialDetail;
  parts: readonly CredentialPart[];
}

function makeValues(
  connector: Connector,
  method: AuthMethod,
  stored?: CredentialDetail,
): CredentialFormValues {
  return {
    name: stored?.name ?? `${connector.name} ${method.title}`,
    owner: stored?.owner ?? '',
    description: stored?.description ?? '',
    expiresAt: stored?.expiresAt ?? '',
    methodId: method.id,
    fields: makeFieldValues(method.fields, stored?.fields),
    scopes: stored?.scopes ?? method.scopes.filter((scope) => scope.isDefault).map((scope) => scope.name),
  };
}

/** Paths of the inputs that the server's refusals can stand at. */
export const listInputs = (method: AuthMethod): string[] => [
  ...['name', 'owner', 'description', 'expiresAt'],
  ...method.fields.map((field) => `fields.${field.key}`),
];

/** State, checks and request body of the credential form. */
export function useCredentialForm({ connector, method: firstMethod, stored, parts }: CredentialFormOptions) {
  const findMethod = (id: string) => connector.auth.find((method) => method.id === id) ?? firstMethod;
  // Filled below, once the values are known; the validation asks at the end.
  const needed = new Set<string>();
  const isSecretStored = (field: DefinitionField) =>
    (stored?.secretsSet.includes(field.key) ?? false) && !needed.has(field.key);
  const form = useForm<CredentialFormValues>({
    initialValues: makeValues(connector, firstMethod, stored),
    validate: ({ name, methodId, fields }) => {
      const problems: Record<string, string> = {};
      if (parts.includes('information') && name.trim() === '') problems.name = 'Give the credential a name.';
      if (parts.includes('authorization'))
        for (const field of findMethod(methodId).fields)
          for (const [key, problem] of Object.entries(
            checkFieldValues([field], fields, isSecretStored(field)),
          ))
            problems[`fields.${key}`] = problem;
      return problems;
    },
  });
  const { values } = form;
  const method = findMethod(values.methodId);
  const changeCheck = useChangeCheck(parts.includes('authorization') ? stored?.id : undefined, {
    methodId: method.id,
    fields: collectFieldValues(
      // What is secret need not be sent for this: only whether it is entered counts.
      method.fields.filter((field) => !field.isSecret),
      values.fields,
    ),
  });
  for (const { key } of changeCheck?.needs ?? []) needed.add(key);

  const chooseMethod = (methodId: string) => {
    const next = makeValues(connector, findMethod(methodId));
    // Values of fields that both methods have (client id, vendor address) survive the switch.
    const shared = Object.fromEntries(
      findMethod(methodId).fields.map(({ key }) => [key, values.fields[key] ?? next.fields[key] ?? '']),
    );
    const hasOwnName = values.name !== `${connector.name} ${method.title}`;
    form.setValues({
      methodId,
      fields: shared,
      scopes: next.scopes,
      name: hasOwnName ? values.name : next.name,
    });
    form.clearErrors();
  };

  const makeInput = (isDraft: boolean): CredentialInput => ({
    name: values.name.trim(),
    owner: values.owner.trim(),
    description: values.description.trim(),
    // With a sign-in the vendor says when it ends.
    ...(method.needsSignIn ? {} : { expiresAt: values.expiresAt === '' ? null : values.expiresAt }),
    connectorId: connector.id,
    methodId: method.id,
    fields: collectFieldValues(method.fields, values.fields),
    scopes: values.scopes,
    isDraft,
  });

  return {
    form,
    method,
    methods: connector.auth,
    chooseMethod,
    /** Shows what is wrong; true when nothing is. */
    check: () => !form.validate().hasErrors,
    makeInput,
    /** For keeping what is entered over a reload. */
    withoutSecrets: (entered: CredentialFormValues): CredentialFormValues => ({
      ...entered,
      fields: Object.fromEntries(
        Object.entries(entered.fields).filter(
          ([key]) => !method.fields.some((field) => field.key === key && field.isSecret),
        ),
      ),
    }),
    /** What the vendor's answer depends on: changing it asks for a new sign-in or test. */
    authorizationKey: JSON.stringify([method.id, values.fields, values.scopes]),
    isSecretStored,
    changeCheck,
  };
}

export type CredentialForm = ReturnType<typeof useCredentialForm>;
