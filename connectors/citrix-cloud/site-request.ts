import type { RequestDefinition } from '../../src/connector-kit/index.ts';

/** A list of the DaaS site; everything below /cvad/manage but /me needs the site's id (facts §2.3). */
export const siteRequest = (list: string): RequestDefinition => ({
  method: 'GET',
  path: `/cvad/manage/${list}`,
  headers: { 'citrix-instanceid': '{{ found.siteId }}' },
});
