import { IconCopy } from '@tabler/icons-react';
import { KeyValue } from '../../components/key-value.tsx';
import { DetailPage, DetailPagePending } from '../../components/page/detail-page.tsx';
import { PageMenu } from '../../components/page/page-menu.tsx';
import { RailSection } from '../../components/page/rail-section.tsx';
import { Section } from '../../components/section.tsx';
import { useConnector } from '../../data/use-connector.ts';

const crumbs = [{ label: 'Configuration' }, { label: 'Catalog', to: '/catalog' }];

/** One connector, as a page on the template: what to copy for a new page. */
export function ExamplePage({ connectorId }: { connectorId: string }) {
  const { data: connector, error, refetch } = useConnector(connectorId);
  if (!connector) return <DetailPagePending crumbs={crumbs} error={error} onRetry={() => void refetch()} />;
  const { streams, auth, name, description, categories } = connector;
  const copy = () => void navigator.clipboard.writeText(name);
  const lists = streams.map((stream) => ({ label: stream.name, value: stream.description }));
  const methods = auth.map((method) => ({ label: method.title, value: method.kind }));
  return (
    <DetailPage
      title={name}
      crumbs={crumbs}
      status={`${description} ${streams.length} lists can be loaded.`}
      actions={<PageMenu acts={[{ label: 'Copy its name', icon: IconCopy, onClick: copy }]} />}
      figures={[
        { label: 'Lists', value: streams.length, href: '?tab=lists' },
        { label: 'Ways to sign in', value: auth.length, href: '?tab=methods' },
      ]}
      tabs={[
        { id: 'lists', label: 'Lists', content: <Part title="What it loads" items={lists} /> },
        { id: 'methods', label: 'Signing in', content: <Part title="Ways to sign in" items={methods} /> },
      ]}
      rail={<RailSection title="Facts" facts={[{ label: 'Kind', value: categories.join(', ') }]} />}
    />
  );
}

function Part({ title, items }: { title: string; items: { label: string; value: string }[] }) {
  return (
    <Section title={title}>
      <KeyValue items={items} />
    </Section>
  );
}
