import { DndContext, DragOverlay, KeyboardSensor, PointerSensor, useSensor, useSensors } from '@dnd-kit/core';
import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconRefresh, IconWand } from '@tabler/icons-react';
import { useBlocker } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { notifyDone } from '../../../components/notify.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { Section } from '../../../components/section.tsx';
import type { ApiAnswer } from '../../../lib/api-client.ts';
import { ApiError } from '../../../lib/api-error.ts';
import { useMay } from '../../access/api/use-may.ts';
import type { Integration } from '../../integrations/api/integration-types.ts';
import {
  type Mapping,
  type NewField,
  type SourceField,
  type TargetField,
  useRefreshSample,
  useSaveMapping,
  useSuggestMapping,
} from '../api/use-mapping.ts';
import { useMappingDraft } from '../use-mapping-draft.ts';
import { AddFieldPanel, addFieldDropId, type FieldSeed } from './add-field-panel.tsx';
import classes from './mapping.module.css';
import { PreviewPanel } from './preview-panel.tsx';
import { SourceList } from './source-list.tsx';
import { SuggestionsPanel } from './suggestions-panel.tsx';
import { TargetRow } from './target-row.tsx';

interface Props {
  integration: Integration;
  stored: { version: number; mapping: Mapping };
  sample: ApiAnswer<'get', '/api/integrations/{id}/sample'>;
  fields: TargetField[];
}

const fieldTypes: Record<SourceField['type'], NewField['type']> = {
  text: 'short_text',
  number: 'number',
  boolean: 'boolean',
  date_time: 'date_time',
  list: 'list',
  object: 'long_text',
};

export function MappingEditor({ integration, stored, sample, fields }: Props) {
  const mayChange = useMay('operator');
  const draft = useMappingDraft(stored.mapping);
  const save = useSaveMapping(integration.id);
  const refresh = useRefreshSample(integration.id);
  const suggest = useSuggestMapping(integration.id);
  const [isSuggesting, setSuggesting] = useState(false);
  const [seed, setSeed] = useState<FieldSeed>();
  const [dragged, setDragged] = useState<string>();
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 6 } }),
    useSensor(KeyboardSensor),
  );
  useBlocker({
    shouldBlockFn: () =>
      draft.isChanged && !window.confirm('The mapping has changes that are not saved. Leave without saving?'),
    enableBeforeUnload: () => draft.isChanged,
  });
  const hasSample = sample.fetchedAt !== null;
  // Without a sample the page says little: read one as soon as there is a credential to read with.
  const wantsSample = useRef(!hasSample && mayChange && integration.credentialId !== null);
  const { mutate: readSample } = refresh;
  useEffect(() => {
    if (!wantsSample.current) return;
    wantsSample.current = false;
    readSample();
  }, [readSample]);

  const usedBy = new Map<string, string[]>();
  for (const row of draft.mapping.rows) {
    if (row.source.kind !== 'path') continue;
    const label = fields.find((field) => field.name === row.target)?.label ?? row.target;
    usedBy.set(row.source.path, [...(usedBy.get(row.source.path) ?? []), label]);
  }
  const sorted = fields.toSorted((left, right) => Number(right.isMandatory) - Number(left.isMandatory));
  const failedField = save.error instanceof ApiError ? save.error.field : undefined;
  const drop = (path: string, target: string) => {
    if (target !== addFieldDropId) return draft.mapPath(target, path);
    const source = sample.fields.find((field) => field.path === path);
    setSeed({ label: source?.label ?? path, type: source ? fieldTypes[source.type] : 'short_text', path });
  };

  return (
    <Stack gap="md">
      <PageHeader
        title="Mapping"
        crumbs={[
          { label: 'Configuration' },
          { label: 'Integrations', to: '/integrations' },
          { label: integration.name, to: `/integrations/${integration.id}` },
        ]}
        description={
          hasSample ? (
            <>
              {sample.records.length} sampled records, read <RelativeTime value={sample.fetchedAt} />
            </>
          ) : refresh.isPending ? (
            'Reading a sample …'
          ) : (
            'No sample yet'
          )
        }
        actions={
          mayChange ? (
            <>
              <Button
                variant="default"
                leftSection={<IconRefresh size={16} />}
                loading={refresh.isPending}
                onClick={() => readSample()}
                disabled={integration.credentialId === null}
              >
                Refresh sample
              </Button>
              <Button
                variant="default"
                leftSection={<IconWand size={16} />}
                loading={suggest.isPending}
                onClick={() => suggest.mutate(undefined, { onSuccess: () => setSuggesting(true) })}
              >
                Smart Mapping
              </Button>
              <Button
                disabled={!draft.isChanged}
                loading={save.isPending}
                onClick={() =>
                  save.mutate(
                    { version: stored.version, mapping: draft.mapping },
                    {
                      onSuccess: (saved) => {
                        draft.reset(saved.mapping);
                        notifyDone(`Mapping saved as version ${saved.version}`);
                      },
                    },
                  )
                }
              >
                Update
              </Button>
            </>
          ) : null
        }
      />
      {integration.credentialId === null ? (
        <Alert color="yellow">
          Choose a credential for the integration first: then the vendor's fields can be sampled here.
        </Alert>
      ) : null}
      <ErrorAlert error={refresh.error ?? suggest.error ?? (failedField ? null : save.error)} />
      {isSuggesting && suggest.data ? (
        <SuggestionsPanel
          suggestion={suggest.data}
          fields={fields}
          sources={sample.fields}
          draft={draft}
          onClose={() => setSuggesting(false)}
        />
      ) : null}
      <DndContext
        sensors={sensors}
        onDragStart={({ active }) =>
          setDragged(String((active.data.current as { label?: string } | undefined)?.label ?? active.id))
        }
        onDragEnd={({ active, over }) => {
          setDragged(undefined);
          if (over && mayChange) drop(String(active.id), String(over.id));
        }}
        onDragCancel={() => setDragged(undefined)}
      >
        <div className={classes.columns}>
          <SourceList vendor={integration.connectorName} fields={sample.fields} usedBy={usedBy} />
          <Section title="Muster fields" isFlush>
            <div className={classes.scroll}>
              <ul className={classes.list} aria-label="Muster fields">
                {sorted.map((field) => (
                  <TargetRow
                    key={field.name}
                    field={field}
                    row={draft.rowOf(field.name)}
                    sources={sample.fields}
                    draft={draft}
                    mayChange={mayChange}
                    error={failedField === field.name ? save.error?.message : undefined}
                    onAddField={() => setSeed({ label: '', type: 'short_text' })}
                  />
                ))}
              </ul>
              {mayChange ? (
                <AddFieldPanel
                  object={integration.object}
                  seed={seed}
                  onOpen={() => setSeed({ label: '', type: 'short_text' })}
                  onClose={() => setSeed(undefined)}
                  onMade={(name, path) => {
                    setSeed(undefined);
                    if (path !== undefined) draft.mapPath(name, path);
                  }}
                />
              ) : null}
              <div style={{ padding: '4px 14px 14px' }}>
                <TextInput
                  label="Create or update only if"
                  description="A condition over the vendor's fields; empty means always."
                  placeholder={'{{ enabled and userType == "TECHNICIAN" }}'}
                  value={draft.mapping.condition ?? ''}
                  onChange={(event) => draft.setCondition(event.currentTarget.value)}
                  disabled={!mayChange}
                />
              </div>
            </div>
          </Section>
          <PreviewPanel
            integrationId={integration.id}
            mapping={draft.mapping}
            fields={fields}
            hasSample={hasSample}
          />
        </div>
        <DragOverlay>{dragged ? <div className={classes.overlay}>{dragged}</div> : null}</DragOverlay>
      </DndContext>
      {draft.isChanged ? (
        <Group justify="flex-end">
          <Text size="sm" c="dimmed" role="status">
            Changes are not saved yet.
          </Text>
        </Group>
      ) : null}
    </Stack>
  );
}
