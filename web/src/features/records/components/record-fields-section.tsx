import { Button, Group, Tooltip } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { EditableSection } from '../../../components/editable-section.tsx';
import { KeyValue } from '../../../components/key-value.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import type { RecordKind } from '../../../data/record-kinds.ts';
import type { ObjectField } from '../../../data/record-types.ts';
import { fieldTypeOf } from '../../../field-types/field-types.tsx';
import { useMay } from '../../../session/use-may.ts';
import type { FieldOrigin, RecordDetail } from '../api/record-types.ts';
import { RecordForm, recordDraftName } from './record-form.tsx';

interface RecordFieldsSectionProps {
  kind: RecordKind;
  record: RecordDetail;
  fields: ObjectField[];
}

/** The fields with where each value came from; those without one on demand. Edited and locked by hand. */
export function RecordFieldsSection({ kind, record, fields }: RecordFieldsSectionProps) {
  const mayEdit = useMay('operator');
  const [hasEmpty, setHasEmpty] = useState(false);
  const empty = fields.filter((field) => isEmptyField(record, field));
  // A record without anything to show would look broken.
  const shown =
    hasEmpty || empty.length === fields.length ? fields : fields.filter((field) => !empty.includes(field));
  return (
    <EditableSection
      title="Fields"
      mayEdit={mayEdit}
      draftName={recordDraftName(kind, record)}
      renderForm={(close) => <RecordForm kind={kind} record={record} fields={fields} onClose={close} />}
    >
      <KeyValue
        items={shown.map((field) => {
          const isEmpty = isBlank(record.values[field.name]);
          const isLocked = record.lockedFields.includes(field.name);
          return {
            label: field.label,
            value:
              isEmpty && !isLocked ? null : (
                <Group gap={6} wrap="nowrap">
                  <FieldValueText record={record} field={field} />
                  {isLocked ? <LockMark /> : null}
                </Group>
              ),
            note: isEmpty ? null : <OriginNote origin={findOrigin(record, field.name)} record={record} />,
          };
        })}
      />
      {empty.length > 0 && empty.length < fields.length ? (
        <Button
          variant="subtle"
          size="compact-sm"
          mt="xs"
          aria-expanded={hasEmpty}
          onClick={() => setHasEmpty(!hasEmpty)}
        >
          {hasEmpty
            ? 'Hide empty fields'
            : `Show ${empty.length} empty ${empty.length === 1 ? 'field' : 'fields'}`}
        </Button>
      ) : null}
    </EditableSection>
  );
}

const isBlank = (value: unknown) =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

/** A locked field is shown although it is empty: somebody decided so. */
const isEmptyField = (record: RecordDetail, { name }: ObjectField) =>
  isBlank(record.values[name]) && !record.lockedFields.includes(name);

function FieldValueText({ record, field }: { record: RecordDetail; field: ObjectField }) {
  const value = record.values[field.name] ?? null;
  const { isNamed, format, renderOnPage } = fieldTypeOf(field);
  const text = format((isNamed ? record.values[`${field.name}Name`] : null) ?? value);
  return renderOnPage ? renderOnPage(value, text) : <span>{text}</span>;
}

function LockMark() {
  return (
    <Tooltip label="Locked: no session changes this field">
      <IconLock size={14} role="img" aria-label="Locked: no session changes this field" />
    </Tooltip>
  );
}

type Origin = Pick<FieldOrigin, 'at' | 'actor' | 'sessionId' | 'integrationId'>;

/** The last change of a field, or else the creation of the record. */
function findOrigin(record: RecordDetail, name: string): Origin {
  const found = record.origins.find((origin) => origin.field === name);
  if (found) return found;
  return {
    at: record.createdAt,
    actor: record.createdBy ?? 'Muster',
    sessionId: record.createdBySession,
    integrationId: null,
  };
}

function OriginNote({ origin, record }: { origin: Origin; record: RecordDetail }) {
  const source = record.sources.find((candidate) => candidate.integrationId === origin.integrationId);
  const who = source?.integrationName ?? origin.actor;
  return (
    <>
      {origin.sessionId === null ? (
        who
      ) : (
        <Link to="/sessions/$id" params={{ id: String(origin.sessionId) }}>
          {who}
        </Link>
      )}
      {' · '}
      <RelativeTime value={origin.at} />
    </>
  );
}
