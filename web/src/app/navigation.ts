import {
  type Icon,
  IconApps,
  IconArrowsExchange,
  IconArrowsSplit,
  IconBooks,
  IconClockX,
  IconDevicesPc,
  IconEraser,
  IconForbid2,
  IconHistory,
  IconKey,
  IconLayoutDashboard,
  IconPackage,
  IconPlugConnected,
  IconTerminal2,
  IconUserCog,
  IconUsers,
  IconVariable,
} from '@tabler/icons-react';
import type { Role } from '../lib/roles.ts';

export interface NavItem {
  label: string;
  to: string;
  icon: Icon;
  /** Lowest role that may open it. */
  role?: Role;
}

export interface NavGroup {
  /** Path of menu words, e.g. Configuration › Security; absent for the top entries. */
  label?: string;
  items: NavItem[];
}

export const navigation: NavGroup[] = [
  {
    items: [
      { label: 'Overview', to: '/', icon: IconLayoutDashboard },
      { label: 'People', to: '/people', icon: IconUsers },
      { label: 'Assets', to: '/assets', icon: IconDevicesPc },
    ],
  },
  {
    label: 'Software',
    items: [
      { label: 'Software', to: '/software', icon: IconPackage },
      { label: 'SaaS', to: '/saas', icon: IconApps },
    ],
  },
  {
    label: 'Configuration',
    items: [
      { label: 'Integrations', to: '/integrations', icon: IconPlugConnected },
      { label: 'Catalog', to: '/catalog', icon: IconBooks },
      { label: 'Sync sessions', to: '/sessions', icon: IconArrowsExchange },
      { label: 'Parked records', to: '/parked-records', icon: IconArrowsSplit },
      { label: 'Placeholders', to: '/placeholders', icon: IconForbid2 },
    ],
  },
  { label: 'Security', items: [{ label: 'Credentials', to: '/credentials', icon: IconKey }] },
  {
    label: 'General',
    items: [
      { label: 'Global Settings', to: '/global-settings', icon: IconVariable },
      { label: 'Users', to: '/users', icon: IconUserCog, role: 'administrator' },
      { label: 'API tokens', to: '/api-tokens', icon: IconTerminal2 },
      { label: 'Retention', to: '/retention', icon: IconClockX },
      { label: 'Erased people', to: '/erased-people', icon: IconEraser, role: 'administrator' },
      { label: 'Audit', to: '/audit', icon: IconHistory, role: 'administrator' },
    ],
  },
];
