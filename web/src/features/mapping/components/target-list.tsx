import { SegmentedControl, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { Section } from '../../../components/section.tsx';
import { describeError } from '../../../lib/api-error.ts';
import type { MappingPreview, MusterField, SourceField } from '../api/mapping-types.ts';
import type { MappingDraft } from '../use-mapping-draft.ts';
import { AddFieldArea } from './add-field-area.tsx';
import { ConditionField } from './condition-field.tsx';
import classes from './mapping.module.css';
import { TargetRow } from './target-row.tsx';

interface TargetListProps {
  draft: MappingDraft;
  fields: MusterField[];
  sources: SourceField[];
  record: unknown;
  mayChange: boolean;
  failedTarget: string | undefined;
  failure: unknown;
  warnings: MappingPreview['warnings'];
  onAddField: () => void;
  onChangeField: (field: MusterField) => void;
}

type Shown = 'all' | 'mapped' | 'open';

/** Muster's side: mandatory fields first, then the rest; searched and narrowed to mapped or open ones. */
export function TargetList(props: TargetListProps) {
  const { draft, fields, failedTarget, failure, warnings, mayChange } = props;
  const { mapping } = draft;
  const [text, setText] = useState('');
  const [shown, setShown] = useState<Shown>('all');
  const rowOf = (name: string) => mapping.rows.find((row) => row.target === name);
  const words = text.trim().toLowerCase();
  const isWanted = (field: MusterField) =>
    `${field.label} ${field.name}`.toLowerCase().includes(words) &&
    (shown === 'all' || (rowOf(field.name) !== undefined) === (shown === 'mapped'));
  const visible = fields
    // What cannot be saved is shown, whatever the list is narrowed to.
    .filter((field) => isWanted(field) || field.name === failedTarget)
    .toSorted((left, right) => Number(right.isMandatory) - Number(left.isMandatory));
  return (
    <div className={classes.panel}>
      <Section
        title="Muster fields"
        isFlush
        actions={
          <Text size="xs" c="dimmed" className="muster-tabular">
            {mapping.rows.length} of {fields.length} mapped
          </Text>
        }
      >
        <div className={classes.search}>
          <TextInput
            size="xs"
            style={{ flex: 1 }}
            aria-label="Search Muster fields"
            placeholder="Search fields"
            leftSection={<IconSearch size={14} aria-hidden />}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <SegmentedControl
            size="xs"
            aria-label="Shown fields"
            value={shown}
            onChange={(next) => setShown(next as Shown)}
            data={[
              { value: 'all', label: 'All' },
              { value: 'mapped', label: 'Mapped' },
              { value: 'open', label: 'Not mapped' },
            ]}
          />
        </div>
        <div className={classes.scroll} data-drag-scroll>
          <ul className={classes.list} aria-label="Muster fields">
            {visible.map((field) => (
              <TargetRow
                key={field.name}
                field={field}
                row={rowOf(field.name)}
                mapping={mapping}
                fields={fields}
                sources={props.sources}
                record={props.record}
                mayChange={mayChange}
                error={failedTarget === field.name ? describeError(failure) : undefined}
                warnings={warnings
                  .filter((warning) => warning.target === field.name)
                  .map((warning) => warning.message)}
                change={draft.change}
                onAddField={props.onAddField}
                onChangeField={props.onChangeField}
              />
            ))}
          </ul>
          {visible.length === 0 ? (
            <Text c="dimmed" size="sm" p="md">
              No field matches.
            </Text>
          ) : null}
          <ConditionField
            condition={mapping.condition ?? ''}
            isDisabled={!mayChange}
            onChange={(condition) => draft.change({ kind: 'condition', condition })}
          />
        </div>
        {mayChange ? <AddFieldArea onAdd={props.onAddField} /> : null}
      </Section>
    </div>
  );
}
