import { Drawer } from '@mantine/core';
import { Logo } from './logo.tsx';
import { NavLinks } from './nav-links.tsx';

/** The navigation of a phone. */
export function NavDrawer({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Drawer opened={isOpen} onClose={onClose} size={270} title={<Logo />} padding="xs">
      <NavLinks onFollow={onClose} />
    </Drawer>
  );
}
