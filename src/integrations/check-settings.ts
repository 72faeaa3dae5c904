import { X509Certificate } from 'node:crypto';
import { type ConnectorDefinition, type Globals, parseTemplateValue } from '../connector-kit/index.ts';
import { isAppError, makeError } from '../errors.ts';

const makeInvalid = (field: string, problem: string, cause?: unknown) =>
  makeError('INTEGRATION_INVALID', { problem }, { field, cause });

/**
 * Checks settings against the connector's form, by the rules of every other form. An empty value is left out; what is
 * required is asked for at launch (`readiness.ts`). Throws INTEGRATION_INVALID with `field` = `settings.<key>`.
 */
export function checkSettings(
  definition: ConnectorDefinition,
  input: Record<string, string>,
  globals: Globals,
): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const [key, text] of Object.entries(input)) {
    const form = definition.settings.find((found) => found.key === key);
    if (!form) throw makeInvalid(`settings.${key}`, `"${key}" is not a setting of ${definition.name}.`);
    try {
      const value = parseTemplateValue(form, text, globals);
      if (value !== '') settings[key] = value;
    } catch (err) {
      if (!isAppError(err)) throw err;
      throw makeInvalid(`settings.${key}`, err.message, err);
    }
  }
  return settings;
}

/** One or more PEM certificates, each readable; null and blank mean none. Throws INTEGRATION_INVALID. */
export function checkCaBundle(pem: string | null): string | null {
  if (pem === null || pem.trim() === '') return null;
  const field = 'caBundlePem';
  if (pem.includes('PRIVATE KEY')) {
    throw makeInvalid(
      field,
      'This holds a private key. Paste only the certificate of the certificate authority.',
    );
  }
  const blocks = findBlocks(pem);
  if (blocks.length === 0) {
    throw makeInvalid(
      field,
      'The CA certificate must be in PEM form, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.',
    );
  }
  for (const block of blocks) {
    try {
      new X509Certificate(block);
    } catch (err) {
      throw makeInvalid(
        field,
        'One of the CA certificates cannot be read. Export it again in PEM (Base64) form.',
        err,
      );
    }
  }
  return `${blocks.join('\n')}\n`;
}

const beginning = '-----BEGIN CERTIFICATE-----';
const ending = '-----END CERTIFICATE-----';

/** From each beginning to the next ending; what stands around them is left out. */
function findBlocks(pem: string): string[] {
  const blocks: string[] = [];
  for (let start = pem.indexOf(beginning); start !== -1; ) {
    const end = pem.indexOf(ending, start + beginning.length);
    if (end === -1) break;
    blocks.push(pem.slice(start, end + ending.length));
    start = pem.indexOf(beginning, end + ending.length);
  }
  return blocks;
}
