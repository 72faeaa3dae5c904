import { Anchor, Drawer } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { ConnectorGuide } from './connector-guide.tsx';

interface GuideDrawerProps {
  connectorId: string;
  connectorName: string;
  /** What the link says. */
  children: ReactNode;
  'aria-label'?: string;
}

/** A link that opens the set-up guide beside what is being filled in: the form stays, and can be used all the while. */
export function GuideLink({ connectorId, connectorName, children, ...link }: GuideDrawerProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Anchor
        {...link}
        component="button"
        type="button"
        size="sm"
        ta="left"
        underline="always"
        aria-expanded={isOpen}
        onClick={() => setOpen(true)}
      >
        {children}
      </Anchor>
      <Drawer
        opened={isOpen}
        onClose={() => setOpen(false)}
        position="right"
        size="lg"
        title={`Set-up guide of ${connectorName}`}
        withOverlay={false}
        lockScroll={false}
        trapFocus={false}
        closeOnClickOutside={false}
        // Above the drawer the link may stand in.
        zIndex={300}
      >
        <ConnectorGuide connectorId={connectorId} />
      </Drawer>
    </>
  );
}
