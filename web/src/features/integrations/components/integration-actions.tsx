import { ActionIcon, Button, Group, Menu, Tooltip } from '@mantine/core';
import {
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
import { notifyDone, notifyFailed } from '../../../components/notify.tsx';
import { useMay } from '../../access/api/use-may.ts';
import { useCancelSession } from '../../sessions/api/use-session-actions.ts';
import type { Integration } from '../api/integration-types.ts';
import { useChangeStatus, useDeleteIntegration, useStartSession } from '../api/use-integration-actions.ts';

/** Launch, Test run, Run now, Preview, Pause, Cancel, Delete; what cannot be done now says why. */
export function IntegrationActions({ integration }: { integration: Integration }) {
  const navigate = useNavigate();
  const status = useChangeStatus(integration.id);
  const start = useStartSession(integration.id);
  const cancel = useCancelSession();
  const remove = useDeleteIntegration(integration.id);
  const [isDeleting, setDeleting] = useState(false);
  const mayDelete = useMay('administrator');
  const isReady = integration.missing.length === 0;
  const isDraft = integration.status === 'draft';
  const open = integration.openSession;
  const run = (kind: 'run' | 'test-run' | 'preview') =>
    start.mutate(kind, {
      onSuccess: ({ sessionId }) => void navigate({ to: '/sessions/$id', params: { id: String(sessionId) } }),
      onError: (err) => notifyFailed('The session could not be started', err),
    });
  const change = (action: 'launch' | 'pause' | 'resume', done: string) =>
    status.mutate(action, {
      onSuccess: () => notifyDone(done),
      onError: (err) => notifyFailed('That did not work', err),
    });
  const reason = open
    ? 'A session is open'
    : isReady
      ? undefined
      : 'Something mandatory is missing, see below';

  return (
    <Group gap="xs">
      {open ? (
        <Button
          variant="default"
          leftSection={<IconPlayerStop size={16} />}
          loading={cancel.isPending}
          onClick={() =>
            cancel.mutate(open.id, {
              onError: (err) => notifyFailed('The session could not be canceled', err),
            })
          }
        >
          Cancel
        </Button>
      ) : null}
      <Tooltip label={reason} disabled={!reason}>
        <Button
          variant="default"
          leftSection={<IconFlask size={16} />}
          data-disabled={reason ? true : undefined}
          aria-disabled={reason ? true : undefined}
          loading={start.isPending && start.variables === 'test-run'}
          onClick={() => !reason && run('test-run')}
        >
          Test run
        </Button>
      </Tooltip>
      {isDraft ? (
        <Tooltip label="Something mandatory is missing, see below" disabled={isReady}>
          <Button
            leftSection={<IconRocket size={16} />}
            data-disabled={isReady ? undefined : true}
            aria-disabled={isReady ? undefined : true}
            loading={status.isPending}
            onClick={() => isReady && change('launch', 'Launched. It runs by its schedule from now on.')}
          >
            Launch
          </Button>
        </Tooltip>
      ) : (
        <Tooltip label={reason} disabled={!reason}>
          <Button
            leftSection={<IconPlayerPlay size={16} />}
            data-disabled={reason ? true : undefined}
            aria-disabled={reason ? true : undefined}
            loading={start.isPending && start.variables === 'run'}
            onClick={() => !reason && run('run')}
          >
            Run now
          </Button>
        </Tooltip>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size="lg" aria-label="More actions">
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconZoomCheck size={16} />}
            disabled={reason !== undefined}
            onClick={() => run('preview')}
          >
            Preview: decide, write nothing
          </Menu.Item>
          {integration.status === 'active' ? (
            <Menu.Item
              leftSection={<IconPlayerPause size={16} />}
              onClick={() => change('pause', 'Paused. It does not run by itself until you resume it.')}
            >
              Pause
            </Menu.Item>
          ) : null}
          {integration.status === 'paused' ? (
            <Menu.Item
              leftSection={<IconPlayerPlay size={16} />}
              onClick={() => change('resume', 'Resumed.')}
            >
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
          remove.mutate(undefined, {
            onSuccess: () => {
              notifyDone('Integration deleted');
              void navigate({ to: '/integrations', search: {} });
            },
          })
        }
      >
        Its mapping, sessions and links to the vendor's records are deleted. The people it brought stay, with
        their history. The credential stays too.
      </ConfirmDialog>
    </Group>
  );
}
