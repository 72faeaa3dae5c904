import { useEffect, useRef, useState } from 'react';
import { useUnsavedEntries } from '../../lib/unsaved-entries.ts';
import { useDraftStore } from './use-draft-store.ts';

/** What of @mantine/form a draft needs. */
export interface EnteredForm {
  values: object;
  isDirty: () => boolean;
  setValues: (values: never) => void;
}

interface FormDraftOptions {
  form: EnteredForm;
  /** Name of the draft; without one a reload begins anew. */
  draftName?: string | undefined;
  /** The entries are being saved. */
  isPending?: boolean;
  /** Takes out what must not be kept, such as secrets. */
  withoutSecrets?: ((values: never) => object) | undefined;
}

/**
 * Guards what has been entered in a form: leaving asks, and a reload brings it back. The draft goes with the form,
 * however that ends: by saving, by Cancel, or by leaving when asked. Gives whether entries were brought back.
 */
export function useFormDraft({
  form,
  draftName,
  isPending = false,
  withoutSecrets = (values) => values,
}: FormDraftOptions) {
  const store = useDraftStore(draftName);
  const [isRestored, setRestored] = useState(false);
  const isDirty = form.isDirty();
  const base = useRef(form.values);
  const { setValues } = form;
  // What is on its way to the server is not lost by going on.
  useUnsavedEntries(isDirty && !isPending);
  useEffect(() => {
    const draft = store.read();
    if (draft) {
      setValues(mergeDraft(base.current, draft) as never);
      setRestored(true);
    }
    return store.clear;
  }, [store, setValues]);
  const text = isDirty
    ? JSON.stringify({
        base: withoutSecrets(base.current as never),
        values: withoutSecrets(form.values as never),
      })
    : undefined;
  const wasDirty = useRef(false);
  useEffect(() => {
    if (text !== undefined) store.write(JSON.parse(text));
    else if (wasDirty.current) store.clear();
    wasDirty.current = text !== undefined;
  }, [store, text]);
  return isRestored && isDirty;
}

/** What the person had changed, over what stands there now. */
export function mergeDraft(
  now: object,
  draft: { base: Record<string, unknown>; values: Record<string, unknown> },
): object {
  const changed = Object.entries(draft.values).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(draft.base[name]),
  );
  return { ...now, ...Object.fromEntries(changed) };
}
