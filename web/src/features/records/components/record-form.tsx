import { Checkbox } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { ConflictNotice } from '../../../components/form/conflict-notice.tsx';
import { Form } from '../../../components/form/form.tsx';
import { isConflict, useGuardedChange } from '../../../components/form/use-guarded-change.ts';
import { useServerErrors } from '../../../components/form/use-server-errors.ts';
import type { RecordKind } from '../../../data/record-kinds.ts';
import type { FieldValue, ObjectField } from '../../../data/record-types.ts';
import { fieldInputsOf } from '../../../field-types/field-inputs.ts';
import { ChoiceFieldInput } from '../../../field-types/inputs.tsx';
import { notifyDone } from '../../../lib/notify.tsx';
import type { RecordDetail } from '../api/record-types.ts';
import { useSaveRecord } from '../api/use-save-record.ts';
import classes from './record-form.module.css';

interface RecordFormProps {
  kind: RecordKind;
  record: RecordDetail;
  fields: ObjectField[];
  onClose: () => void;
}

/** Under which name what is entered is kept. */
export const recordDraftName = (kind: RecordKind, { id }: RecordDetail): string => `${kind.object}/${id}`;

/** Changes values by hand; a lock keeps sessions from changing a field again. */
export function RecordForm({ kind, record: newest, fields, onClose }: RecordFormProps) {
  // The form keeps the values it was opened with: another one's change of a field is told, not overwritten.
  const [record] = useState(newest);
  const editable = fields.filter((field) => field.name !== 'connectorSyncTime' && !field.isComputed);
  const form = useForm({ initialValues: { values: record.values, locked: record.lockedFields } });
  const { values, locked } = form.values;
  const save = useSaveRecord(kind.object);
  const formError = useServerErrors(
    form,
    save.error,
    editable.map((field) => `values.${field.name}`),
  );
  const fieldsOf = (all: Record<string, FieldValue | undefined>): Record<string, FieldValue> =>
    Object.fromEntries(editable.map(({ name }) => [name, all[name] ?? null]));
  const guarded = useGuardedChange(
    {
      getInitialValues: () => fieldsOf(record.values),
      setValues: (theirs) =>
        form.setFieldValue('values', { ...values, ...fieldsOf({ ...values, ...theirs }) }),
    },
    save.error,
  );
  const changed = guarded.makeBody(fieldsOf(values));
  const lock = locked.filter((name) => !record.lockedFields.includes(name));
  const unlock = record.lockedFields.filter((name) => !locked.includes(name));

  const setLocked = (name: string, isLocked: boolean) =>
    form.setFieldValue('locked', isLocked ? [...locked, name] : locked.filter((other) => other !== name));
  const change = ({ name }: ObjectField, value: FieldValue) => {
    form.setFieldValue(`values.${name}`, value);
    // What a record corrects by hand should outlive the next session; the lock can be taken off again.
    if (!locked.includes(name)) setLocked(name, true);
  };
  const submit = form.onSubmit(() => {
    const { expected = {}, ...changedValues } = changed ?? {};
    const body = {
      values: changedValues as Record<string, FieldValue>,
      expected,
      ...(lock.length > 0 ? { lock } : {}),
      ...(unlock.length > 0 ? { unlock } : {}),
    };
    save.mutate(
      { params: { path: { object: kind.object, id: record.id } }, body },
      {
        onSuccess: () => {
          notifyDone(`The ${kind.nouns[0]} was saved.`);
          onClose();
        },
      },
    );
  });

  return (
    <Form
      form={form}
      draftName={recordDraftName(kind, record)}
      onSubmit={submit}
      onCancel={onClose}
      submitLabel="Save"
      isPending={save.isPending}
      isSubmitDisabled={!changed && lock.length + unlock.length === 0}
      error={isConflict(formError) ? null : formError}
      errorTitle="Not saved"
      buttonsClassName={classes.buttons}
    >
      <ConflictNotice
        change={guarded}
        labels={Object.fromEntries(editable.map(({ name, label }) => [name, label]))}
      />
      <div className={classes.fields}>
        {editable.map((field) => {
          const Input = field.choices ? ChoiceFieldInput : fieldInputsOf(field).Input;
          const error = form.errors[`values.${field.name}`];
          return (
            <div key={field.name} className={classes.row}>
              <Input
                field={field}
                value={values[field.name] ?? null}
                valueName={record.values[`${field.name}Name`]}
                onChange={(value) => change(field, value)}
                look={{ label: field.label, error }}
              />
              <Checkbox
                className={classes.lock}
                size="xs"
                label="Lock"
                aria-label={`Lock ${field.label}: no session changes it`}
                checked={locked.includes(field.name)}
                onChange={(event) => setLocked(field.name, event.currentTarget.checked)}
              />
            </div>
          );
        })}
      </div>
    </Form>
  );
}
