import { Group, Tooltip } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { KeyValue } from '../../../components/key-value.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { Section } from '../../../components/section.tsx';
import { formatValue } from '../../../lib/format.ts';
import { useMay } from '../../access/api/use-may.ts';
import type { FieldOrigin, ObjectField, RecordDetail } from '../api/record-types.ts';
import { PersonForm } from './person-form.tsx';

interface PersonFieldsSectionProps {
  person: RecordDetail;
  fields: ObjectField[];
}

/** All fields with where each value came from; edited and locked by hand. */
export function PersonFieldsSection({ person, fields }: PersonFieldsSectionProps) {
  const [isEditing, setEditing] = useState(false);
  const mayEdit = useMay('operator');
  return (
    <Section title="Fields" {...(mayEdit ? { onEdit: () => setEditing(true) } : {})} isEditing={isEditing}>
      {isEditing ? (
        <PersonForm person={person} fields={fields} onClose={() => setEditing(false)} />
      ) : (
        <KeyValue
          items={fields.map((field) => {
            const value = person.values[field.name] ?? null;
            const isEmpty = value === null || value === '' || (Array.isArray(value) && value.length === 0);
            const isLocked = person.lockedFields.includes(field.name);
            return {
              label: field.label,
              value:
                isEmpty && !isLocked ? null : (
                  <Group gap={6} wrap="nowrap">
                    <span>{formatValue(value, field.type)}</span>
                    {isLocked ? <LockMark /> : null}
                  </Group>
                ),
              note: isEmpty ? null : <OriginNote origin={findOrigin(person, field.name)} person={person} />,
            };
          })}
        />
      )}
    </Section>
  );
}

function LockMark() {
  return (
    <Tooltip label="Locked: no session changes this field">
      <IconLock size={14} role="img" aria-label="Locked: no session changes this field" />
    </Tooltip>
  );
}

type Origin = Pick<FieldOrigin, 'at' | 'actor' | 'sessionId' | 'integrationId'>;

/** The last change of a field, or else the creation of the record. */
function findOrigin(person: RecordDetail, name: string): Origin {
  const found = person.origins.find((origin) => origin.field === name);
  if (found) return found;
  return {
    at: person.createdAt,
    actor: person.createdBy ?? 'Muster',
    sessionId: person.createdBySession,
    integrationId: null,
  };
}

function OriginNote({ origin, person }: { origin: Origin; person: RecordDetail }) {
  const source = person.sources.find((candidate) => candidate.integrationId === origin.integrationId);
  const who = source?.integrationName ?? origin.actor;
  return (
    <>
      {origin.sessionId === null ? (
        who
      ) : (
        <Link to="/sessions/$id" params={{ id: String(origin.sessionId) }}>
          {who}
        </Link>
      )}
      {' · '}
      <RelativeTime value={origin.at} />
    </>
  );
}
