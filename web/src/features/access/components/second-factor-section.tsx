import { Alert, Badge, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { ErrorState } from '../../../components/error-state.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { Section } from '../../../components/section.tsx';
import { formatDay } from '../../../lib/format.ts';
import { notifyDone } from '../../../lib/notify.tsx';
import { queryKeys, useRefresh } from '../../../lib/query-keys.ts';
import {
  type OwnSecondFactor,
  useNewRecoveryCodes,
  useOwnSecondFactor,
  useRemovePasskey,
  useRemoveTotp,
} from '../api/use-account.ts';
import { canUsePasskeys } from '../passkey-support.ts';
import { PasskeyDialog } from './passkey-dialog.tsx';
import { PasswordDialog } from './password-dialog.tsx';
import { RecoveryCodesDialog } from './recovery-codes-dialog.tsx';
import { TotpDialog } from './totp-dialog.tsx';

/** Fewer than this many codes left is worth a word. */
const fewCodes = 3;

type Opened =
  | { kind: 'totp' | 'passkey' | 'remove-totp' | 'new-codes' }
  | { kind: 'remove-passkey'; id: number; name: string };

/** One's authenticator app, passkeys and recovery codes. */
export function SecondFactorSection() {
  const { data, error, refetch } = useOwnSecondFactor();
  return (
    <Section title="Two-factor sign-in">
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton height={120} /> : null}
      {data ? <SecondFactors own={data} /> : null}
    </Section>
  );
}

function SecondFactors({ own }: { own: OwnSecondFactor }) {
  const refresh = useRefresh();
  const [opened, setOpened] = useState<Opened>();
  const [codes, setCodes] = useState<readonly string[]>();
  const close = () => setOpened(undefined);
  /** Not before the codes were seen: the page that waits for the factor goes away with it. */
  const finish = () => {
    setCodes(undefined);
    void refresh(queryKeys.below('/api/me'));
  };
  const showCodes = (made: readonly string[] | null) => {
    close();
    if (made) setCodes(made);
    else finish();
  };
  const isOn = own.totpSince !== null || own.passkeys.length > 0;
  return (
    <Stack gap="md">
      <Text c="dimmed" size="sm">
        {isOn
          ? 'Signing in asks for one of these after the password.'
          : 'A code of an app or a passkey, besides the password: a password that gets known does not let anybody in.'}
      </Text>
      {own.isRequired && !isOn ? (
        <Alert color="yellow">Your role needs a second factor. Set one up to go on.</Alert>
      ) : null}
      <Row
        title="Authenticator app"
        state={own.totpSince ? `On since ${formatDay(own.totpSince)}` : 'Not set up'}
        action={
          own.totpSince ? (
            <Button variant="default" size="xs" onClick={() => setOpened({ kind: 'remove-totp' })}>
              Remove app
            </Button>
          ) : (
            <Button size="xs" onClick={() => setOpened({ kind: 'totp' })}>
              Set up app
            </Button>
          )
        }
      />
      {own.passkeys.map((passkey) => (
        <Row
          key={passkey.id}
          title={passkey.name}
          state={
            <>
              Passkey for {passkey.host}, last used{' '}
              <RelativeTime value={passkey.lastUsedAt} fallback="never" />
            </>
          }
          action={
            <Button
              variant="default"
              size="xs"
              aria-label={`Remove the passkey ${passkey.name}`}
              onClick={() => setOpened({ kind: 'remove-passkey', id: passkey.id, name: passkey.name })}
            >
              Remove
            </Button>
          }
        />
      ))}
      <Row
        title="Passkeys"
        state={
          canUsePasskeys()
            ? 'A fingerprint, a phone or a security key'
            : 'Need https and a host name; an IP address has none'
        }
        action={
          canUsePasskeys() ? (
            <Button variant="default" size="xs" onClick={() => setOpened({ kind: 'passkey' })}>
              Add passkey
            </Button>
          ) : null
        }
      />
      {isOn ? (
        <Row
          title="Recovery codes"
          state={
            <Group gap="xs">
              {own.recoveryCodesLeft} left
              {own.recoveryCodesLeft < fewCodes ? <Badge color="yellow">make new ones</Badge> : null}
            </Group>
          }
          action={
            <Button variant="default" size="xs" onClick={() => setOpened({ kind: 'new-codes' })}>
              New codes
            </Button>
          }
        />
      ) : null}
      {opened?.kind === 'totp' ? <TotpDialog onAdded={showCodes} onClose={close} /> : null}
      {opened?.kind === 'passkey' ? <PasskeyDialog onAdded={showCodes} onClose={close} /> : null}
      {opened?.kind === 'remove-totp' ? <RemoveTotp onClose={close} /> : null}
      {opened?.kind === 'remove-passkey' ? <RemovePasskey {...opened} onClose={close} /> : null}
      {opened?.kind === 'new-codes' ? <NewCodes onMade={showCodes} onClose={close} /> : null}
      {codes ? <RecoveryCodesDialog codes={codes} onClose={finish} /> : null}
    </Stack>
  );
}

function Row({ title, state, action }: { title: string; state: ReactNode; action: ReactNode }) {
  return (
    <Group justify="space-between" wrap="nowrap" gap="sm">
      <div>
        <Text fw={600}>{title}</Text>
        <Text size="sm" c="dimmed" component="div">
          {state}
        </Text>
      </div>
      {action}
    </Group>
  );
}

function RemoveTotp({ onClose }: { onClose: () => void }) {
  const remove = useRemoveTotp();
  return (
    <PasswordDialog
      title="Remove the authenticator app"
      text="Its codes no longer count. Delete the entry in the app yourself."
      submitLabel="Remove app"
      isPending={remove.isPending}
      error={remove.error}
      onSubmit={({ currentPassword }) =>
        remove.mutate(
          { body: { currentPassword } },
          {
            onSuccess: () => {
              notifyDone('The authenticator app was removed.');
              onClose();
            },
          },
        )
      }
      onClose={onClose}
    />
  );
}

function RemovePasskey({ id, name, onClose }: { id: number; name: string; onClose: () => void }) {
  const remove = useRemovePasskey();
  return (
    <PasswordDialog
      title={`Remove the passkey ${name}`}
      text="It no longer signs you in."
      submitLabel="Remove passkey"
      isPending={remove.isPending}
      error={remove.error}
      onSubmit={({ currentPassword }) =>
        remove.mutate(
          { params: { path: { id } }, body: { currentPassword } },
          {
            onSuccess: () => {
              notifyDone(`The passkey ${name} was removed.`);
              onClose();
            },
          },
        )
      }
      onClose={onClose}
    />
  );
}

function NewCodes({ onMade, onClose }: { onMade: (codes: string[]) => void; onClose: () => void }) {
  const renew = useNewRecoveryCodes();
  return (
    <PasswordDialog
      title="New recovery codes"
      text="The codes you have now no longer count."
      submitLabel="Make new codes"
      isPending={renew.isPending}
      error={renew.error}
      onSubmit={({ currentPassword }) =>
        renew.mutate(
          { body: { currentPassword } },
          { onSuccess: ({ recoveryCodes }) => onMade(recoveryCodes) },
        )
      }
      onClose={onClose}
    />
  );
}
