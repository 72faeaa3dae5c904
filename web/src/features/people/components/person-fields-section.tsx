import { Group, Tooltip } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { KeyValue } from '../../../components/key-value.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { Section } from '../../../components/section.tsx';
import { formatValue } from '../../../lib/format.ts';
import { useMay } from '../../access/api/use-may.ts';
import type { ObjectField, Provenance, RecordDetail } from '../api/record-types.ts';
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
              note: isEmpty ? null : <ProvenanceNote provenance={person.provenance[field.name]} />,
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

function ProvenanceNote({ provenance }: { provenance: Provenance | undefined }) {
  if (!provenance) return null;
  const who = provenance.integrationName ?? provenance.actor;
  return (
    <>
      {provenance.sessionId === null ? (
        who
      ) : (
        <Link to="/sessions/$id" params={{ id: String(provenance.sessionId) }}>
          {who}
        </Link>
      )}
      {' · '}
      <RelativeTime value={provenance.at} />
    </>
  );
}
