import { Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Section } from '../../../components/section.tsx';
import { useMay } from '../../../session/use-may.ts';
import type { Overview } from '../api/use-overview.ts';
import classes from './overview.module.css';

/** Shown until the first person is loaded: the way from nothing to a true list. */
export function FirstSteps({ overview }: { overview: Overview }) {
  const { byStatus } = overview.integrations;
  const mayAdd = useMay('administrator');
  const mayWork = useMay('operator');
  const hasIntegration = byStatus.draft + byStatus.active + byStatus.paused > 0;
  return (
    <Section title="First steps">
      <ol className={classes.steps}>
        <li>
          {mayAdd ? (
            <Link to="/credentials/new">Add a credential</Link>
          ) : (
            'An administrator adds a credential'
          )}{' '}
          for a vendor, and {mayAdd ? 'authenticate' : 'authenticates'} it.
        </li>
        <li>
          {mayWork ? (
            <>
              <Link to="/integrations">
                {hasIntegration ? 'Open your integration' : 'Add an integration'}
              </Link>
              , choose the credential, and map the vendor's fields.
            </>
          ) : (
            'An operator adds an integration, chooses the credential and maps the vendor’s fields.'
          )}
        </li>
        <li>
          {mayWork ? 'Make a test run, launch it, and run it.' : 'The operator launches it, and it runs.'}
        </li>
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
