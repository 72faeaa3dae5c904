import { Skeleton, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconChevronRight, IconSearch, IconSearchOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { adviseCatalog } from '../../../components/catalog-advice.ts';
import { ConnectorLogo } from '../../../components/connector-logo.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { Section } from '../../../components/section.tsx';
import { useConnectors } from '../../../data/use-connectors.ts';
import classes from './connector-picker.module.css';

/** First step of a new credential: search for the vendor, then the forward arrow. */
export function ConnectorPicker() {
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text.trim(), 200);
  const { data, error, isPending, refetch } = useConnectors(q === '' ? {} : { q });
  return (
    <Section title="Which vendor is it for?">
      <TextInput
        aria-label="Search for the integration"
        placeholder="Search for the integration"
        leftSection={<IconSearch size={16} aria-hidden />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        autoFocus
        mb="sm"
      />
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {isPending ? (
        <div className={classes.list}>
          <Skeleton height={64} />
          <Skeleton height={64} />
          <Skeleton height={64} />
        </div>
      ) : null}
      {data?.items.length === 0 ? (
        <EmptyState
          icon={IconSearchOff}
          title={`No connector matches “${q}”`}
          text={adviseCatalog(data.facets.categories, q)}
        />
      ) : null}
      <ul className={classes.list} aria-label="Connectors">
        {(data?.items ?? []).map((connector) => (
          <li key={connector.id}>
            <Link to="/credentials/new" search={{ connector: connector.id }} className={classes.card}>
              <ConnectorLogo logo={connector.logo} size={36} />
              <span className={classes.words}>
                <Text component="span" fw={600} display="block">
                  {connector.name}
                </Text>
                <Text component="span" size="sm" c="dimmed" display="block" truncate>
                  {connector.description}
                </Text>
              </span>
              <IconChevronRight size={20} aria-hidden />
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
