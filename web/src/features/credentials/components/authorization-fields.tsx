import { Checkbox, Select, Stack, Text } from '@mantine/core';
import { FormField } from '../../../components/form-field.tsx';
import type { AuthMethod } from '../api/credential-types.ts';
import type { CredentialForm } from '../use-credential-form.ts';

interface AuthorizationFieldsProps {
  form: CredentialForm;
  methods: AuthMethod[];
  /** Errors the server found, by field. */
  serverErrors?: Record<string, string>;
}

/** Authorization type and the fields its definition asks for. */
export function AuthorizationFields({ form, methods, serverErrors = {} }: AuthorizationFieldsProps) {
  const { state, problems } = form;
  return (
    <Stack gap="sm">
      {methods.length > 1 ? (
        <Select
          label="Authorization type"
          description="How Muster proves to the vendor who it is."
          data={methods.map((method) => ({ value: method.id, label: method.title }))}
          value={state.method.id}
          onChange={(id) => id && form.chooseMethod(id)}
          allowDeselect={false}
        />
      ) : null}
      {state.method.fields.map((field) => (
        <FormField
          key={field.key}
          field={field}
          value={state.fields[field.key] ?? ''}
          onChange={(value) => form.changeField(field.key, value)}
          error={problems[field.key] ?? serverErrors[field.key]}
          isSecretStored={form.isSecretStored(field)}
        />
      ))}
      {state.method.scopes.length > 0 ? <ScopeChoice form={form} /> : null}
    </Stack>
  );
}

/** Each scope with the reason Muster needs it; filled in already. */
function ScopeChoice({ form }: { form: CredentialForm }) {
  const { state } = form;
  return (
    <Checkbox.Group
      label="Scopes"
      description="What this credential may do at the vendor. The usual ones are chosen; select the same ones there."
      value={state.scopes}
      onChange={(scopes) => form.change({ scopes })}
    >
      <Stack gap={8} mt={8}>
        {state.method.scopes.map((scope) => (
          <Checkbox
            key={scope.name}
            value={scope.name}
            label={<code>{scope.name}</code>}
            description={
              <Text component="span" size="xs" c="dimmed">
                {scope.reason}
              </Text>
            }
          />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
