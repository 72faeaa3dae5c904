import { Select } from '@mantine/core';
import type { MappingRow } from '../../../data/use-mapping.ts';
import { type WriteRule, writeRuleLabels } from '../api/mapping-types.ts';
import classes from './mapping.module.css';
import type { TargetRowProps } from './target-row.tsx';

const rules = Object.entries(writeRuleLabels).map(([value, label]) => ({ value, label }));

/** When a mapped value is written: always, only into an empty field, only into a new record. */
export function WriteRuleSelect({ field, row, mayChange, change }: TargetRowProps & { row: MappingRow }) {
  return (
    <Select
      size="xs"
      className={classes.rule ?? ''}
      aria-label={`Write rule of ${field.label}`}
      data={rules}
      value={row.writeRule}
      onChange={(value) =>
        value && change({ kind: 'writeRule', target: field.name, writeRule: value as WriteRule })
      }
      allowDeselect={false}
      comboboxProps={{ keepMounted: false }}
      disabled={!mayChange}
    />
  );
}
