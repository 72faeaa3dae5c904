import { UnstyledButton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

interface RowLinkProps {
  index: number;
  href: string | undefined;
  onOpen: (() => void) | undefined;
  children: ReactNode;
}

/** The first cell of a row: what j, k and Enter act on. */
export function RowLink({ index, href, onOpen, children }: RowLinkProps) {
  if (href) {
    return (
      <Link to={href} className="muster-link" data-row-link={index}>
        {children}
      </Link>
    );
  }
  if (onOpen) {
    return (
      <UnstyledButton fz="inherit" className="muster-link" data-row-link={index} onClick={onOpen}>
        {children}
      </UnstyledButton>
    );
  }
  return <>{children}</>;
}
