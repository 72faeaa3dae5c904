import type { Integration } from '../../../data/use-integration.ts';
import { useMay } from '../../../session/use-may.ts';
import type { IntegrationFigures } from '../api/use-integration-figures.ts';
import { CoverageSection } from './coverage-section.tsx';
import classes from './integration-page.module.css';
import { MappingSection } from './mapping-section.tsx';

/** What is mapped, with the way to its page, and how full the mapped fields are. */
export function MappingTab(props: { integration: Integration; figures: IntegrationFigures | undefined }) {
  const mayReadMapping = useMay('operator');
  return (
    <div className={classes.stack}>
      {mayReadMapping ? <MappingSection integration={props.integration} /> : null}
      <CoverageSection figures={props.figures} />
    </div>
  );
}
