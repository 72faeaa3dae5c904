import { useNavigate } from '@tanstack/react-router';
import { useCancelSession } from '../../data/use-cancel-session.ts';
import type { Integration } from '../../data/use-integration.ts';
import { notifyDone, notifyFailed } from '../../lib/notify.tsx';
import { useChangeStatus, useDeleteIntegration, useStartSession } from './api/use-integration-actions.ts';

/** What can be done with an integration, each with the reason why it cannot be done now. */
export function useIntegrationActs(integration: Integration) {
  const navigate = useNavigate();
  const launch = useChangeStatus('launch');
  const pause = useChangeStatus('pause');
  const resume = useChangeStatus('resume');
  const run = useStartSession('run');
  const testRun = useStartSession('test-run');
  const preview = useStartSession('preview');
  const cancel = useCancelSession();
  const remove = useDeleteIntegration();
  const { status, openSession: open, missing } = integration;
  const request = { params: { path: { id: integration.id } } };
  const start = (session: ReturnType<typeof useStartSession>) =>
    session.mutate(request, {
      onSuccess: ({ sessionId }) => navigate({ to: '/sessions/$id', params: { id: String(sessionId) } }),
      onError: (err) => notifyFailed('The session could not be started', err),
    });
  const change = (act: ReturnType<typeof useChangeStatus>, done: string) =>
    act.mutate(request, {
      onSuccess: () => notifyDone(done),
      onError: (err) => notifyFailed('That did not work', err),
    });
  const notReady =
    missing.length === 0 ? undefined : `Not yet: ${missing.map((part) => part.message).join(' ')}`;
  const busy = open ? `A session is ${open.status}. Wait for its end, or cancel it.` : undefined;
  const reason = busy ?? notReady;
  return {
    launch: {
      reason: status === 'draft' ? notReady : 'It is launched.',
      loading: launch.isPending,
      onClick: () => change(launch, 'Launched. It runs by its schedule from now on.'),
    },
    testRun: { reason, loading: testRun.isPending, onClick: () => start(testRun) },
    preview: { reason, loading: preview.isPending, onClick: () => start(preview) },
    run: {
      reason: status === 'draft' ? 'Launch it first.' : reason,
      loading: run.isPending,
      onClick: () => start(run),
    },
    pause: {
      reason: status === 'active' ? undefined : `It is ${status === 'draft' ? 'a draft' : 'paused'}.`,
      loading: pause.isPending,
      onClick: () => change(pause, 'Paused. It does not run by itself until you resume it.'),
    },
    resume: {
      reason: status === 'paused' ? undefined : 'It is not paused.',
      loading: resume.isPending,
      onClick: () => change(resume, 'Resumed.'),
    },
    cancel: {
      reason: open ? undefined : 'No session is open.',
      loading: cancel.isPending,
      onClick: () =>
        open
          ? cancel.mutate(
              { params: { path: { id: open.id } } },
              { onError: (err) => notifyFailed('The session could not be canceled', err) },
            )
          : undefined,
    },
    remove: {
      reason: busy,
      isPending: remove.isPending,
      error: remove.error,
      onConfirm: () =>
        remove.mutate(request, {
          onSuccess: () => {
            notifyDone('Integration deleted');
            return navigate({ to: '/integrations', search: {}, ignoreBlocker: true });
          },
        }),
    },
  };
}
