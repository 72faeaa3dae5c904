import { Stack } from '@mantine/core';
import { KeyValue } from '../../../components/key-value.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { Section } from '../../../components/section.tsx';
import { roleHelp, roleLabels } from '../../../lib/roles.ts';
import { useTitle } from '../../../lib/use-title.ts';
import { useMe } from '../../../session/use-me.ts';
import { BrowsersSection } from './browsers-section.tsx';
import { PasswordForm } from './password-form.tsx';
import { SecondFactorSection } from './second-factor-section.tsx';

/** One's own account: password, second factors, and the browsers one is signed in with. */
export function ProfilePage() {
  useTitle('Profile');
  const me = useMe();
  return (
    <Stack gap="md" maw={640}>
      <PageHeader title="Profile" />
      <Section title="Account">
        <KeyValue
          items={[
            { label: 'Name', value: me.name },
            { label: 'E-mail', value: me.email },
            { label: 'Role', value: roleLabels[me.role], note: roleHelp[me.role] },
          ]}
        />
      </Section>
      <Section title="Password">
        <PasswordForm />
      </Section>
      <SecondFactorSection />
      <BrowsersSection />
    </Stack>
  );
}
