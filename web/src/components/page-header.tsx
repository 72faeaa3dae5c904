import { Anchor, Skeleton, Text, Title } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import classes from './page-header.module.css';

export interface Crumb {
  label: string;
  to?: string;
}

export interface PageHeaderProps {
  /** What is being loaded has none yet. */
  title?: ReactNode;
  isPending?: boolean;
  /** Menu path above the title, e.g. Configuration › Security. */
  crumbs?: Crumb[];
  /** Before the title, e.g. the sign of a vendor. */
  mark?: ReactNode;
  /** State beside the title. */
  badge?: ReactNode;
  /** A sentence under the title: what this is, or how it stands. */
  description?: ReactNode;
  /** Beside the title; on a phone at the lower edge, where a thumb is. */
  actions?: ReactNode;
  /** The page has a bar of its own at the lower edge. */
  hasOwnBar?: boolean;
}

/** The head of every page. Its lines keep their height when they are empty, so that a title stands where the last one stood. */
export function PageHeader(props: PageHeaderProps) {
  const {
    title,
    mark,
    crumbs = [],
    badge,
    description,
    actions,
    hasOwnBar = false,
    isPending = false,
  } = props;
  return (
    <header className={classes.header}>
      {crumbs.length > 0 ? (
        <nav aria-label="Breadcrumb" className={classes.crumbs}>
          {crumbs.map((crumb) => (
            <span key={crumb.label} className={classes.crumb}>
              {crumb.to ? (
                <Anchor component={Link} to={crumb.to} size="sm">
                  {crumb.label}
                </Anchor>
              ) : (
                <Text component="span" size="sm" c="dimmed">
                  {crumb.label}
                </Text>
              )}
              <IconChevronRight size={13} color="var(--mantine-color-dimmed)" aria-hidden />
            </span>
          ))}
        </nav>
      ) : (
        <div className={classes.crumbs} />
      )}
      <div className={classes.title}>
        {mark}
        {isPending ? (
          // What is not known yet is no heading.
          <Skeleton height={22} width={240} />
        ) : (
          <Title order={1} className={classes.words}>
            {title}
          </Title>
        )}
        {badge}
      </div>
      {actions ? (
        <div className={classes.actions} data-page-actions={hasOwnBar ? undefined : true}>
          {actions}
        </div>
      ) : null}
      {description ? <div className={classes.description}>{description}</div> : null}
    </header>
  );
}
