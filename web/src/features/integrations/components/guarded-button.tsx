import { Button, type ButtonProps, Tooltip } from '@mantine/core';
import { ignoreSecondClick } from '../../../lib/ignore-second-click.ts';

interface GuardedButtonProps extends ButtonProps {
  /** Why it cannot be pressed now; undefined when it can. */
  reason: string | undefined;
  onClick: () => void;
}

/** A button that stays reachable by keyboard while it cannot be pressed, and says why. */
export function GuardedButton({ reason, onClick, ...button }: GuardedButtonProps) {
  const isOff = reason !== undefined;
  return (
    <Tooltip label={reason ?? ''} disabled={!isOff} multiline maw={300}>
      <Button
        {...button}
        {...(isOff ? { 'data-disabled': true, 'aria-disabled': true } : {})}
        onClickCapture={ignoreSecondClick}
        onClick={() => (isOff ? undefined : onClick())}
      />
    </Tooltip>
  );
}
