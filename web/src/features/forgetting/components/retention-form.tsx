import { NumberInput, SimpleGrid } from '@mantine/core';
import { useForm } from '@mantine/form';
import { ConflictNotice } from '../../../components/form/conflict-notice.tsx';
import { Form } from '../../../components/form/form.tsx';
import { isConflict, useGuardedChange } from '../../../components/form/use-guarded-change.ts';
import { useServerErrors } from '../../../components/form/use-server-errors.ts';
import { notifyDone } from '../../../lib/notify.tsx';
import { type RetentionRule, useSaveRetention } from '../api/use-retention.ts';

export const retentionDraft = 'retention';
const maxDays = 36_500;

/** Days of each kind; an empty field keeps for ever. */
export function RetentionForm({ rules, onClose }: { rules: readonly RetentionRule[]; onClose: () => void }) {
  const save = useSaveRetention();
  const initialValues: Record<string, number | ''> = Object.fromEntries(
    rules.map(({ kind, keepDays }) => [kind, keepDays ?? '']),
  );
  const form = useForm({ initialValues });
  const formError = useServerErrors(
    form,
    save.error,
    rules.map(({ kind }) => kind),
  );
  const change = useGuardedChange(form, save.error);
  const done = () => {
    notifyDone('The retention was saved.');
    onClose();
  };
  const submit = form.onSubmit((values) => {
    const body = change.makeBody(values);
    if (!body) return done();
    const { expected, ...changed } = body;
    save.mutate({ body: { ...toDays(changed), expected: toDays(expected) } }, { onSuccess: done });
  });
  return (
    <Form
      form={form}
      draftName={retentionDraft}
      onSubmit={submit}
      onCancel={onClose}
      submitLabel="Save"
      isPending={save.isPending}
      error={isConflict(formError) ? null : formError}
    >
      <ConflictNotice
        change={change}
        labels={Object.fromEntries(rules.map(({ kind, label }) => [kind, label]))}
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {rules.map(({ kind, label, what, defaultDays }) => (
          <NumberInput
            key={kind}
            label={label}
            description={what}
            placeholder="Ever"
            suffix=" days"
            min={1}
            max={maxDays}
            allowDecimal={false}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            aria-description={defaultDays === null ? 'Default: ever' : `Default: ${defaultDays} days`}
            {...form.getInputProps(kind)}
          />
        ))}
      </SimpleGrid>
    </Form>
  );
}

/** The form has a text where the API says null: for ever. */
const toDays = <Days,>(values: Record<string, Days>) =>
  Object.fromEntries(Object.entries(values).map(([kind, days]) => [kind, days === '' ? null : days]));
