import { Button, Group, Stack, Switch, Tabs, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { FormElement } from '../../../components/form/form-element.tsx';
import { useFormDraft } from '../../../components/form/use-form-draft.ts';
import { useServerErrors } from '../../../components/form/use-server-errors.ts';
import { Section } from '../../../components/section.tsx';
import type { AuthMethod, Connector } from '../../../data/use-connector.ts';
import { WantedVariables } from '../../../global-variables/wanted-variables.tsx';
import { notifyDone, notifyFailed } from '../../../lib/notify.tsx';
import { useSingleFlight } from '../../../lib/use-single-flight.ts';
import { useChooseCredential } from '../api/use-credential-changes.ts';
import { useCredentialDraft } from '../use-credential-draft.ts';
import { listInputs, useCredentialForm } from '../use-credential-form.ts';
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

const informationInputs = new Set(['name', 'owner', 'description', 'expiresAt']);
const isInformation = (path: string) => informationInputs.has(path);

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
  const credential = useCredentialForm({
    connector,
    method: firstMethod,
    parts: ['information', 'authorization'],
  });
  const draft = useCredentialDraft(credential);
  const { method } = credential;
  const formError = useServerErrors(credential.form, draft.saveError, listInputs(method));

  const { form } = credential;
  const isRestored = useFormDraft({
    form,
    draftName: `credentials/new/${connector.id}`,
    withoutSecrets: credential.withoutSecrets,
  });
  // The tab that holds what is wrong comes to the front; the focus goes there.
  const wrong = Object.keys(form.errors);
  const wrongTab =
    wrong.length === 0 ? undefined : wrong.some(isInformation) ? 'information' : 'authorization';
  useEffect(() => {
    if (wrongTab !== undefined) setTab(wrongTab);
  }, [wrongTab]);

  const [create] = useSingleFlight(async () => {
    const created = await draft.create();
    if (!created) return;
    notifyDone(`The credential ${created.name} was created.`);
    if (integrationId !== undefined) {
      await choose
        .mutateAsync({ params: { path: { id: integrationId } }, body: { credentialId: created.id } })
        .catch((err: unknown) => notifyFailed('The credential was created, but not chosen', err));
      await navigate({
        to: '/integrations/$id',
        params: { id: String(integrationId) },
        ignoreBlocker: true,
      });
      return;
    }
    await navigate({ to: '/credentials/$id', params: { id: String(created.id) }, ignoreBlocker: true });
  });
  const prove = method.needsSignIn ? draft.authenticate : () => void draft.test();

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
        <FormElement
          onSubmit={(event) => {
            event.preventDefault();
            // Enter does what comes next.
            if (draft.isProven) void create();
            else prove();
          }}
        >
          {isRestored ? (
            <Text size="sm" c="dimmed" role="status" mb="sm">
              What you had entered is back, except secrets; it is not saved yet.
            </Text>
          ) : null}
          {isAdvanced ? (
            <Tabs value={tab} onChange={setTab} keepMounted={false} mb="md">
              <Tabs.List mb="sm">
                <Tabs.Tab value="information">Information</Tabs.Tab>
                <Tabs.Tab value="authorization">Authorization</Tabs.Tab>
              </Tabs.List>
              <Tabs.Panel value="information">
                <InformationFields credential={credential} />
              </Tabs.Panel>
              <Tabs.Panel value="authorization">
                <AuthorizationFields credential={credential} />
              </Tabs.Panel>
            </Tabs>
          ) : (
            <div className={classes.fields}>
              <NameField credential={credential} />
              <AuthorizationFields credential={credential} />
            </div>
          )}
          <div className={classes.proof}>
            {method.needsSignIn ? (
              <SignInPanel
                vendor={connector.name}
                popup={draft.popup}
                isAuthenticated={draft.isProven}
                onAuthenticate={prove}
                isPending={draft.isSaving}
                draftId={draft.id}
              />
            ) : (
              <TestPanel
                result={draft.testResult}
                error={draft.testError}
                isProven={draft.isProven}
                onTest={prove}
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
              type={draft.isProven ? 'submit' : 'button'}
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
        </FormElement>
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
