import { Alert, SegmentedControl } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconKey } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { RecordStepper } from '../../../components/record-stepper.tsx';
import type { Integration } from '../../../data/use-integration.ts';
import { notifyDone } from '../../../lib/notify.tsx';
import { usePhone } from '../../../lib/use-phone.ts';
import { useMay } from '../../../session/use-may.ts';
import type { MusterField, Sample, SourceField } from '../api/mapping-types.ts';
import { useMappingPreview } from '../api/use-mapping-preview.ts';
import { useSuggestMapping } from '../api/use-suggest-mapping.ts';
import { findFailedTarget } from '../find-failed-target.ts';
import { isComplete } from '../mapping-draft.ts';
import { type StoredMapping, useMappingDraft } from '../use-mapping-draft.ts';
import { useSampleReader } from '../use-sample-reader.ts';
import { useSaveDraft } from '../use-save-draft.ts';
import { useShowFailedTarget } from '../use-show-failed-target.ts';
import { AddFieldDialog } from './add-field-dialog.tsx';
import classes from './mapping.module.css';
import { MappingDnd } from './mapping-dnd.tsx';
import { MappingHeader } from './mapping-header.tsx';
import { OwnFieldDialog } from './own-field-dialog.tsx';
import { PreviewPanel } from './preview-panel.tsx';
import { SaveBar } from './save-bar.tsx';
import { SaveProblem } from './save-problem.tsx';
import { newFieldChoice, SourceList } from './source-list.tsx';
import { SuggestionsPanel } from './suggestions-panel.tsx';
import { TargetList } from './target-list.tsx';

interface MappingEditorProps {
  integration: Integration;
  stored: StoredMapping;
  sample: Sample;
  fields: MusterField[];
}

type View = 'map' | 'vendor' | 'preview';

/** The server's preview covers this many of the sampled records. */
const shownRecordCount = 10;

export function MappingEditor({ integration, stored, sample, fields }: MappingEditorProps) {
  const mayChange = useMay('operator');
  const isPhone = usePhone();
  const [view, setView] = useState<View>('map');
  const draft = useMappingDraft(integration.id, stored);
  const reader = useSampleReader(integration, sample, mayChange);
  const suggest = useSuggestMapping();
  const saving = useSaveDraft(integration.id, draft);
  const [newField, setNewField] = useState<{ source: SourceField | undefined }>();
  const [ownField, setOwnField] = useState<MusterField>();
  const [wantedIndex, setIndex] = useState(0);

  const hasSample = sample.fetchedAt !== null;
  const recordCount = Math.min(sample.records.length, shownRecordCount);
  const index = Math.max(0, Math.min(wantedIndex, recordCount - 1));
  const complete = useMemo(
    () => ({ ...draft.mapping, rows: draft.mapping.rows.filter(isComplete) }),
    [draft.mapping],
  );
  const [asked] = useDebouncedValue(complete, 350);
  const preview = useMappingPreview(integration.id, asked, mayChange && hasSample && asked.rows.length > 0);
  const failure = saving.error ?? (preview.isFetching ? null : preview.error);
  const failedTarget = findFailedTarget(failure, draft.mapping.rows);
  useShowFailedTarget(saving.error, failedTarget, () => setView('map'));

  const map = (source: SourceField, target: string) => {
    if (target === newFieldChoice) setNewField({ source });
    else draft.change({ kind: 'map', target, source: { kind: 'path', path: source.path } });
  };
  const usedBy = useMemo(() => listUses(draft.mapping.rows, fields), [draft.mapping.rows, fields]);
  const stepper = <RecordStepper index={index} count={recordCount} onChange={setIndex} />;
  const shows = (part: View) => !isPhone || view === part;

  return (
    <div className={classes.page}>
      <MappingHeader
        integration={integration}
        sample={sample}
        reader={reader}
        suggest={suggest}
        draft={draft}
        saving={saving}
        mayChange={mayChange}
        hasSaveButtons={!isPhone}
      />
      {integration.credentialId === null ? (
        <Alert icon={<IconKey size={18} />} mb="sm">
          Without a credential the vendor cannot be asked for a sample.{' '}
          <Link to="/integrations/$id" params={{ id: String(integration.id) }}>
            Choose a credential
          </Link>{' '}
          first, or map the documented fields without values.
        </Alert>
      ) : null}
      {reader.error || suggest.error ? (
        <div className={classes.notices}>
          <ErrorAlert error={reader.error} title="The sample could not be read" />
          <ErrorAlert error={suggest.error} title="Smart Mapping did not work" />
        </div>
      ) : null}
      <SaveProblem saving={saving} fields={fields} isShownAtField={failedTarget !== undefined} />
      {suggest.data ? (
        <div className={classes.notices}>
          <SuggestionsPanel
            suggestion={suggest.data}
            mapping={draft.mapping}
            fields={fields}
            sources={sample.fields}
            onAccept={(proposals, condition) =>
              draft.change({ kind: 'accept', proposals, fields, condition })
            }
            onClose={suggest.reset}
          />
        </div>
      ) : null}
      {isPhone ? (
        <SegmentedControl
          fullWidth
          mb="sm"
          aria-label="View"
          value={view}
          onChange={(next) => setView(next as View)}
          data={[
            { value: 'map', label: 'Muster fields' },
            { value: 'vendor', label: 'Vendor fields' },
            ...(mayChange ? [{ value: 'preview', label: 'Preview' }] : []),
          ]}
        />
      ) : null}
      <MappingDnd sources={sample.fields} fields={fields} onMap={map}>
        <div className={classes.columns}>
          {shows('vendor') ? (
            <SourceList
              vendor={integration.connectorName}
              sources={sample.fields}
              fields={fields}
              record={sample.records[index]}
              stepper={stepper}
              usedBy={usedBy}
              mayChange={mayChange}
              onMap={map}
            />
          ) : null}
          {shows('map') ? (
            <TargetList
              draft={draft}
              fields={fields}
              sources={sample.fields}
              record={sample.records[index]}
              mayChange={mayChange}
              failedTarget={failedTarget}
              failure={failure}
              warnings={preview.data?.warnings ?? []}
              onAddField={() => setNewField({ source: undefined })}
              onChangeField={setOwnField}
            />
          ) : null}
          {mayChange && shows('preview') ? (
            <PreviewPanel
              mapping={asked}
              fields={fields}
              preview={preview.data}
              error={preview.error}
              index={index}
              hasSample={hasSample}
              stepper={stepper}
            />
          ) : null}
        </div>
      </MappingDnd>
      {ownField ? (
        <OwnFieldDialog object={integration.object} field={ownField} onClose={() => setOwnField(undefined)} />
      ) : null}
      {newField ? (
        <AddFieldDialog
          object={integration.object}
          source={newField.source}
          onClose={() => setNewField(undefined)}
          onAdded={(field) => {
            setNewField(undefined);
            notifyDone(`The field ${field.label} was added.`);
            if (newField.source) map(newField.source, field.name);
          }}
        />
      ) : null}
      {isPhone && mayChange ? <SaveBar draft={draft} saving={saving} /> : null}
    </div>
  );
}

function listUses(rows: StoredMapping['mapping']['rows'], fields: MusterField[]): Map<string, string[]> {
  const uses = new Map<string, string[]>();
  for (const { source, target } of rows) {
    if (source.kind !== 'path') continue;
    const label = fields.find((field) => field.name === target)?.label ?? target;
    uses.set(source.path, [...(uses.get(source.path) ?? []), label]);
  }
  return uses;
}
