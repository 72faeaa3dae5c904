import { ActionIcon } from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { IconKeyboard, IconMenu2 } from '@tabler/icons-react';
import { Link, Outlet } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { NotificationsBell } from '../features/notifications/components/notifications-bell.tsx';
import { usePhone } from '../lib/use-phone.ts';
import { useMe } from '../session/use-me.ts';
import { ColorSchemeMenu } from './color-scheme-menu.tsx';
import { GlobalSearch } from './global-search.tsx';
import { LeaveGuard } from './leave-guard.tsx';
import { Logo } from './logo.tsx';
import { NavLinks } from './nav-links.tsx';
import { RoutePending } from './route-pending.tsx';
import classes from './shell.module.css';
import { SignInOverlay } from './sign-in-overlay.tsx';
import { useLiveChanges } from './use-live-changes.ts';
import { UserMenu } from './user-menu.tsx';

// What most visits never open is loaded when it is opened.
const SecondFactorNeeded = lazy(async () => ({
  default: (await import('../features/access/components/second-factor-needed.tsx')).SecondFactorNeeded,
}));
const ShortcutHelp = lazy(async () => ({ default: (await import('./shortcut-help.tsx')).ShortcutHelp }));
const NavDrawer = lazy(async () => ({ default: (await import('./nav-drawer.tsx')).NavDrawer }));

/** Everything of a signed-in user; nothing but the second factor for whoever still has to set one up. */
export function Shell() {
  return useMe().needsSecondFactor ? (
    <Suspense fallback={<RoutePending />}>
      <SecondFactorNeeded />
    </Suspense>
  ) : (
    <Frame />
  );
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
        <WhenOpen isOpen={isNavOpen}>
          <NavDrawer isOpen={isNavOpen} onClose={nav.close} />
        </WhenOpen>
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
      <WhenOpen isOpen={isHelpOpen}>
        <ShortcutHelp isOpen={isHelpOpen} onClose={help.close} />
      </WhenOpen>
    </div>
  );
}

/** Nothing until it is opened for the first time; from then on it stays, so that it can close as it opened. */
function WhenOpen({ isOpen, children }: { isOpen: boolean; children: ReactNode }) {
  const [wasOpen, setWasOpen] = useState(isOpen);
  if (isOpen && !wasOpen) setWasOpen(true);
  return wasOpen ? <Suspense>{children}</Suspense> : null;
}
