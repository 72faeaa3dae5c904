import { Alert, Button, Group, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconAlertTriangle, IconBox, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { KeyValue } from '../../components/key-value.tsx';
import { DetailPagePending } from '../../components/page/detail-page.tsx';
import { KeyFigures } from '../../components/page/key-figures.tsx';
import { PageMenu } from '../../components/page/page-menu.tsx';
import { PageTabs, usePageTab } from '../../components/page/page-tabs.tsx';
import { RailSection } from '../../components/page/rail-section.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Section } from '../../components/section.tsx';
import { StackedBars } from '../../components/stacked-bars.tsx';
import { StatusBadge, statusNames } from '../../components/status-badge.tsx';
import { useConnectors } from '../../data/use-connectors.ts';
import { useDensity } from '../../lib/density.ts';
import { type Density, densities, schemes, spacing, type } from '../../lib/tokens.ts';
import { ColorSchemeMenu } from '../color-scheme-menu.tsx';
import { ExamplePage } from './example-page.tsx';
import classes from './gallery.module.css';

const longText =
  'A name that somebody has entered without thinking of narrow windows, with_a_word_that_cannot_be_broken_anywhere';
const problem = new Error('The vendor answered with 503: try again in a minute.');

/** Every component in every state, on the tokens as they are. Only while pages are developed; see web/README.md. */
export function GalleryPage() {
  const { density, setDensity } = useDensity();
  const tabs = [
    { id: 'one', label: 'First', content: <Text>The first tab.</Text> },
    { id: 'two', label: 'Second', note: 12, content: <Text>The second tab, which the address names.</Text> },
  ];
  const tab = usePageTab(tabs);
  return (
    <main className={classes.page}>
      <PageHeader
        title="Gallery"
        description="Every component in every state."
        actions={
          <>
            <Select
              aria-label="Density"
              data={Object.entries(densities).map(([value, { label }]) => ({ value, label }))}
              value={density}
              onChange={(value) => value && setDensity(value as Density)}
            />
            <ColorSchemeMenu />
          </>
        }
      />
      <Block title="Type and spacing">
        {Object.entries(type.sizes).map(([name, size]) => (
          <Text key={name} size={name}>
            {name}, {size}: 0123456789 Ämter, naïve, Łódź
          </Text>
        ))}
        <Group gap="xs" align="flex-end">
          {Object.entries(spacing).map(([name, size]) => (
            <div key={name} className={classes.space} style={{ width: size, height: size }} title={name} />
          ))}
        </Group>
      </Block>
      <Block title="Colours">
        {Object.entries(schemes).map(([scheme, colors]) => (
          <Group key={scheme} gap={4}>
            {Object.entries(colors).map(([name, color]) => (
              <span
                key={name}
                className={classes.swatch}
                style={{ backgroundColor: color }}
                title={`${scheme} ${name} ${color}`}
              />
            ))}
          </Group>
        ))}
      </Block>
      <Block title="States: normal is quiet, what deviates is loud">
        <Group gap="md">
          {statusNames.map((status) => (
            <StatusBadge key={status} status={status} />
          ))}
        </Group>
      </Block>
      <Block title="Head of a page">
        <PageHeader
          title={longText}
          crumbs={[{ label: 'Configuration' }, { label: 'Gallery', to: '/gallery' }]}
          badge={<StatusBadge status="failing" />}
          description="Runs daily at 01:56. Last session 12 minutes ago: 1,204 read, 3 skipped, nothing failed."
          hasOwnBar
          actions={
            <>
              <Button>What is due</Button>
              <PageMenu
                acts={[
                  {
                    label: 'Can be done',
                    icon: IconBox,
                    note: 'What it does',
                    onClick: () => setDensity(density),
                  },
                  {
                    label: 'Cannot',
                    icon: IconBox,
                    reason: 'Why it cannot be done now',
                    onClick: () => setDensity(density),
                  },
                  { label: 'Delete', icon: IconTrash, isDangerous: true, onClick: () => setDensity(density) },
                ]}
              />
            </>
          }
        />
        <KeyFigures
          figures={[
            { label: 'Normal', value: '1,204', note: 'leads to its list', href: '/gallery?tab=two' },
            { label: 'Text only', value: '12', note: 'nothing to list' },
            {
              label: 'Deviates',
              value: '3',
              note: 'wait for a person',
              href: '/gallery?tab=two',
              tone: 'warn',
            },
            { label: 'Failed', value: '7', href: '/gallery?tab=two', tone: 'bad' },
            { label: 'Not known', value: '–' },
          ]}
        />
      </Block>
      <Block title="Tabs, in the address">
        <PageTabs tabs={tabs} state={tab} />
      </Block>
      <Block title="Sections, facts, rail">
        <Section
          title="A section"
          onEdit={() => setDensity(density)}
          actions={<Button size="compact-sm">Act</Button>}
        >
          <KeyValue
            columnCount={2}
            items={[
              { label: 'Filled', value: 'Value' },
              { label: 'Empty', value: null },
              { label: 'Noted', value: 'Value', note: 'where it is from' },
              { label: 'Long', value: longText },
            ]}
          />
        </Section>
        <RailSection
          title="Rail"
          facts={[
            { label: 'Fact', value: 'Value' },
            { label: 'Long', value: longText },
            { label: 'Empty', value: null },
          ]}
        />
      </Block>
      <Block title="Nothing, loading, wrong">
        <div className="muster-card">
          <EmptyState
            icon={IconBox}
            headingOrder={3}
            title="Nothing yet"
            text="What to do next."
            action={<Button>Do it</Button>}
          />
        </div>
        <div className="muster-card">
          <ErrorState error={problem} onRetry={() => setDensity(density)} />
        </div>
        <ErrorAlert error={problem} title="Not saved" />
        <Alert color="yellow" icon={<IconAlertTriangle size={18} />} title="Look at this">
          What is the matter, and what to do about it.
        </Alert>
        <DetailPagePending
          crumbs={[{ label: 'Gallery', to: '/gallery' }]}
          error={null}
          onRetry={() => setDensity(density)}
        />
      </Block>
      <Block title="Inputs">
        <TextInput label="Text" description="What it is for" defaultValue="Value" />
        <TextInput label="Wrong" error="Say what to enter." defaultValue={longText} />
        <TextInput label="Not now" disabled defaultValue="Value" />
        <Select label="Choice" data={['One', 'Two']} defaultValue="One" />
      </Block>
      <Block title="Chart">
        <StackedBars
          title="Example"
          series={[
            { key: 'bad', label: 'Failed', color: 'var(--muster-chart-bad)', isHatched: true },
            { key: 'updated', label: 'Updated', color: 'var(--muster-chart-updated)' },
            { key: 'created', label: 'Created', color: 'var(--muster-chart-created)' },
          ]}
          bars={[3, 8, 0, 5].map((count, index) => ({
            label: `Day ${index + 1}`,
            values: { created: count, updated: count * 2, bad: index },
          }))}
        />
      </Block>
      <Block title="A page in fifty lines">
        <FirstConnector />
      </Block>
    </main>
  );
}

/** Any connector will do. */
function FirstConnector() {
  const { data, error, refetch } = useConnectors({});
  const first = data?.items[0];
  if (!first) return <DetailPagePending crumbs={[]} error={error} onRetry={() => void refetch()} />;
  return <ExamplePage connectorId={first.id} />;
}

function Block({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack gap="sm" component="section" className={classes.block}>
      <Title order={2} c="dimmed">
        {title}
      </Title>
      {children}
    </Stack>
  );
}
