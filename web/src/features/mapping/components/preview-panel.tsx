import { Skeleton, Text } from '@mantine/core';
import { IconPlayerSkipForward } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { Section } from '../../../components/section.tsx';
import type { Mapping } from '../../../data/use-mapping.ts';
import { formatField } from '../../../field-types/field-types.tsx';
import type { MappingPreview, MusterField } from '../api/mapping-types.ts';
import classes from './mapping.module.css';
import { Notice } from './target-row.tsx';

interface PreviewPanelProps {
  mapping: Mapping;
  fields: MusterField[];
  preview: MappingPreview | undefined;
  error: unknown;
  index: number;
  hasSample: boolean;
  stepper: ReactNode;
}

/** The sampled record as this mapping would write it, while it is being edited. */
export function PreviewPanel(props: PreviewPanelProps) {
  const { mapping, hasSample, error, stepper } = props;
  return (
    <div className={classes.panel}>
      <Section title="Preview of the mapped record" isFlush>
        <div className={classes.search}>{stepper}</div>
        <section
          className={`${classes.scroll} ${classes.previewBody}`}
          aria-label="Mapped record"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
          tabIndex={0}
        >
          {!hasSample ? (
            <Text c="dimmed" size="sm">
              Read a sample from the vendor to see what the mapping makes of it.
            </Text>
          ) : mapping.rows.length === 0 ? (
            <Text c="dimmed" size="sm">
              Nothing is mapped yet. Smart Mapping makes a first proposal.
            </Text>
          ) : error ? (
            <ErrorAlert error={error} title="The mapping cannot be used like this" />
          ) : (
            <MappedRecord {...props} />
          )}
        </section>
      </Section>
    </div>
  );
}

function MappedRecord({ mapping, fields, preview, index }: PreviewPanelProps) {
  const record = preview?.records[index];
  if (!preview) return <Skeleton height={220} />;
  if (!record) return null;
  const shown = fields.filter((field) => mapping.rows.some((row) => row.target === field.name));
  return (
    <>
      {record.isSelected ? null : (
        <p className={classes.skipped}>
          <IconPlayerSkipForward size={15} aria-hidden /> Skipped: the condition does not hold for this
          record.
        </p>
      )}
      <dl className={classes.preview} data-skipped={record.isSelected ? undefined : true}>
        {shown.map((field) => {
          const issues = record.issues.filter((issue) => issue.target === field.name);
          return (
            <div key={field.name}>
              <dt>{field.label}</dt>
              <dd>
                {field.name in record.mapped ? (
                  formatField(record.mapped[field.name], field)
                ) : (
                  <span className={classes.absent}>not in the record; stays as it is</span>
                )}
                {issues.map((issue) => (
                  <Notice
                    key={issue.message}
                    tone={issue.severity === 'error' ? 'bad' : 'warn'}
                    text={issue.message}
                  />
                ))}
              </dd>
            </div>
          );
        })}
      </dl>
    </>
  );
}
