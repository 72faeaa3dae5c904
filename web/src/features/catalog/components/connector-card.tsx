import { Skeleton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { ConnectorLogo } from '../../../components/connector-logo.tsx';
import { type ConnectorCard, describeAuthKinds, describeFlow, objectLabels } from '../catalog-words.ts';
import classes from './catalog.module.css';

/** One connector of the catalog; the whole card is the link. */
export function ConnectorCardLink({ connector }: { connector: ConnectorCard }) {
  return (
    <Link
      to="/catalog/$connectorId"
      params={{ connectorId: connector.id }}
      className={classes.card}
      data-card
    >
      <span className={classes.head}>
        <ConnectorLogo logo={connector.logo} size={36} />
        <span className={classes.words}>
          <span className={classes.name}>{connector.name}</span>
          <span className={classes.categories}>{connector.categories.join(', ')}</span>
        </span>
      </span>
      <span className={classes.description}>{connector.description}</span>
      <ObjectLabels objects={connector.objects} />
      <span className={classes.facts}>
        <span>{describeAuthKinds(connector.auth)}</span>
        <span>{describeFlow(connector)}</span>
      </span>
    </Link>
  );
}

/** As high as a card, so that nothing moves when the answer comes. */
export function ConnectorCardSkeleton() {
  return <Skeleton className={classes.card} />;
}

/** What its streams fill, as labels. */
export function ObjectLabels({ objects }: { objects: ConnectorCard['objects'] }) {
  return (
    <span className={classes.labels}>
      {objects.map((object) => (
        <span key={object} className={classes.label}>
          {objectLabels[object]}
        </span>
      ))}
    </span>
  );
}
