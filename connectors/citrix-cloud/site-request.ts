import type { PresenceCheck, RequestDefinition } from '../../src/connector-kit/index.ts';

/** A list of the DaaS site; everything below /cvad/manage but /me needs the site's id (facts §2.3). */
export const siteRequest = (list: string): RequestDefinition => ({
  method: 'GET',
  path: `/cvad/manage/${list}`,
  headers: { 'citrix-instanceid': '{{ found.siteId }}' },
});

/** How to ask for one record of a list by its id (facts §2.7: each list takes a name or an id behind it). */
export const sitePresence = (list: string): PresenceCheck => ({
  request: siteRequest(`${list}/{{ id }}`),
  idPath: 'Id',
});
