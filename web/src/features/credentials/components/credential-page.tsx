import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { ErrorState } from '../../../components/error-state.tsx';
import { DetailPage, DetailPagePending } from '../../../components/page/detail-page.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { useConnector } from '../../../data/use-connector.ts';
import { useAskEvery } from '../../../lib/change-channel.ts';
import { notifyDone } from '../../../lib/notify.tsx';
import { useNow } from '../../../lib/use-now.ts';
import { useMay } from '../../../session/use-may.ts';
import type { CredentialPartProps } from '../api/credential-types.ts';
import { useCredential } from '../api/use-credential.ts';
import { describeCredential } from '../describe-credential.ts';
import { hasSignInTrouble } from '../sign-in-trouble.ts';
import { useOAuthPopup } from '../use-oauth-popup.ts';
import { AuthorizationSection } from './authorization-section.tsx';
import { CredentialActions } from './credential-actions.tsx';
import { InformationSection } from './information-section.tsx';
import { OtherServersSection } from './other-servers-section.tsx';
import { SignInHelp } from './sign-in-help.tsx';
import { UsedBy } from './used-by.tsx';
import { VendorHelp } from './vendor-help.tsx';

const crumbs = [{ label: 'Security' }, { label: 'Credentials', to: '/credentials' }];

export function CredentialPage() {
  const { id } = useParams({ from: '/shell/credentials/$id' });
  const credential = useCredential(Number(id), useAskEvery(5_000, 60_000) || undefined);
  const connector = useConnector(credential.data?.connectorId);
  const mayChange = useMay('administrator');
  const error = credential.error ?? connector.error;
  const method = connector.data?.auth.find((candidate) => candidate.id === credential.data?.methodId);
  if (credential.data && connector.data && !method) {
    const problem = new Error(
      `The connector ${connector.data.name} no longer has the authorization type of this credential. Create a new one.`,
    );
    return <ErrorState title={credential.data.name} error={problem} />;
  }
  // What is being entered stays when asking again fails.
  if (!credential.data || !connector.data || !method) {
    return (
      <DetailPagePending
        crumbs={crumbs}
        error={error}
        onRetry={() => {
          void credential.refetch();
          void connector.refetch();
        }}
      />
    );
  }
  return (
    <CredentialView
      // What is known about one credential's sign-in says nothing about another's.
      key={credential.data.id}
      credential={credential.data}
      connector={connector.data}
      method={method}
      mayChange={mayChange}
    />
  );
}

function CredentialView(props: CredentialPartProps) {
  const { credential, connector, method, mayChange } = props;
  const mayRead = useMay('operator');
  const now = useNow();
  const [hasFailed, setFailed] = useState(false);
  const popup = useOAuthPopup(() => {
    setFailed(false);
    notifyDone('The credential is authenticated again.');
  });
  // Closing the dialog forgets the problem; the help stays open all the same.
  useEffect(() => {
    if (popup.problem !== null) setFailed(true);
  }, [popup.problem]);
  const reauthenticate = () => void popup.start(() => Promise.resolve(credential));
  return (
    <DetailPage
      title={credential.name}
      crumbs={crumbs}
      state={<StatusBadge status={credential.status} />}
      status={describeCredential(credential, now)}
      actions={<CredentialActions {...props} popup={popup} onReauthenticate={reauthenticate} />}
      notices={
        credential.statusReason ? (
          <Alert color={credential.isUsable ? 'yellow' : 'red'} icon={<IconAlertTriangle size={18} />}>
            {credential.statusReason}
          </Alert>
        ) : null
      }
      rail={
        <>
          <UsedBy credential={credential} />
          <VendorHelp connector={connector} method={method} />
        </>
      }
    >
      <SignInHelp
        credential={credential}
        vendor={connector.name}
        isInTrouble={hasFailed || hasSignInTrouble(credential)}
        onReauthenticate={mayChange && method.needsSignIn ? reauthenticate : undefined}
      />
      <InformationSection {...props} />
      {mayRead ? <AuthorizationSection {...props} /> : null}
      {/* Only integrations with an address of their own can lead a credential elsewhere. */}
      {connector.settings.some(({ type }) => type === 'host' || type === 'url') ||
      credential.otherServers.length > 0 ? (
        <OtherServersSection {...props} />
      ) : null}
    </DetailPage>
  );
}
