import type { Integration } from '../../data/use-integration.ts';
import { formatNumber, formatRelative } from '../../lib/format.ts';
import type { IntegrationFigures } from './api/use-integration-figures.ts';

/** How an integration stands, in a sentence or three: when it runs, and what the last run did. */
export function describeIntegration(
  integration: Integration,
  figures: IntegrationFigures | undefined,
  now: Date,
): string {
  return [describeRuns(integration, now), describeLastRun(figures, now)].filter(Boolean).join(' ');
}

function describeRuns(integration: Integration, now: Date): string {
  const { status, missing, openSession, scheduleText, nextRunAt } = integration;
  if (status === 'draft')
    return missing.length === 0
      ? 'A draft with everything it needs: make a test run, then launch it.'
      : 'A draft: it runs once it is complete and launched.';
  if (openSession) return `A session is ${openSession.status}.`;
  if (status === 'paused') return 'Paused: nothing runs by itself.';
  const schedule = `${scheduleText.charAt(0).toLowerCase()}${scheduleText.slice(1)}`;
  return `Runs ${schedule}${nextRunAt ? `, next ${formatRelative(nextRunAt, now)}` : ''}.`;
}

function describeLastRun(figures: IntegrationFigures | undefined, now: Date): string {
  const run = figures?.lastRun;
  if (!run) return figures ? 'It has not run yet.' : '';
  const when = formatRelative(run.endedAt, now);
  if (run.status === 'canceled') return `The last session was canceled ${when}.`;
  const parts = [
    `${formatNumber(run.readCount)} read`,
    run.skippedCount > 0 ? `${formatNumber(run.skippedCount)} skipped` : '',
    run.ambiguousCount > 0 ? `${formatNumber(run.ambiguousCount)} ambiguous` : '',
    run.failedCount > 0 ? `${formatNumber(run.failedCount)} failed` : 'nothing failed',
  ].filter(Boolean);
  return run.status === 'failed'
    ? `The last session failed ${when}, after ${formatNumber(run.readCount)} records.`
    : `Last session ${when}: ${parts.join(', ')}.`;
}
