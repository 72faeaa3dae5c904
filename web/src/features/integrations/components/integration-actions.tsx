import {
  IconCheck,
  IconFlask,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
  IconRocket,
  IconTrash,
  IconZoomCheck,
} from '@tabler/icons-react';
import { useState } from 'react';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { type PageAct, PageMenu } from '../../../components/page/page-menu.tsx';
import type { Integration } from '../../../data/use-integration.ts';
import { useMay } from '../../../session/use-may.ts';
import { useIntegrationActs } from '../use-integration-acts.ts';
import { GuardedButton } from './guarded-button.tsx';

/** The one act that is due as a button, all of them in a menu that keeps its order whatever the state. */
export function IntegrationActions({ integration }: { integration: Integration }) {
  const acts = useIntegrationActs(integration);
  const { launch, resume, run, testRun, preview, pause, cancel, remove } = acts;
  const [isDeleting, setDeleting] = useState(false);
  const mayDelete = useMay('administrator');
  const isDraft = integration.status === 'draft';
  // The button keeps its place after the launch: nothing else may come under the pointer.
  const [wasDraft] = useState(isDraft);
  const menu: PageAct[] = [
    { label: 'Launch', icon: IconRocket, ...launch },
    {
      label: 'Test run',
      icon: IconFlask,
      note: 'Reads the first records and writes nothing',
      ...testRun,
    },
    { label: 'Preview', icon: IconZoomCheck, note: 'Decides everything, writes nothing', ...preview },
    { label: 'Run now', icon: IconPlayerPlay, ...run },
    { label: 'Pause', icon: IconPlayerPause, note: 'No run by itself until it is resumed', ...pause },
    { label: 'Resume', icon: IconPlayerPlay, ...resume },
    { label: 'Cancel session', icon: IconPlayerStop, ...cancel },
    ...(mayDelete
      ? [
          {
            label: 'Delete',
            icon: IconTrash,
            isDangerous: true,
            reason: remove.reason,
            onClick: () => setDeleting(true),
          },
        ]
      : []),
  ];
  return (
    <>
      {wasDraft ? (
        <GuardedButton
          leftSection={isDraft ? <IconRocket size={16} /> : <IconCheck size={16} />}
          {...launch}
          reason={isDraft ? launch.reason : 'It runs by its schedule.'}
        >
          {isDraft ? 'Launch' : 'Launched'}
        </GuardedButton>
      ) : integration.status === 'paused' ? (
        <GuardedButton leftSection={<IconPlayerPlay size={16} />} {...resume}>
          Resume
        </GuardedButton>
      ) : (
        <GuardedButton leftSection={<IconPlayerPlay size={16} />} {...run}>
          Run now
        </GuardedButton>
      )}
      <PageMenu acts={menu} />
      <ConfirmDialog
        isOpen={isDeleting}
        onClose={() => setDeleting(false)}
        title={`Delete ${integration.name}?`}
        confirmLabel="Delete integration"
        isPending={remove.isPending}
        error={remove.error}
        onConfirm={remove.onConfirm}
      >
        Its mapping, sessions, SaaS accounts and links to the vendor's records are deleted. The people it
        brought stay, with their history. The credential stays too.
      </ConfirmDialog>
    </>
  );
}
