import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ChangeCheck } from '../api/use-change-check.ts';

/** Says before saving what a change of servers asks for, and which integrations it stops. */
export function ChangeNotice({ check }: { check: ChangeCheck | undefined }) {
  const hosts = [...new Set(check?.needs.flatMap((need) => need.hosts) ?? [])];
  const lines = [
    ...(hosts.length > 0
      ? [
          `For ${hosts.join(', ')} enter ${check?.needs.map(({ title }) => title).join(' and ')} again: a stored secret only goes where it was entered for.`,
        ]
      : []),
    ...(check && check.signInFor.length > 0
      ? [`For ${check.signInFor.join(', ')} press Re-authenticate after saving.`]
      : []),
    ...(check && check.stops.length > 0
      ? [`These integrations stop: ${check.stops.map(({ name }) => name).join(', ')}.`]
      : []),
  ];
  return (
    <div aria-live="polite">
      {lines.length > 0 ? (
        <Alert color="yellow" icon={<IconAlertTriangle size={18} />}>
          {lines.map((line) => (
            <div key={line}>{line}</div>
          ))}
        </Alert>
      ) : null}
    </div>
  );
}
