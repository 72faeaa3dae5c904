import { useUncontrolled } from '@mantine/hooks';
import { type ReactNode, useEffect } from 'react';
import { useDraftStore } from './form/use-draft-store.ts';
import { Section } from './section.tsx';

/** Where a section stands on its page and whether its form is open, when the page decides it. */
export interface SectionState {
  id: string;
  isEditing: boolean;
  setEditing: (isEditing: boolean) => void;
}

interface EditableSectionProps {
  title: string;
  mayEdit: boolean;
  /** The form is all there is to show: nothing has been entered yet. */
  isFormOnly?: boolean;
  state?: SectionState;
  /** Of the form: what had been entered before a reload is shown again. */
  draftName?: string;
  renderForm: (close: () => void) => ReactNode;
  /** What stands there while nobody edits. */
  children: ReactNode;
}

/** A section that becomes its form at the click of Edit. */
export function EditableSection(props: EditableSectionProps) {
  const { title, mayEdit, isFormOnly = false, state, renderForm, children } = props;
  const [isOpen, setOpen] = useUncontrolled({
    ...(state ? { value: state.isEditing, onChange: state.setEditing } : {}),
    defaultValue: false,
  });
  const drafts = useDraftStore(props.draftName);
  // Once, when the page opens.
  useEffect(() => {
    if (drafts.has()) setOpen(true);
  }, [drafts]);
  const isEditing = mayEdit && (isOpen || isFormOnly);
  const section = (
    <Section title={title} {...(mayEdit ? { onEdit: () => setOpen(true) } : {})} isEditing={isEditing}>
      {isEditing ? renderForm(() => setOpen(false)) : children}
    </Section>
  );
  return state ? <div id={state.id}>{section}</div> : section;
}
