import { Group, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { StatusBadge } from '../../../components/status-badge.tsx';
import type { Outcome } from '../../../data/session-types.ts';
import { useObjectFields } from '../../../data/use-object-fields.ts';
import { formatField } from '../../../field-types/field-types.tsx';
import classes from './outcomes.module.css';

/** Reasons that are a status of their own: the outcome's word alone would not tell them apart. */
const toldReasons = new Set(['restored', 'archived', 'deactivated']);

export function OutcomeRow({ row, object }: { row: Outcome; object: string }) {
  return (
    <li className={classes.row}>
      <div className={classes.name}>
        <RecordLink row={row} object={object} />
        {row.nativeId ? (
          <Text component="span" size="xs" c="dimmed">
            {' '}
            id {row.nativeId}
          </Text>
        ) : null}
        {row.reasonCode && toldReasons.has(row.reasonCode) ? <StatusBadge status={row.reasonCode} /> : null}
      </div>
      <div className={classes.what}>
        {row.reason ? <Text size="sm">{row.reason}</Text> : null}
        <Details row={row} object={object} />
      </div>
    </li>
  );
}

const recordPaths = { people: '/people/$id', assets: '/assets/$id', software: '/software/$id' } as const;

/** Route of the object's record page, where there is one. */
const recordPathOf = (object: string) =>
  recordPaths[object as keyof typeof recordPaths] as RecordPath | undefined;
type RecordPath = (typeof recordPaths)[keyof typeof recordPaths];

function RecordLink({ row, object }: { row: Outcome; object: string }) {
  const name =
    row.label ?? row.nativeId ?? (row.recordId === null ? 'Record without a name' : `Record ${row.recordId}`);
  const path = recordPathOf(object);
  if (row.recordId === null || path === undefined) {
    return (
      <Text component="span" fw={500}>
        {name}
      </Text>
    );
  }
  return (
    <Link to={path} params={{ id: String(row.recordId) }} className="muster-link">
      {name}
    </Link>
  );
}

/** `{ field: [old, new] }` as a person reads it; the candidates of an ambiguous record as links. */
function Details({ row, object }: { row: Outcome; object: string }) {
  const { data: fields } = useObjectFields(object);
  if (!row.details) return null;
  const { candidates } = row.details as { candidates?: unknown };
  if (Array.isArray(candidates)) return <Candidates ids={candidates as number[]} object={object} />;
  const changes = Object.entries(row.details);
  if (changes.length === 0) return null;
  return (
    <dl className={classes.changes} data-inline={row.outcome === 'created' || undefined}>
      {changes.map(([name, change]) => {
        const field = fields?.find((candidate) => candidate.name === name);
        const [before, after] = Array.isArray(change) && change.length === 2 ? change : [null, change];
        return (
          <div key={name}>
            <dt>{field?.label ?? name}</dt>
            <dd>
              {before === null || before === undefined ? null : (
                <>
                  <del>{formatField(before, field)}</del>
                  <span className={classes.arrow}> → </span>
                </>
              )}
              {formatField(after, field)}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function Candidates({ ids, object }: { ids: number[]; object: string }) {
  const path = recordPathOf(object);
  return (
    <Group gap="xs">
      {ids.map((id) =>
        path ? (
          <Link key={id} to={path} params={{ id: String(id) }}>
            Record {id}
          </Link>
        ) : (
          <span key={id}>Record {id}</span>
        ),
      )}
    </Group>
  );
}
