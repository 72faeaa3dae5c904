/** Answer of a data route, and the words of the application behind the gateway (facts §1.3). */
export interface ListAnswer {
  status: number;
  /** JSON text, since long lists are made from pieces. */
  text: string;
}

/** Of every refusal. */
export const incidentId = 'WEB_MGMT_SERVICE-00000000';

export const notFound = { resultCode: 'FAILURE', errorMessage: 'HTTP 404 Not Found', incidentId };

export const ok = (body: unknown): ListAnswer => ({ status: 200, text: JSON.stringify(body) });

export const refuse = (errorMessage: string): ListAnswer => ({
  status: 400,
  text: JSON.stringify({ resultCode: 'FAILURE', errorMessage, incidentId }),
});
