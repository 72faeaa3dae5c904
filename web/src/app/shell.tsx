import { ActionIcon, Drawer } from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { IconKeyboard, IconMenu2 } from '@tabler/icons-react';
import { Link, Outlet } from '@tanstack/react-router';
import { SecondFactorNeeded } from '../features/access/components/second-factor-needed.tsx';
import { NotificationsBell } from '../features/notifications/components/notifications-bell.tsx';
import { usePhone } from '../lib/use-phone.ts';
import { useMe } from '../session/use-me.ts';
import { ColorSchemeMenu } from './color-scheme-menu.tsx';
import { GlobalSearch } from './global-search.tsx';
import { LeaveGuard } from './leave-guard.tsx';
import { Logo } from './logo.tsx';
import { NavLinks } from './nav-links.tsx';
import classes from './shell.module.css';
import { ShortcutHelp } from './shortcut-help.tsx';
import { SignInOverlay } from './sign-in-overlay.tsx';
import { useLiveChanges } from './use-live-changes.ts';
import { UserMenu } from './user-menu.tsx';

/** Everything of a signed-in user; nothing but the second factor for whoever still has to set one up. */
export function Shell() {
  return useMe().needsSecondFactor ? <SecondFactorNeeded /> : <Frame />;
}

/** The frame around every page. */
function Frame() {
  const [isNavOpen, nav] = useDisclosure(false);
  const [isHelpOpen, help] = useDisclosure(false);
  const isPhone = usePhone();
  useHotkeys([['shift+?', help.toggle]]);
  useLiveChanges();
  return (
    <div className={classes.shell}>
      <a href="#main" className="muster-skip-link">
        Skip to the content
      </a>
      <header className={classes.header}>
        {isPhone ? (
          <ActionIcon size={36} aria-label="Open the menu" aria-expanded={isNavOpen} onClick={nav.open}>
            <IconMenu2 size={20} />
          </ActionIcon>
        ) : null}
        <Link to="/" className={classes.home} aria-label="Muster, go to Overview">
          <Logo />
        </Link>
        <div className={classes.search}>
          <GlobalSearch />
        </div>
        <div className={classes.tools}>
          {isPhone ? null : (
            <ActionIcon size={36} aria-label="Keyboard shortcuts" onClick={help.open}>
              <IconKeyboard size={19} />
            </ActionIcon>
          )}
          <ColorSchemeMenu />
          <NotificationsBell />
          <UserMenu />
        </div>
      </header>
      {isPhone ? (
        <Drawer opened={isNavOpen} onClose={nav.close} size={270} title={<Logo />} padding="xs">
          <NavLinks onFollow={nav.close} />
        </Drawer>
      ) : (
        <div className={classes.side}>
          <NavLinks />
        </div>
      )}
      <main id="main" className={classes.main} tabIndex={-1} data-scroll-restoration-id="main">
        <Outlet />
      </main>
      <LeaveGuard />
      <SignInOverlay />
      <ShortcutHelp isOpen={isHelpOpen} onClose={help.close} />
    </div>
  );
}
