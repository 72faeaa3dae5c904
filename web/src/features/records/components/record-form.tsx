import { Button, Checkbox, Group, Stack } from '@mantine/core';
import { useState } from 'react';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import type { RecordKind } from '../../../data/record-kinds.ts';
import type { FieldValue, ObjectField, RecordDetail } from '../../../data/record-types.ts';
import { FieldInput } from '../../../field-types/field-input.tsx';
import { notifyDone } from '../../../lib/notify.tsx';
import { splitFormError } from '../../../lib/split-form-error.ts';
import { useSaveRecord } from '../api/use-save-record.ts';
import classes from './record-form.module.css';

interface RecordFormProps {
  kind: RecordKind;
  record: RecordDetail;
  fields: ObjectField[];
  onClose: () => void;
}

const isSame = (a: FieldValue | undefined, b: FieldValue | undefined) =>
  JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** Changes values by hand; a lock keeps sessions from changing a field again. */
export function RecordForm({ kind, record: newest, fields, onClose }: RecordFormProps) {
  // The form keeps the version it was opened with: a change made meanwhile is refused, not overwritten.
  const [record] = useState(newest);
  const editable = fields.filter((field) => field.name !== 'connectorSyncTime' && !field.isComputed);
  const [values, setValues] = useState<Record<string, FieldValue>>(record.values);
  const [locked, setLocked] = useState<string[]>(record.lockedFields);
  const save = useSaveRecord(kind.object, record.id);
  const { fieldErrors, formError } = splitFormError(
    save.error,
    editable.map((field) => field.name),
  );
  const changed = Object.fromEntries(
    editable
      .filter((field) => !isSame(values[field.name], record.values[field.name]))
      .map((field) => [field.name, values[field.name] ?? null]),
  );
  const lock = locked.filter((name) => !record.lockedFields.includes(name));
  const unlock = record.lockedFields.filter((name) => !locked.includes(name));
  const hasChange = Object.keys(changed).length + lock.length + unlock.length > 0;

  const change = (field: ObjectField, value: FieldValue) => {
    setValues({ ...values, [field.name]: value });
    // What a record corrects by hand should outlive the next session; the lock can be taken off again.
    if (!locked.includes(field.name)) setLocked([...locked, field.name]);
  };
  const submit = () =>
    save.mutate(
      {
        version: record.version,
        ...(Object.keys(changed).length > 0 ? { values: changed } : {}),
        ...(lock.length > 0 ? { lock } : {}),
        ...(unlock.length > 0 ? { unlock } : {}),
      },
      {
        onSuccess: () => {
          notifyDone(`The ${kind.nouns[0]} was saved.`);
          onClose();
        },
      },
    );

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      noValidate
    >
      <Stack gap="sm">
        <div className={classes.fields}>
          {editable.map((field) => (
            <div key={field.name} className={classes.row}>
              <FieldInput
                field={field}
                value={values[field.name] ?? null}
                valueName={record.values[`${field.name}Name`]}
                onChange={(value) => change(field, value)}
                error={fieldErrors[field.name]}
              />
              <Checkbox
                className={classes.lock}
                size="xs"
                label="Lock"
                aria-label={`Lock ${field.label}: no session changes it`}
                checked={locked.includes(field.name)}
                onChange={(event) =>
                  setLocked(
                    event.currentTarget.checked
                      ? [...locked, field.name]
                      : locked.filter((name) => name !== field.name),
                  )
                }
              />
            </div>
          ))}
        </div>
        <ErrorAlert error={formError} title="Not saved" />
        <Group justify="flex-end" gap="xs" className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending} disabled={!hasChange}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
