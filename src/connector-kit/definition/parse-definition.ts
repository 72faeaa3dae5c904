import type { z } from 'zod';
import { makeError } from '../../errors.ts';
import { checkDefinition, type DefinitionProblem } from './check-definition.ts';
import { connectorDefinition } from './definition.schema.ts';
import type { ConnectorDefinition } from './definition.ts';

/**
 * Checks a definition of unknown origin: shape, ids, addresses, logo, forms, templates, mapping.
 *
 * @param options `isCustom`: made by a user, so it may not name hooks.
 * @throws CONNECTOR_DEFINITION_INVALID naming the path of the first problem (`auth.0.fields.1.title`); all of them are
 *   in `details.problems`.
 */
export function parseConnectorDefinition(
  value: unknown,
  options: { isCustom?: boolean } = {},
): ConnectorDefinition {
  const parsed = connectorDefinition.safeParse(value);
  if (!parsed.success) throw makeInvalid(parsed.error.issues.flatMap(describeIssue));
  const definition: ConnectorDefinition = parsed.data;
  const problems = checkDefinition(definition, options);
  if (problems.length > 0) throw makeInvalid(problems);
  return definition;
}

function describeIssue(issue: z.core.$ZodIssue): DefinitionProblem[] {
  const at = issue.path.map(String).join('.') || 'the definition';
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((name) => ({
      path: at,
      problem: `there is no property "${name}"; check its spelling`,
    }));
  }
  return [{ path: at, problem: issue.message.replace(/^Invalid input: /, '') }];
}

function makeInvalid(problems: DefinitionProblem[]) {
  const [first, ...others] = problems;
  const more = others.length === 0 ? '' : ` (and ${others.length} more problems)`;
  return makeError(
    'CONNECTOR_DEFINITION_INVALID',
    { path: first?.path, problem: `${first?.problem.replace(/\.$/, '')}${more}` },
    { field: first?.path ?? '', details: { problems } },
  );
}
