import type { KeyFigure } from '../../components/page/key-figures.tsx';
import type { Integration } from '../../data/use-integration.ts';
import { emptyText, formatCompact, formatCount, formatNumber, formatRelative } from '../../lib/format.ts';
import type { IntegrationFigures } from './api/use-integration-figures.ts';

const objectPaths: Record<string, string> = { people: '/people', assets: '/assets', software: '/software' };

/** Records of an integration, as a list. */
export function recordsHref({ id, object }: Integration): string | undefined {
  const path = objectPaths[object];
  return path && `${path}?filter=integrationId:eq:${id}`;
}

/** Of all mapped fields of all records that were looked at, the share with a value. */
export function shareFilled({ recordCount, fields }: IntegrationFigures['coverage']): number | undefined {
  const possible = recordCount * fields.length;
  if (possible === 0) return undefined;
  return fields.reduce((sum, { filledCount }) => sum + filledCount, 0) / possible;
}

/** The strip under the head of an integration's page; every number leads to what it counts. */
export function listIntegrationFigures(
  integration: Integration,
  figures: IntegrationFigures | undefined,
  now: Date,
): KeyFigure[] {
  const page = `/integrations/${integration.id}`;
  const records = recordsHref(integration);
  const run = figures?.lastRun;
  const trouble = run ? run.failedCount + run.ambiguousCount : 0;
  const share = figures && shareFilled(figures.coverage);
  const changed = figures ? figures.recent.createdCount + figures.recent.updatedCount : 0;
  const count = (value: number | undefined) => (value === undefined ? emptyText : formatNumber(value));
  return [
    {
      label: 'Records',
      value: figures ? formatCompact(figures.liveRecordCount) : emptyText,
      note: figures?.missingRecordCount
        ? `${formatNumber(figures.missingRecordCount)} gone at the vendor`
        : `from ${integration.connectorName}`,
      ...(records ? { href: records } : {}),
    },
    {
      label: `Changed in ${figures?.recent.days ?? 7} days`,
      value: figures ? formatCompact(changed) : emptyText,
      note: figures
        ? `${formatNumber(figures.recent.createdCount)} created, ${formatNumber(figures.recent.updatedCount)} updated`
        : null,
      href: `${page}?tab=sessions`,
    },
    {
      label: 'Waiting for a person',
      value: count(figures?.openParkedCount),
      note: 'parked records',
      href: `/parked-records?filter=${encodeURIComponent(`integrationName:eq:${integration.name}`)}`,
      ...(figures?.openParkedCount ? { tone: 'warn' as const } : {}),
    },
    {
      label: 'Failed in the last session',
      value: run ? formatNumber(trouble) : emptyText,
      note: run ? `of ${formatCount(run.readCount, 'record', 'records')}` : 'no session yet',
      ...(run ? { href: `/sessions/${run.id}` } : {}),
      ...(trouble > 0 ? { tone: 'bad' as const } : {}),
    },
    {
      label: 'Fields filled',
      value: share === undefined ? emptyText : `${Math.floor(share * 100)} %`,
      note: figures ? formatCount(figures.coverage.fields.length, 'mapped field', 'mapped fields') : null,
      href: `${page}?tab=mapping`,
    },
    {
      label: 'Next run',
      value: integration.nextRunAt ? formatRelative(integration.nextRunAt, now) : emptyText,
      note: integration.nextRunAt ? 'by its schedule' : 'only by hand',
      href: `${page}?tab=settings`,
    },
  ];
}
