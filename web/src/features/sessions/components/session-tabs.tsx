import { Tabs } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMay } from '../../../session/use-may.ts';
import type { Session } from '../api/session-types.ts';
import { LogSection } from './log-section.tsx';
import { OutcomesSection } from './outcomes-section.tsx';
import { PayloadSection } from './payload-section.tsx';

const tabNames = ['outcomes', 'payload', 'log'] as const;
type TabName = (typeof tabNames)[number];

/** Outcomes, Test payload and Log of a session; which one is shown stands in the address. */
export function SessionTabs({ session }: { session: Session }) {
  const { tab } = useSearch({ from: '/shell/sessions/$id' });
  const navigate = useNavigate();
  const mayReadLog = useMay('operator');
  const hasPayload = mayReadLog && session.hasPayload;
  const usual: TabName = hasPayload
    ? 'payload'
    : mayReadLog && session.status === 'failed'
      ? 'log'
      : 'outcomes';
  const asked = tabNames.find((name) => name === tab);
  const isAbsent = (asked === 'payload' && !hasPayload) || (asked === 'log' && !mayReadLog);
  const shown = asked === undefined || isAbsent ? usual : asked;
  return (
    <Tabs
      value={shown}
      onChange={(next) =>
        void navigate({
          to: '/sessions/$id',
          params: { id: String(session.id) },
          search: { tab: next ?? usual },
          replace: true,
          resetScroll: false,
        })
      }
      keepMounted={false}
    >
      <Tabs.List mb="md">
        <Tabs.Tab value="outcomes">{session.kind === 'preview' ? 'Plan' : 'Outcomes'}</Tabs.Tab>
        {hasPayload ? <Tabs.Tab value="payload">Test payload</Tabs.Tab> : null}
        {mayReadLog ? <Tabs.Tab value="log">Log</Tabs.Tab> : null}
      </Tabs.List>
      <Tabs.Panel value="outcomes">
        <OutcomesSection session={session} />
      </Tabs.Panel>
      {hasPayload ? (
        <Tabs.Panel value="payload">
          <PayloadSection sessionId={session.id} />
        </Tabs.Panel>
      ) : null}
      {mayReadLog ? (
        <Tabs.Panel value="log">
          <LogSection session={session} />
        </Tabs.Panel>
      ) : null}
    </Tabs>
  );
}
