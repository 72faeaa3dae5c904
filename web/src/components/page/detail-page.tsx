import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTitle } from '../../lib/use-title.ts';
import { ErrorState } from '../error-state.tsx';
import { type Crumb, PageHeader } from '../page-header.tsx';
import classes from './detail-page.module.css';
import { type KeyFigure, KeyFigures } from './key-figures.tsx';
import { type PageTab, PageTabs, usePageTab } from './page-tabs.tsx';

export interface DetailPageProps {
  title: string;
  /** Of the window, where the title names something else. */
  pageTitle?: string;
  crumbs: Crumb[];
  /** Before the title, e.g. the sign of a vendor. */
  mark?: ReactNode;
  /** Beside the title: what it is right now. */
  state?: ReactNode;
  /** A sentence in words: how it stands, since when, what comes next. */
  status?: ReactNode;
  /** The one act that is due, and the menu with all others. */
  actions?: ReactNode;
  /** What somebody must know or do first. */
  notices?: ReactNode;
  figures?: KeyFigure[] | undefined;
  tabs?: PageTab[];
  /** Shown while the address names none; by default the first. */
  usualTab?: string;
  /** Facts, relations, used by. */
  rail?: ReactNode;
  /** The content of a page without tabs. */
  children?: ReactNode;
}

/** The template of every page about one thing: head, key figures, tabs, and a rail of facts. */
export function DetailPage(props: DetailPageProps) {
  const { title, crumbs, state, status, actions, notices, figures, tabs = [], usualTab, children } = props;
  const shownTab = usePageTab(tabs, usualTab);
  const isWide = tabs.some(({ id, isWide }) => isWide && id === shownTab.shown);
  const rail = isWide ? null : props.rail;
  useTitle(props.pageTitle ?? title, crumbs.at(-1)?.label);
  return (
    <div>
      <PageHeader
        title={title}
        mark={props.mark}
        crumbs={crumbs}
        badge={state}
        description={status}
        actions={actions}
      />
      <div className={classes.above}>
        {notices}
        {figures ? <KeyFigures figures={figures} /> : null}
      </div>
      <div className={classes.columns} data-rail={rail ? true : undefined}>
        <div className={classes.content}>
          {tabs.length > 0 ? <PageTabs tabs={tabs} state={shownTab} /> : null}
          {children}
        </div>
        {rail ? <div className={classes.rail}>{rail}</div> : null}
      </div>
    </div>
  );
}

/** What stands there until the thing is loaded, in the same places; or why it could not be. */
export function DetailPagePending(props: { crumbs: Crumb[]; error: unknown; onRetry: () => void }) {
  if (props.error) return <ErrorState error={props.error} onRetry={props.onRetry} />;
  return (
    <div aria-busy="true">
      <PageHeader
        crumbs={props.crumbs}
        isPending
        description={<Skeleton component="span" display="inline-block" height={12} width={360} />}
      />
      <div className={classes.above}>
        <Skeleton height={88} />
      </div>
      <div className={classes.columns} data-rail>
        <Skeleton height={420} />
        <Skeleton height={300} />
      </div>
    </div>
  );
}
