import { Button, Group, Title, Tooltip } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useState } from 'react';
import { EditableSection } from '../../../components/editable-section.tsx';
import { KeyValue } from '../../../components/key-value.tsx';
import type { RecordKind } from '../../../data/record-kinds.ts';
import type { ObjectField } from '../../../data/record-types.ts';
import { fieldTypeOf, formatField } from '../../../field-types/field-types.tsx';
import { exactValue, nameField } from '../../../field-types/quantity.ts';
import { useMay } from '../../../session/use-may.ts';
import type { RecordDetail } from '../api/record-types.ts';
import { groupFields } from '../group-fields.ts';
import { OriginMark } from './origin-mark.tsx';
import { RecordForm, recordDraftName } from './record-form.tsx';
import classes from './record-page.module.css';

interface RecordFieldsSectionProps {
  kind: RecordKind;
  record: RecordDetail;
  fields: ObjectField[];
}

/** The fields in groups, each with a quiet mark of where its value came from; empty ones on demand. Edited and locked by hand. */
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
      <div className={classes.groups}>
        {groupFields(kind, shown, (field) => isEmptyField(record, field)).map((group) => (
          <div key={group.title}>
            <Title order={3} size="sm" c="dimmed" mb={2}>
              {group.title}
            </Title>
            <KeyValue
              items={group.fields.map((field) => ({
                label: nameField(field),
                value: <FieldValue record={record} field={field} />,
              }))}
            />
          </div>
        ))}
      </div>
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

function FieldValue({ record, field }: { record: RecordDetail; field: ObjectField }) {
  const isLocked = record.lockedFields.includes(field.name);
  const isEmpty = isBlank(record.values[field.name]);
  return (
    <Group gap={6} wrap="nowrap" align="flex-start">
      <FieldValueText record={record} field={field} />
      {isLocked ? <LockMark /> : null}
      {isEmpty ? null : <OriginMark record={record} field={field} />}
    </Group>
  );
}

function FieldValueText({ record, field }: { record: RecordDetail; field: ObjectField }) {
  const value = record.values[field.name] ?? null;
  const { isNamed, renderOnPage } = fieldTypeOf(field);
  const text = formatField((isNamed ? record.values[`${field.name}Name`] : null) ?? value, field);
  return renderOnPage ? renderOnPage(value, text) : <span title={exactValue(value, field)}>{text}</span>;
}

function LockMark() {
  return (
    <Tooltip label="Locked: no session changes this field">
      <IconLock size={14} role="img" aria-label="Locked: no session changes this field" />
    </Tooltip>
  );
}
