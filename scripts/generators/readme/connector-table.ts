import type { ConnectorDefinition } from '../../../src/connector-kit/index.ts';
import { objectDefinitions } from '../../../src/objects/object-catalog.ts';
import { makeMarkdownTable } from './markdown-table.ts';

export function makeConnectorTable(connectors: readonly ConnectorDefinition[]): string {
  return makeMarkdownTable(
    ['connector', 'streams', 'objects', 'authentication'],
    connectors.map((connector) => [
      `[${connector.name}](connectors/${connector.id}/README.md)`,
      connector.streams.map((stream) => stream.name).join(', '),
      listOnce(
        connector.streams.flatMap((stream) => [stream.object, ...(stream.saas ? ['saas_accounts'] : [])]),
      ),
      listOnce(connector.auth.map((method) => method.title)),
    ]),
  );
}

const listOnce = (names: readonly string[]) =>
  [...new Set(names)]
    .map((name) => objectDefinitions.find((object) => object.name === name)?.label ?? name)
    .join(', ');
