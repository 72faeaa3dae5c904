import type { Schema } from '../../lib/api-client.ts';
import { formatCount } from '../../lib/format.ts';

export type ConnectorCard = Schema<'ConnectorCard'>;
export type ObjectName = ConnectorCard['objects'][number];
export type AuthKind = ConnectorCard['auth'][number]['kind'];

export const objectLabels: Record<ObjectName, string> = {
  people: 'People',
  assets: 'Assets',
  software: 'Software',
  saas: 'SaaS',
  saas_accounts: 'SaaS accounts',
};

export const authKindLabels: Record<AuthKind, string> = {
  oauth2: 'OAuth 2.0',
  api_key: 'API key',
  basic: 'User name and password',
  session_login: 'Session login',
};

const directionLabels: Record<ConnectorCard['directions'][number], string> = {
  in: 'Into Muster',
  out: 'Out of Muster',
};

/** `OAuth 2.0 or API key`: each kind once, in the order of the methods. */
export function describeAuthKinds(auth: Pick<ConnectorCard['auth'][number], 'kind'>[]): string {
  const labels = [...new Set(auth.map(({ kind }) => authKindLabels[kind]))];
  return labels.length === 0 ? 'No sign-in needed' : labels.join(' or ');
}

/** `Into Muster · 4 streams`; nothing that the connector does not have. */
export function describeFlow({ directions, streams }: Pick<ConnectorCard, 'directions' | 'streams'>): string {
  const parts = directions.map((direction) => directionLabels[direction]);
  if (streams.length > 0) parts.push(formatCount(streams.length, 'stream', 'streams'));
  return parts.join(' · ');
}

/** What one stream fills, as a person says it: `People and SaaS accounts`. */
export function describeTarget(stream: ConnectorCard['streams'][number]): string {
  const label = objectLabels[stream.object as ObjectName] ?? stream.object.replaceAll('_', ' ');
  const others = [
    ...(stream.fillsSoftware ? [objectLabels.software] : []),
    ...(stream.mayFillSaas ? [objectLabels.saas_accounts] : []),
  ];
  return [label, ...others].join(' and ');
}
