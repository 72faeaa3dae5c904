import type { ReactNode } from 'react';
import type { ListPath } from '../../lib/list-types.ts';
import { useTitle } from '../../lib/use-title.ts';
import { PageHeader } from '../page-header.tsx';
import { DataList, type DataListProps } from './data-list.tsx';
import classes from './list-page.module.css';

export interface ListPageProps<Path extends ListPath> extends DataListProps<Path> {
  title: string;
  crumbs?: { label: string; to?: string }[];
  description?: ReactNode;
  actions?: ReactNode;
  /** Dialogs and drawers of the page. */
  children?: ReactNode;
}

/** A page that is one list, filling the window. */
export function ListPage<Path extends ListPath>({
  title,
  crumbs,
  description,
  actions,
  children,
  ...list
}: ListPageProps<Path>) {
  useTitle(title);
  return (
    <div className={classes.page}>
      <PageHeader title={title} {...(crumbs ? { crumbs } : {})} description={description} actions={actions} />
      <DataList {...list} />
      {children}
    </div>
  );
}
