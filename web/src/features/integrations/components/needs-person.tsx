import { Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Section } from '../../../components/section.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import type { Integration } from '../../../data/use-integration.ts';
import { formatCount } from '../../../lib/format.ts';
import type { IntegrationFigures } from '../api/use-integration-figures.ts';
import classes from './integration-page.module.css';

interface Need {
  level: 'error' | 'warning';
  title: string;
  text: string;
  href: string;
}

/** What stands still until somebody decides, each with the way to where it is decided; nothing when nothing does. */
export function NeedsPerson({
  integration,
  figures,
}: {
  integration: Integration;
  figures: IntegrationFigures | undefined;
}) {
  const needs = figures ? listNeeds(integration, figures) : [];
  if (needs.length === 0) return null;
  return (
    <Section title="Needs a person">
      <ul className={classes.needs}>
        {needs.map(({ level, title, text, href }) => (
          <li key={title}>
            <StatusBadge status={level} />
            <Link to={href} className="muster-link">
              {title}
            </Link>
            <Text c="dimmed" size="sm" className={classes.needText}>
              {text}
            </Text>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function listNeeds(
  { name }: Integration,
  { openParkedCount, driftSessionId, lastRun }: IntegrationFigures,
): Need[] {
  const needs: Need[] = [];
  if (lastRun && lastRun.status === 'failed')
    needs.push({
      level: 'error',
      title: 'The last session failed',
      text: 'Its page says why, and what to do.',
      href: `/sessions/${lastRun.id}`,
    });
  if (lastRun && lastRun.failedCount > 0)
    needs.push({
      level: 'error',
      title: `${formatCount(lastRun.failedCount, 'record', 'records')} failed`,
      text: 'In the last session; each says its reason.',
      href: `/sessions/${lastRun.id}`,
    });
  if (driftSessionId !== null)
    needs.push({
      level: 'warning',
      title: 'Something fell silent',
      text: 'Say whether that is right, or mend the mapping or the source.',
      href: `/sessions/${driftSessionId}`,
    });
  if (openParkedCount > 0)
    needs.push({
      level: 'warning',
      title: formatCount(openParkedCount, 'parked record', 'parked records'),
      text: 'They may belong to more than one record here: choose which.',
      href: `/parked-records?filter=${encodeURIComponent(`integrationName:eq:${name}`)}`,
    });
  return needs;
}
