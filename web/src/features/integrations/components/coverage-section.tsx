import { Progress, Skeleton, Text } from '@mantine/core';
import { Section } from '../../../components/section.tsx';
import { formatCount, formatNumber } from '../../../lib/format.ts';
import type { IntegrationFigures } from '../api/use-integration-figures.ts';
import classes from './integration-page.module.css';

/** How many of the integration's records have a value in each mapped field: the emptiest first, those that all have in words. */
export function CoverageSection({ figures }: { figures: IntegrationFigures | undefined }) {
  const coverage = figures?.coverage;
  return (
    <Section title="Fields filled">
      {coverage ? null : <Skeleton height={180} />}
      {coverage?.recordCount === 0 ? <Text c="dimmed">No record has come in yet.</Text> : null}
      {coverage && coverage.recordCount > 0 ? <Fields coverage={coverage} /> : null}
    </Section>
  );
}

function Fields({ coverage: { recordCount, isWhole, fields } }: Pick<IntegrationFigures, 'coverage'>) {
  const partly = fields
    .filter(({ filledCount }) => filledCount < recordCount)
    .sort((left, right) => left.filledCount - right.filledCount);
  const full = fields.filter(({ filledCount }) => filledCount >= recordCount);
  return (
    <>
      <dl className={classes.coverage}>
        {partly.map(({ field, label, filledCount }) => {
          const percent = Math.floor((filledCount / recordCount) * 100);
          return (
            <div key={field}>
              <dt>{label}</dt>
              <dd className={classes.coverageBar} aria-hidden>
                <Progress value={percent} size={4} />
              </dd>
              <dd title={`${formatNumber(filledCount)} of ${formatNumber(recordCount)}`}>{percent} %</dd>
            </div>
          );
        })}
      </dl>
      {full.length > 0 ? (
        <Text mt={partly.length > 0 ? 'xs' : 0} className={classes.measure}>
          <Text component="span" c="dimmed">
            In every record:
          </Text>{' '}
          {full.map(({ label }) => label).join(', ')}
        </Text>
      ) : null}
      <Text c="dimmed" size="xs" mt="xs">
        Of{' '}
        {isWhole
          ? formatCount(recordCount, 'record', 'records')
          : `the first ${formatNumber(recordCount)} records`}
        .
      </Text>
    </>
  );
}
