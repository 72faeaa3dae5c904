import { Checkbox, Select, Stack, Text } from '@mantine/core';
import { FormField } from '../../../components/form-field.tsx';
import type { CredentialForm } from '../use-credential-form.ts';

/** Authorization type and the fields its definition asks for. */
export function AuthorizationFields({ credential }: { credential: CredentialForm }) {
  const { form, method, methods, chooseMethod, isSecretStored } = credential;
  return (
    <Stack gap="sm">
      {methods.length > 1 ? (
        <Select
          label="Authorization type"
          description="How Muster proves to the vendor who it is."
          data={methods.map(({ id, title }) => ({ value: id, label: title }))}
          value={method.id}
          onChange={(id) => id && chooseMethod(id)}
          allowDeselect={false}
        />
      ) : null}
      {method.fields.map((field) => (
        <FormField
          key={field.key}
          field={field}
          value={form.values.fields[field.key] ?? ''}
          onChange={(value) => form.setFieldValue(`fields.${field.key}`, value)}
          error={form.errors[`fields.${field.key}`]}
          isSecretStored={isSecretStored(field)}
        />
      ))}
      {method.scopes.length > 0 ? <ScopeChoice credential={credential} /> : null}
    </Stack>
  );
}

/** Each scope with the reason Muster needs it; filled in already. */
function ScopeChoice({ credential: { form, method } }: { credential: CredentialForm }) {
  return (
    <Checkbox.Group
      label="Scopes"
      description="What this credential may do at the vendor. The usual ones are chosen; select the same ones there."
      {...form.getInputProps('scopes')}
    >
      <Stack gap={8} mt={8}>
        {method.scopes.map((scope) => (
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
