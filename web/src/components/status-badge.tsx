import {
  type Icon,
  IconAlertTriangle,
  IconArchive,
  IconBan,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconClock,
  IconEqual,
  IconHelpHexagon,
  IconInfoCircle,
  IconKey,
  IconLoader2,
  IconPackage,
  IconPencil,
  IconPlayerPause,
  IconPlayerSkipForward,
  IconPlus,
} from '@tabler/icons-react';
import classes from './status-badge.module.css';

type Tone = 'ok' | 'warn' | 'bad' | 'info' | 'neutral';

interface StatusLook {
  label: string;
  icon: Icon;
  tone: Tone;
}

/** Every status word of the product in one place, so that the same word looks the same everywhere. */
const looks: Record<string, StatusLook> = {
  // Credentials
  authenticated: { label: 'Authenticated', icon: IconCircleCheck, tone: 'ok' },
  expiring: { label: 'Expiring', icon: IconClock, tone: 'warn' },
  needs_reauthentication: { label: 'Needs re-authentication', icon: IconKey, tone: 'bad' },
  needs_secret: { label: 'Needs its secret', icon: IconKey, tone: 'bad' },
  not_authenticated: { label: 'Not authenticated', icon: IconCircleDashed, tone: 'neutral' },
  // Integrations and their health
  draft: { label: 'Draft', icon: IconPencil, tone: 'neutral' },
  active: { label: 'Active', icon: IconCircleCheck, tone: 'ok' },
  inactive: { label: 'Inactive', icon: IconBan, tone: 'neutral' },
  paused: { label: 'Paused', icon: IconPlayerPause, tone: 'warn' },
  ok: { label: 'OK', icon: IconCircleCheck, tone: 'ok' },
  failing: { label: 'Failing', icon: IconCircleX, tone: 'bad' },
  not_ready: { label: 'Not ready', icon: IconAlertTriangle, tone: 'bad' },
  overdue: { label: 'Overdue', icon: IconClock, tone: 'warn' },
  // Sessions
  queued: { label: 'Queued', icon: IconClock, tone: 'neutral' },
  running: { label: 'Running', icon: IconLoader2, tone: 'info' },
  succeeded: { label: 'Succeeded', icon: IconCircleCheck, tone: 'ok' },
  succeeded_with_errors: { label: 'Succeeded with errors', icon: IconAlertTriangle, tone: 'warn' },
  failed: { label: 'Failed', icon: IconCircleX, tone: 'bad' },
  canceled: { label: 'Canceled', icon: IconBan, tone: 'neutral' },
  // Outcomes of a record
  created: { label: 'Created', icon: IconPlus, tone: 'ok' },
  updated: { label: 'Updated', icon: IconPencil, tone: 'neutral' },
  unchanged: { label: 'Unchanged', icon: IconEqual, tone: 'neutral' },
  skipped: { label: 'Skipped', icon: IconPlayerSkipForward, tone: 'warn' },
  ambiguous: { label: 'Ambiguous', icon: IconHelpHexagon, tone: 'warn' },
  retired: { label: 'Retired', icon: IconArchive, tone: 'neutral' },
  deactivated: { label: 'Deactivated', icon: IconBan, tone: 'neutral' },
  archived: { label: 'Archived', icon: IconArchive, tone: 'neutral' },
  restored: { label: 'Restored', icon: IconCircleCheck, tone: 'ok' },
  software: { label: 'Software', icon: IconPackage, tone: 'neutral' },
  // Users, tokens, log lines
  disabled: { label: 'Disabled', icon: IconBan, tone: 'neutral' },
  revoked: { label: 'Revoked', icon: IconBan, tone: 'neutral' },
  expired: { label: 'Expired', icon: IconClock, tone: 'bad' },
  info: { label: 'Info', icon: IconInfoCircle, tone: 'neutral' },
  warning: { label: 'Warning', icon: IconAlertTriangle, tone: 'warn' },
  error: { label: 'Error', icon: IconCircleX, tone: 'bad' },
};

export const statusNames = Object.keys(looks);

interface StatusBadgeProps {
  status: string;
  /** Replaces the status's own word. */
  label?: string;
}

/** Icon and word; the colour only repeats what they say. Only what deviates is loud. */
export function StatusBadge({ status, label }: StatusBadgeProps) {
  const look = looks[status] ?? { label: status, icon: IconCircleDashed, tone: 'neutral' as const };
  const IconComponent = look.icon;
  return (
    <span className={classes.badge} data-tone={look.tone}>
      <IconComponent
        size={14}
        stroke={2}
        aria-hidden
        className={status === 'running' ? classes.spin : undefined}
      />
      {label ?? look.label}
    </span>
  );
}
