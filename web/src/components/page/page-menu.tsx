import { ActionIcon, Menu, Text } from '@mantine/core';
import { type Icon, IconDots } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ignoreSecondClick } from '../../lib/ignore-second-click.ts';

export interface PageAct {
  label: string;
  icon: Icon;
  onClick: () => void;
  /** Why it cannot be done now; undefined when it can. */
  reason?: string | undefined;
  /** What it does, in small text. */
  note?: string;
  isDangerous?: boolean;
}

/** All that can be done here, always in the same order; what cannot be done now says why and keeps its place. */
export function PageMenu({ acts, children }: { acts: PageAct[]; children?: ReactNode }) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size={36} aria-label="More actions" data-small>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown maw={320}>
        {acts.map(({ label, icon: IconComponent, onClick, reason, note, isDangerous = false }) => (
          <Menu.Item
            key={label}
            leftSection={<IconComponent size={16} />}
            // Reached by the arrow keys all the same, so that everybody hears why.
            {...(reason === undefined ? {} : { 'data-disabled': true, 'aria-disabled': true })}
            closeMenuOnClick={reason === undefined}
            {...(isDangerous ? { color: 'red.8' } : {})}
            onClickCapture={ignoreSecondClick}
            onClick={() => (reason === undefined ? onClick() : undefined)}
          >
            {label}
            {reason || note ? (
              <Text component="span" size="xs" c="inherit" display="block">
                {reason ?? note}
              </Text>
            ) : null}
          </Menu.Item>
        ))}
        {children}
      </Menu.Dropdown>
    </Menu>
  );
}
