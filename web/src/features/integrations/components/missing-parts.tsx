import { Alert, Anchor } from '@mantine/core';
import { IconListCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Integration } from '../../../data/use-integration.ts';
import { otherServersField } from '../is-about-servers.ts';
import type { SectionName } from '../use-open-sections.ts';
import classes from './integrations.module.css';

interface MissingPartsProps {
  integration: Integration;
  /** Undefined for those who may only look. */
  goTo: ((section: SectionName) => void) | undefined;
}

const sectionTitles: Record<SectionName, string> = {
  details: 'Integration details',
  credentials: 'Credentials',
  schedule: 'Schedule',
  mapping: 'Mapping',
};

/** What keeps it from running, each with the way to where it is done. */
export function MissingParts({ integration, goTo }: MissingPartsProps) {
  if (integration.missing.length === 0) return null;
  const title =
    integration.status === 'draft' ? 'Draft until these are done' : 'It cannot run until these are done';
  return (
    <Alert color="yellow" icon={<IconListCheck size={18} />} title={title}>
      <ul className={classes.missing}>
        {integration.missing.map((part) => (
          <li key={`${part.section} ${part.field}`}>
            <span>{part.message}</span>{' '}
            {part.section === 'mapping' ? (
              <Link to="/integrations/$id/mapping" params={{ id: String(integration.id) }}>
                Open the mapping
              </Link>
            ) : part.field === otherServersField && integration.credentialId !== null ? (
              <Link to="/credentials/$id" params={{ id: String(integration.credentialId) }}>
                Open the credential
              </Link>
            ) : goTo ? (
              <Anchor
                component="button"
                type="button"
                fz="inherit"
                underline="always"
                onClick={() => goTo(part.section)}
              >
                Go to {sectionTitles[part.section]}
              </Anchor>
            ) : null}
          </li>
        ))}
      </ul>
    </Alert>
  );
}
