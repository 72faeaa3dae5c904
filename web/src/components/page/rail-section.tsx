import { Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { emptyText } from '../../lib/format.ts';
import classes from './rail-section.module.css';

export interface RailFact {
  label: string;
  value: ReactNode;
}

interface RailSectionProps {
  title: string;
  facts?: RailFact[];
  children?: ReactNode;
}

/** A group of the rail: facts as label and value, or links. Without a card: the rail is quieter than the content. */
export function RailSection({ title, facts = [], children }: RailSectionProps) {
  const titleId = useId();
  return (
    <section className={classes.section} aria-labelledby={titleId}>
      <Title order={2} id={titleId} className={classes.title}>
        {title}
      </Title>
      {facts.length > 0 ? (
        <dl className={classes.facts}>
          {facts.map(({ label, value }) => (
            <div key={label} className={classes.fact}>
              <dt>{label}</dt>
              <dd>{value === null || value === undefined || value === '' ? emptyText : value}</dd>
            </div>
          ))}
        </dl>
      ) : null}
      {children}
    </section>
  );
}
