import { type ComboboxItem, type ComboboxItemGroup, Select, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { fieldTypeOf } from '../../../field-types/field-types.tsx';
import type { MappingSource, MusterField, SourceField } from '../api/mapping-types.ts';
import { isNothing, showSample } from '../sample-text.ts';
import { FixedValue } from './fixed-value.tsx';
import classes from './mapping.module.css';
import type { PickGroup } from './pick-list.tsx';
import { newFieldChoice } from './source-list.tsx';
import type { TargetRowProps } from './target-row.tsx';

const customChoice = '__custom__';
const fixedChoice = '__fixed__';
/** Before a choice of the field itself, e.g. a Role. */
const valueChoice = 'value:';

/** The dropdown of a Muster field: vendor fields, the field's own choices, custom path, fixed value, new field. */
export function SourcePicker(props: TargetRowProps & { isMissing: boolean }) {
  const { field, row, sources, record, mayChange, isMissing, error, change, onAddField } = props;
  const [isCustom, setCustom] = useState(false);
  const [isFixed, setFixed] = useState(false);
  const source = row?.source;
  const known =
    source?.kind === 'path' ? sources.find((candidate) => candidate.path === source.path) : undefined;
  const hasPathInput = source?.kind === 'path' && (isCustom || !known);
  const map = (next: MappingSource) => change({ kind: 'map', target: field.name, source: next });

  const groups = makeGroups(field, sources, record);
  const notes = new Map(groups.flatMap((group) => group.items).map((item) => [item.value, item.note]));

  const pick = (value: string) => {
    setCustom(value === customChoice);
    setFixed(value === fixedChoice);
    if (value === newFieldChoice) onAddField();
    else if (value === customChoice) map({ kind: 'path', path: source?.kind === 'path' ? source.path : '' });
    else if (value === fixedChoice) map({ kind: 'literal', value: fieldTypeOf(field).fixedStart ?? '' });
    else if (value.startsWith(valueChoice)) map({ kind: 'literal', value: value.slice(valueChoice.length) });
    else map({ kind: 'path', path: value });
  };

  return (
    <div className={classes.picker}>
      <Select
        size="xs"
        aria-label={field.choices ? `Default ${field.label}` : `Source of ${field.label}`}
        placeholder={field.choices ? `Choose a default ${field.label}` : 'Not mapped'}
        data={groups.map(({ label, items }) => ({ group: label, items }))}
        value={source ? readChoice(source, hasPathInput, field) : null}
        onChange={(value) => value !== null && pick(value)}
        filter={({ options, search }) => narrow(options as Group[], search)}
        renderOption={({ option }) => <Choice label={option.label} note={notes.get(option.value)} />}
        nothingFoundMessage="Nothing matches"
        comboboxProps={{ width: 340, position: 'bottom-start', shadow: 'md', keepMounted: false }}
        disabled={!mayChange}
        error={Boolean(error) || isMissing}
        searchable
        allowDeselect={false}
      />
      {hasPathInput ? (
        <TextInput
          size="xs"
          className={`${classes.code} ${classes.wide}`}
          aria-label={`Path or template for ${field.label}`}
          placeholder="addresses[0].street or {{ email | lower }}"
          value={source.path}
          onChange={(event) => {
            setCustom(true);
            map({ kind: 'path', path: event.currentTarget.value });
          }}
          error={Boolean(error)}
          disabled={!mayChange}
          autoFocus={isCustom}
          spellCheck={false}
        />
      ) : null}
      {source?.kind === 'literal' && !field.choices ? (
        <FixedValue
          field={field}
          value={source.value}
          isDisabled={!mayChange}
          hasFocus={isFixed}
          onChange={map}
        />
      ) : null}
    </div>
  );
}

/** The option that stands for what is mapped now. */
function readChoice(source: MappingSource, hasPathInput: boolean, field: MusterField): string {
  if (source.kind === 'path') return hasPathInput ? customChoice : source.path;
  return field.choices ? `${valueChoice}${source.value}` : fixedChoice;
}

type Group = ComboboxItemGroup<ComboboxItem>;

/** Searches labels; the ways to go on when nothing fits always stay. */
function narrow(groups: Group[], search: string): Group[] {
  const words = search.trim().toLowerCase();
  return groups
    .map((group) => ({
      ...group,
      items: group.items.filter(
        (item) => item.value.startsWith('__') || `${item.label} ${item.value}`.toLowerCase().includes(words),
      ),
    }))
    .filter((group) => group.items.length > 0);
}

function Choice({ label, note }: { label: string; note: string | undefined }) {
  return (
    <div style={{ minWidth: 0 }}>
      <Text component="span" size="sm" display="block" truncate>
        {label}
      </Text>
      {note ? (
        <Text component="span" size="xs" className={classes.note} display="block" truncate>
          {note}
        </Text>
      ) : null}
    </div>
  );
}

function makeGroups(field: MusterField, sources: SourceField[], record: unknown): PickGroup[] {
  const choices = (field.choices ?? []).map((choice) => ({
    value: `${valueChoice}${choice}`,
    label: choice,
  }));
  return [
    ...(choices.length > 0 ? [{ label: `Default ${field.label}`, items: choices }] : []),
    {
      label: 'Vendor fields',
      items: sources.map((source) => {
        const sample = showSample(source, record);
        return { value: source.path, label: source.label, note: isNothing(sample) ? undefined : sample };
      }),
    },
    {
      label: 'Other',
      isAlwaysShown: true,
      items: [
        {
          value: customChoice,
          label: 'Custom path or template…',
          note: 'Over the vendor’s record, e.g. {{ email | lower }}',
        },
        ...(field.choices ? [] : [{ value: fixedChoice, label: 'Fixed value…' }]),
        { value: newFieldChoice, label: 'Add new Muster field' },
      ],
    },
  ];
}
