import { Button, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Section } from '../../../components/section.tsx';
import { useAddIntegration } from '../../../data/use-add-integration.ts';
import { useMay } from '../../../session/use-may.ts';
import { type ConnectorCard, describeTarget } from '../catalog-words.ts';
import classes from './connector-page.module.css';

/** The lists the vendor offers; each becomes an integration of its own. */
export function ConnectorStreams({ connector }: { connector: Pick<ConnectorCard, 'id' | 'streams'> }) {
  const { add, isAdding } = useAddIntegration();
  const mayAdd = useMay('operator');
  return (
    <Section title="What it loads" isFlush>
      {connector.streams.length === 0 ? (
        <Text p="md" c="dimmed">
          It loads nothing into Muster.
        </Text>
      ) : null}
      <ul className={classes.streams}>
        {connector.streams.map((stream) => (
          <li key={stream.id} className={classes.stream}>
            <div className={classes.streamWords}>
              <Text fw={600}>{stream.name}</Text>
              <Text size="sm">{stream.description}</Text>
              <Text size="sm" c="dimmed">
                Fills {describeTarget(stream)}
              </Text>
            </div>
            {mayAdd ? (
              <Button
                variant="default"
                size="compact-md"
                leftSection={<IconPlus size={15} />}
                aria-label={`Add integration: ${stream.name}`}
                loading={isAdding(connector.id, stream.id)}
                onClick={() => add(connector.id, stream.id)}
              >
                Add integration
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </Section>
  );
}
