import { Button, Group, Stack, Switch, Tabs, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { Section } from '../../../components/section.tsx';
import { WantedVariables } from '../../../global-variables/wanted-variables.tsx';
import { notifyDone, notifyFailed } from '../../../lib/notify.tsx';
import { splitFormError } from '../../../lib/split-form-error.ts';
import type { AuthMethod, Connector } from '../api/credential-types.ts';
import { useChooseCredential } from '../api/use-choose-credential.ts';
import { useCredentialDraft } from '../use-credential-draft.ts';
import { useCredentialForm } from '../use-credential-form.ts';
import { AuthorizationFields } from './authorization-fields.tsx';
import classes from './credential-layout.module.css';
import { InformationFields, NameField } from './information-fields.tsx';
import { SignInPanel, TestPanel } from './proof-panel.tsx';
import { VendorHelp } from './vendor-help.tsx';

interface NewCredentialFormProps {
  connector: Connector;
  /** The integration that waits for the credential: it gets it, and the way leads back there. */
  integrationId: number | undefined;
}

export function NewCredentialForm({ connector, integrationId }: NewCredentialFormProps) {
  const [first] = connector.auth;
  if (!first) return <Text>This connector needs no credential.</Text>;
  return <FormWithMethod connector={connector} firstMethod={first} integrationId={integrationId} />;
}

function FormWithMethod({
  connector,
  firstMethod,
  integrationId,
}: NewCredentialFormProps & { firstMethod: AuthMethod }) {
  const [isAdvanced, setAdvanced] = useState(false);
  const [tab, setTab] = useState<string | null>('information');
  const navigate = useNavigate();
  const choose = useChooseCredential();
  const form = useCredentialForm(connector, firstMethod);
  const draft = useCredentialDraft(form);
  const { method } = form.state;
  const names = [...method.fields.map((field) => field.key), 'name', 'owner', 'description', 'expiresAt'];
  const { fieldErrors, formError } = splitFormError(draft.saveError, names);

  const create = async () => {
    const created = await draft.create();
    if (!created) return;
    notifyDone(`The credential ${created.name} was created.`);
    if (integrationId !== undefined) {
      await choose
        .mutateAsync({ integrationId, credentialId: created.id })
        .catch((err: unknown) => notifyFailed('The credential was created, but not chosen', err));
      await navigate({ to: '/integrations/$id', params: { id: String(integrationId) } });
      return;
    }
    await navigate({ to: '/credentials/$id', params: { id: String(created.id) } });
  };

  return (
    <div className={classes.columns}>
      <Section
        title="Credential"
        actions={
          <Switch
            size="sm"
            label="Advanced mode"
            checked={isAdvanced}
            onChange={(event) => setAdvanced(event.currentTarget.checked)}
          />
        }
      >
        {isAdvanced ? (
          <Tabs value={tab} onChange={setTab} keepMounted={false} mb="md">
            <Tabs.List mb="sm">
              <Tabs.Tab value="information">Information</Tabs.Tab>
              <Tabs.Tab value="authorization">Authorization</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="information">
              <InformationFields form={form} serverErrors={fieldErrors} />
            </Tabs.Panel>
            <Tabs.Panel value="authorization">
              <AuthorizationFields form={form} methods={connector.auth} serverErrors={fieldErrors} />
            </Tabs.Panel>
          </Tabs>
        ) : (
          <div className={classes.fields}>
            <NameField form={form} serverErrors={fieldErrors} />
            <AuthorizationFields form={form} methods={connector.auth} serverErrors={fieldErrors} />
          </div>
        )}
        <div className={classes.proof}>
          {method.needsSignIn ? (
            <SignInPanel
              vendor={connector.name}
              popup={draft.popup}
              isAuthenticated={draft.isProven}
              onAuthenticate={draft.authenticate}
              isPending={draft.isSaving}
              draftId={draft.id}
            />
          ) : (
            <TestPanel
              result={draft.testResult}
              error={draft.testError}
              onTest={() => void draft.test()}
              isPending={draft.isSaving || draft.isTesting}
            />
          )}
        </div>
        <ErrorAlert error={formError} title="Not saved" />
        <Group justify="flex-end" gap="xs" mt="md">
          <Button
            variant="default"
            component={Link}
            to={integrationId === undefined ? '/credentials' : `/integrations/${integrationId}`}
            onClick={draft.discard}
          >
            Cancel
          </Button>
          {!method.needsSignIn && !draft.isProven ? (
            <Button variant="default" onClick={() => void create()} loading={draft.isSaving}>
              Create without a passed test
            </Button>
          ) : null}
          <Button
            leftSection={<IconPlus size={17} />}
            onClick={() => void create()}
            disabled={!draft.isProven}
            loading={draft.isSaving && draft.isProven}
          >
            Create
          </Button>
        </Group>
        {draft.isProven ? null : (
          <Text size="sm" c="dimmed" ta="right" mt={6}>
            {method.needsSignIn
              ? 'Authenticate first; then you can create it.'
              : 'Test first, or create it untested.'}
          </Text>
        )}
      </Section>
      <Stack gap="md">
        <VendorHelp connector={connector} method={method} />
        {method.fields.some((field) => field.globalVariable !== null) ? (
          <Section title="Global variables">
            <WantedVariables connectorId={connector.id} />
          </Section>
        ) : null}
      </Stack>
    </div>
  );
}
