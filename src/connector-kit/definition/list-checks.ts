import type { ConnectorDefinition, ProductCheck } from './definition.ts';

/** What proves a credential; without a product where the vendor has only one. */
export function listChecks({
  check,
}: Pick<ConnectorDefinition, 'check'>): (Omit<ProductCheck, 'product'> & { product?: string })[] {
  return Array.isArray(check) ? check : [{ requests: [check] }];
}
