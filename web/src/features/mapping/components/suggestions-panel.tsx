import { Alert, Button, Group, Table, Text } from '@mantine/core';
import { Section } from '../../../components/section.tsx';
import type { ApiAnswer } from '../../../lib/api-client.ts';
import type { SourceField, TargetField } from '../api/use-mapping.ts';
import type { MappingDraft } from '../use-mapping-draft.ts';

type Suggestion = ApiAnswer<'post', '/api/integrations/{id}/mapping/suggest'>;

interface Props {
  suggestion: Suggestion;
  fields: TargetField[];
  sources: SourceField[];
  draft: MappingDraft;
  onClose(): void;
}

/** What Smart Mapping proposes, how sure it is and why; all at once or one by one. */
export function SuggestionsPanel({ suggestion, fields, sources, draft, onClose }: Props) {
  const labelOf = (name: string) => fields.find((field) => field.name === name)?.label ?? name;
  const sourceOf = (path: string) => sources.find((source) => source.path === path)?.label ?? path;
  const isTaken = (target: string, source: string) => {
    const row = draft.rowOf(target);
    return row?.source.kind === 'path' && row.source.path === source;
  };
  const open = suggestion.proposals.filter((proposal) => !isTaken(proposal.target, proposal.source));
  return (
    <Section
      title="Smart Mapping"
      isFlush
      actions={
        <Group gap="xs">
          <Button
            size="compact-sm"
            disabled={open.length === 0}
            onClick={() => {
              draft.merge(suggestion.proposals);
              onClose();
            }}
          >
            Accept all {open.length}
          </Button>
          <Button size="compact-sm" variant="default" onClick={onClose}>
            Close
          </Button>
        </Group>
      }
    >
      {suggestion.warnings.map((warning) => (
        <Alert key={warning.message} color="yellow" m="sm">
          {warning.message}
        </Alert>
      ))}
      <Table.ScrollContainer minWidth={520}>
        <Table verticalSpacing={6} horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Muster field</Table.Th>
              <Table.Th>Source</Table.Th>
              <Table.Th>Confidence</Table.Th>
              <Table.Th>Why</Table.Th>
              <Table.Th aria-label="Accept" />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {suggestion.proposals.map((proposal) => (
              <Table.Tr key={proposal.target}>
                <Table.Td>
                  {labelOf(proposal.target)}
                  {proposal.isSyncKey ? <Text size="xs">Sync key</Text> : null}
                </Table.Td>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>{sourceOf(proposal.source)}</Table.Td>
                <Table.Td className="muster-tabular">{Math.round(proposal.confidence * 100)} %</Table.Td>
                <Table.Td>
                  <Text size="sm">{proposal.reason}</Text>
                </Table.Td>
                <Table.Td ta="right">
                  {isTaken(proposal.target, proposal.source) ? (
                    <Text size="sm" c="dimmed">
                      accepted
                    </Text>
                  ) : (
                    <Button
                      size="compact-xs"
                      variant="default"
                      onClick={() => draft.merge([proposal])}
                      aria-label={`Accept ${labelOf(proposal.target)}`}
                    >
                      Accept
                    </Button>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  );
}
