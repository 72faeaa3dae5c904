import { Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Section } from '../../../components/section.tsx';
import type { Overview } from '../api/use-overview.ts';
import classes from './overview.module.css';

/** Shown until the first person is loaded: the way from nothing to a true list. */
export function FirstSteps({ overview }: { overview: Overview }) {
  const { byStatus } = overview.integrations;
  const hasIntegration = byStatus.draft + byStatus.active + byStatus.paused > 0;
  return (
    <Section title="First steps">
      <ol className={classes.steps}>
        <li>
          <Link to="/credentials/new">Add a credential</Link> for a vendor, and authenticate it.
        </li>
        <li>
          <Link to="/integrations">{hasIntegration ? 'Open your integration' : 'Create an integration'}</Link>
          , choose the credential, and map the vendor's fields.
        </li>
        <li>Make a test run, launch it, and press Run now.</li>
        <li>
          Find everybody in <Link to="/people">People</Link>.
        </li>
      </ol>
      <Text c="dimmed" size="sm" mt="xs">
        From then on Muster syncs once a day, at the time you choose.
      </Text>
    </Section>
  );
}
