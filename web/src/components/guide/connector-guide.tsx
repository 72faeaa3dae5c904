import { Skeleton, Text } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useConnectorGuide } from '../../data/use-connector-guide.ts';
import { ErrorAlert } from '../error-alert.tsx';
import { Section } from '../section.tsx';

// The Markdown library is only loaded where a guide is read.
const GuideText = lazy(async () => ({ default: (await import('./guide-text.tsx')).GuideText }));

/** What to do at the vendor and in Muster, step by step. */
export function ConnectorGuide({ connectorId }: { connectorId: string }) {
  const { data: markdown, error, isPending } = useConnectorGuide(connectorId);
  const waiting = <Skeleton height={320} />;
  return (
    <Section title="Set-up guide">
      <ErrorAlert error={error} title="The guide could not be loaded" />
      {isPending ? waiting : null}
      {markdown === null ? (
        <Text c="dimmed">
          There is no guide for this connector. The ways to sign in above say what its forms ask for.
        </Text>
      ) : null}
      {markdown ? (
        <Suspense fallback={waiting}>
          <GuideText markdown={markdown} />
        </Suspense>
      ) : null}
    </Section>
  );
}
