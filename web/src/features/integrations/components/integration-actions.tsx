import { ActionIcon, Button, Group, Menu, Text } from '@mantine/core';
import {
  IconCheck,
  IconDots,
  IconFlask,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
  IconRocket,
  IconTrash,
  IconZoomCheck,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { useCancelSession } from '../../../data/use-cancel-session.ts';
import type { Integration } from '../../../data/use-integration.ts';
import { notifyDone, notifyFailed } from '../../../lib/notify.tsx';
import { useMay } from '../../../session/use-may.ts';
import { useChangeStatus, useDeleteIntegration, useStartSession } from '../api/use-integration-actions.ts';
import { GuardedButton } from './guarded-button.tsx';

/** Every button keeps its place, whatever the state: Launch, Test run, Run now, Preview, Pause, Cancel, Delete; what cannot be done now says why. */
export function IntegrationActions({ integration }: { integration: Integration }) {
  const navigate = useNavigate();
  const launch = useChangeStatus('launch');
  const pause = useChangeStatus('pause');
  const resume = useChangeStatus('resume');
  const run = useStartSession('run');
  const testRun = useStartSession('test-run');
  const preview = useStartSession('preview');
  const cancel = useCancelSession();
  const remove = useDeleteIntegration();
  const [isDeleting, setDeleting] = useState(false);
  const mayDelete = useMay('administrator');
  const isReady = integration.missing.length === 0;
  const isDraft = integration.status === 'draft';
  // The button keeps its place after the launch: nothing else may come under the pointer.
  const [wasDraft] = useState(isDraft);
  const open = integration.openSession;
  const request = { params: { path: { id: integration.id } } };
  const start = (session: ReturnType<typeof useStartSession>) =>
    session.mutate(request, {
      onSuccess: ({ sessionId }) => navigate({ to: '/sessions/$id', params: { id: String(sessionId) } }),
      onError: (err) => notifyFailed('The session could not be started', err),
    });
  const change = (status: ReturnType<typeof useChangeStatus>, done: string) =>
    status.mutate(request, {
      onSuccess: () => notifyDone(done),
      onError: (err) => notifyFailed('That did not work', err),
    });
  const notReady = `Not yet: ${integration.missing.map((part) => part.message).join(' ')}`;
  const busy = open ? `A session is ${open.status}. Wait for its end, or cancel it.` : undefined;
  const reason = busy ?? (isReady ? undefined : notReady);

  return (
    <Group gap="xs">
      {open ? (
        <Button
          variant="default"
          leftSection={<IconPlayerStop size={16} />}
          loading={cancel.isPending}
          onClick={() =>
            cancel.mutate(
              { params: { path: { id: open.id } } },
              { onError: (err) => notifyFailed('The session could not be canceled', err) },
            )
          }
        >
          Cancel
        </Button>
      ) : null}
      {wasDraft ? (
        <GuardedButton
          leftSection={isDraft ? <IconRocket size={16} /> : <IconCheck size={16} />}
          reason={isDraft ? (isReady ? undefined : notReady) : 'It runs by its schedule.'}
          loading={launch.isPending}
          onClick={() => change(launch, 'Launched. It runs by its schedule from now on.')}
        >
          {isDraft ? 'Launch' : 'Launched'}
        </GuardedButton>
      ) : null}
      <GuardedButton
        variant="default"
        leftSection={<IconFlask size={16} />}
        reason={reason}
        loading={testRun.isPending}
        onClick={() => start(testRun)}
      >
        Test run
      </GuardedButton>
      <GuardedButton
        variant={isDraft ? 'default' : 'filled'}
        leftSection={<IconPlayerPlay size={16} />}
        reason={isDraft ? 'Launch it first.' : reason}
        loading={run.isPending}
        onClick={() => start(run)}
      >
        Run now
      </GuardedButton>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size="lg" aria-label="More actions">
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown maw={300}>
          <Menu.Item
            leftSection={<IconZoomCheck size={16} />}
            disabled={reason !== undefined}
            onClick={() => start(preview)}
          >
            Preview
            <Why text={reason ?? 'Decides everything, writes nothing'} />
          </Menu.Item>
          {integration.status === 'active' ? (
            <Menu.Item
              leftSection={<IconPlayerPause size={16} />}
              onClick={() => change(pause, 'Paused. It does not run by itself until you resume it.')}
            >
              Pause
              <Why text="No run by itself until it is resumed" />
            </Menu.Item>
          ) : null}
          {integration.status === 'paused' ? (
            <Menu.Item leftSection={<IconPlayerPlay size={16} />} onClick={() => change(resume, 'Resumed.')}>
              Resume
            </Menu.Item>
          ) : null}
          {mayDelete ? (
            <Menu.Item
              leftSection={<IconTrash size={16} />}
              color="red.8"
              disabled={open !== null}
              onClick={() => setDeleting(true)}
            >
              Delete
              {busy ? <Why text={busy} /> : null}
            </Menu.Item>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        isOpen={isDeleting}
        onClose={() => setDeleting(false)}
        title={`Delete ${integration.name}?`}
        confirmLabel="Delete integration"
        isPending={remove.isPending}
        error={remove.error}
        onConfirm={() =>
          remove.mutate(request, {
            onSuccess: () => {
              notifyDone('Integration deleted');
              return navigate({ to: '/integrations', search: {}, ignoreBlocker: true });
            },
          })
        }
      >
        Its mapping, sessions, SaaS accounts and links to the vendor's records are deleted. The people it
        brought stay, with their history. The credential stays too.
      </ConfirmDialog>
    </Group>
  );
}

/** Small text under a menu entry: what it does, or why it cannot be used now. */
function Why({ text }: { text: string }) {
  return (
    <Text component="span" size="xs" c="inherit" display="block">
      {text}
    </Text>
  );
}
