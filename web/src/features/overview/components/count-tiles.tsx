import { Link } from '@tanstack/react-router';
import { formatNumber, formatTotal } from '../../../lib/format.ts';
import type { Overview } from '../api/use-overview.ts';
import classes from './overview.module.css';

/** How many of each thing there are; each tile leads to its list. */
export function CountTiles({ overview }: { overview: Overview }) {
  const { records, integrations } = overview;
  const integrationCount =
    integrations.byStatus.draft + integrations.byStatus.active + integrations.byStatus.paused;
  const tiles = [
    { label: 'People', value: formatTotal(records.people), to: '/people', note: 'in the true list' },
    { label: 'Assets', value: formatTotal(records.assets), to: '/assets', note: 'devices and machines' },
    { label: 'Software', value: formatTotal(records.software), to: '/software', note: 'products' },
    {
      label: 'SaaS',
      value: formatTotal(records.saas),
      to: '/saas',
      note: `${formatTotal(records.saasAccounts)} accounts`,
    },
    {
      label: 'Integrations',
      value: formatNumber(integrationCount),
      to: '/integrations',
      note: describeHealth(integrations),
    },
    {
      label: 'Credentials',
      value:
        overview.credentialsNeedingAttentionCount === 0
          ? 'OK'
          : formatNumber(overview.credentialsNeedingAttentionCount),
      to: '/credentials',
      note: overview.credentialsNeedingAttentionCount === 0 ? 'none needs you' : 'need your attention',
    },
  ];
  return (
    <div className={classes.tiles}>
      {tiles.map((tile) => (
        <Link key={tile.label} to={tile.to} className={`muster-card ${classes.tile}`}>
          <span className={classes.tileLabel}>{tile.label}</span>
          <span className={classes.tileCount}>{tile.value}</span>
          <span className={classes.tileLabel}>{tile.note}</span>
        </Link>
      ))}
    </div>
  );
}

function describeHealth({ byHealth, byStatus }: Overview['integrations']): string {
  const { ok: _, ...troubles } = byHealth;
  const troubled = Object.values(troubles).reduce((sum, count) => sum + count, 0);
  if (troubled > 0) return `${troubled} in trouble`;
  return `${byStatus.active} active`;
}
