import { Tabs } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import classes from './page-tabs.module.css';

export interface PageTab {
  /** In the address. */
  id: string;
  label: string;
  content: ReactNode;
  /** How many there are, or what deviates. */
  note?: ReactNode;
  /** Forms: what is entered stays while another tab is looked at. */
  keepsEntries?: boolean;
  /** A table that needs the whole width: the rail gives way. */
  isWide?: boolean;
}

/** Which tab is shown stands in the address, so that Back, reload and a link bring it back. */
export function usePageTab(tabs: PageTab[], usual = tabs[0]?.id) {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const shown = tabs.find(({ id }) => id === search.tab)?.id ?? usual ?? '';
  const [visited, setVisited] = useState<ReadonlySet<string>>(new Set([shown]));
  if (!visited.has(shown)) setVisited(new Set([...visited, shown]));
  return {
    shown,
    isRendered: ({ id, keepsEntries = false }: PageTab) => id === shown || (keepsEntries && visited.has(id)),
    show: (id: string) =>
      // Search and filters belong to the list of one tab.
      navigate({ to: '.', search: { tab: id }, resetScroll: false } as never),
  };
}

interface PageTabsProps {
  tabs: PageTab[];
  state: ReturnType<typeof usePageTab>;
}

export function PageTabs({ tabs, state }: PageTabsProps) {
  return (
    <Tabs value={state.shown} onChange={(id) => id !== null && void state.show(id)}>
      <Tabs.List mb="md" className={classes.list}>
        {tabs.map(({ id, label, note }) => (
          <Tabs.Tab key={id} value={id} className={classes.tab}>
            {label}
            {note === undefined || note === null ? null : <span className={classes.note}>{note}</span>}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map((tab) => (
        <Tabs.Panel key={tab.id} value={tab.id}>
          {state.isRendered(tab) ? tab.content : null}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
