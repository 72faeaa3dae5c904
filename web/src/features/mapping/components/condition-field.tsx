import { Textarea } from '@mantine/core';
import classes from './mapping.module.css';

interface ConditionFieldProps {
  condition: string;
  isDisabled: boolean;
  onChange: (condition: string) => void;
}

/** Records for which the condition does not hold are skipped. */
export function ConditionField({ condition, isDisabled, onChange }: ConditionFieldProps) {
  return (
    <div className={classes.condition}>
      <Textarea
        size="xs"
        label="Create or update only if"
        description="A condition over the vendor's record; records for which it does not hold are skipped. Empty: every record."
        placeholder={'{{ enabled and userType == "TECHNICIAN" }}'}
        minRows={1}
        maxRows={6}
        value={condition}
        onChange={(event) => onChange(event.currentTarget.value)}
        disabled={isDisabled}
        spellCheck={false}
        classNames={{ input: classes.code ?? '' }}
      />
    </div>
  );
}
