import { Button, Group, Modal, Stack, Table, Text } from '@mantine/core';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { useObjectFields } from '../../../data/use-object-fields.ts';
import { formatField } from '../../../field-types/field-types.tsx';
import { notifyDone } from '../../../lib/notify.tsx';
import { type ParkedRecord, useDecideParked } from '../api/use-parked-records.ts';

interface ParkedRecordDialogProps {
  record: ParkedRecord;
  mayDecide: boolean;
  onClose: () => void;
}

const decisionWords = { link: 'linked', create: 'created as a record of its own', ignore: 'ignored' };

/** The source record beside the records it may belong to, field by field, and what can be done. */
export function ParkedRecordDialog({ record, mayDecide, onClose }: ParkedRecordDialogProps) {
  const decide = useDecideParked();
  const act = (action: 'link' | 'create' | 'ignore' | 'ask', recordId?: number) =>
    decide.mutate(
      { body: { ids: [record.id], action, ...(recordId === undefined ? {} : { recordId }) } },
      {
        onSuccess: () => {
          notifyDone(
            action === 'ask'
              ? 'The next session decides again.'
              : `The next session knows: ${record.label ?? record.nativeId} is ${decisionWords[action]}.`,
          );
          onClose();
        },
      },
    );
  return (
    <Modal opened onClose={onClose} size="xl" title={record.label ?? record.nativeId}>
      <Stack gap="md">
        <Text size="sm">{record.reason}</Text>
        <SideBySide record={record} onLink={mayDecide ? (id) => act('link', id) : undefined} />
        {decide.error ? <ErrorAlert error={decide.error} /> : null}
        <Group justify="flex-end" gap="xs">
          {mayDecide && record.decision === null ? (
            <>
              <Button variant="default" loading={decide.isPending} onClick={() => act('ignore')}>
                Ignore
              </Button>
              <Button loading={decide.isPending} onClick={() => act('create')}>
                Create a record of its own
              </Button>
            </>
          ) : null}
          {mayDecide && record.decision !== null ? (
            <Button variant="default" loading={decide.isPending} onClick={() => act('ask')}>
              Decide again
            </Button>
          ) : null}
        </Group>
      </Stack>
    </Modal>
  );
}

function SideBySide({
  record,
  onLink,
}: {
  record: ParkedRecord;
  onLink: ((recordId: number) => void) | undefined;
}) {
  const { incoming, candidates } = record;
  const { data: fields } = useObjectFields(record.object);
  const show = (name: string, value: unknown) =>
    isBlank(value)
      ? '—'
      : formatField(
          value,
          fields?.find((field) => field.name === name),
        );
  const labelOf = (name: string) => fields?.find((field) => field.name === name)?.label ?? name;
  return (
    <Table.ScrollContainer minWidth={140 + 160 * candidates.length}>
      <Table verticalSpacing={4} horizontalSpacing={6} style={{ overflowWrap: 'anywhere' }}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Field</Table.Th>
            <Table.Th>From {record.integrationName}</Table.Th>
            {candidates.map(({ recordId, label, isArchived }) => (
              <Table.Th key={recordId}>
                {label ?? `Record ${recordId}`}
                {isArchived ? ' (archived)' : ''}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {Object.keys(incoming).map((name) => (
            <Table.Tr key={name}>
              <Table.Td c="dimmed">{labelOf(name)}</Table.Td>
              <Table.Td>{show(name, incoming[name])}</Table.Td>
              {candidates.map(({ recordId, values }) => {
                const isOther = show(name, values[name]) !== show(name, incoming[name]);
                return (
                  <Table.Td key={recordId} fw={isOther ? 600 : 400}>
                    {show(name, values[name])}
                    {isOther ? (
                      <Text span size="xs" c="dimmed">
                        {' '}
                        differs
                      </Text>
                    ) : null}
                  </Table.Td>
                );
              })}
            </Table.Tr>
          ))}
          {onLink && record.decision === null ? (
            <Table.Tr>
              <Table.Td />
              <Table.Td />
              {candidates.map(({ recordId }) => (
                <Table.Td key={recordId}>
                  <Button size="compact-sm" variant="default" onClick={() => onLink(recordId)}>
                    It is this one
                  </Button>
                </Table.Td>
              ))}
            </Table.Tr>
          ) : null}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

const isBlank = (value: unknown) => value === null || value === undefined || value === '';
