import { z } from 'zod';
import {
  type ContractProperty,
  contractTypes,
  findTypeName,
  hasOpenTemplates,
  listProperties,
  openSchema,
  templateNames,
} from '../../src/connector-kit/index.ts';
import type { Generator } from '../gen.ts';

/** The contract of connectors as a page to look things up in. */
export const generator: Generator = {
  path: 'docs/generated/connector-definition.md',
  async make() {
    const types = Object.entries(contractTypes).flatMap(([name, schema]) => describeType(name, schema));
    const text = [...introduction, ...types].join('\n').replace(/\n{3,}/g, '\n\n');
    return `${text.trimEnd()}\n`;
  },
};

const introduction = [
  '# Connector definition',
  '',
  'Everything a connector may say, built-in or custom, generated from the schemas in `src/connector-kit/definition`. An unknown',
  'property is an error that names it. `npm run new-connector <id>` writes a first definition; `CONTRIBUTING.md` has the steps.',
  '',
  '**template**: a text whose `{{ … }}` are filled with the names in the column _templates see_. **expression**: the whole text is',
  'one, or a text with templates. **path**: where a value stands in the answer or record (`data.users`, `items[0].id`), or an',
  'expression over it.',
  '',
  '## Names in templates',
  '',
  'No global variable may begin with one of these. _its place_: the names of the property the part is used for.',
  '',
  ...makeTable(
    ['name', 'what it is'],
    Object.entries(templateNames).map(([name, meaning]) => [`\`${name}\``, meaning]),
  ),
  '',
];

function describeType(name: string, schema: z.core.$ZodType): string[] {
  const { inner, notes } = openSchema(schema);
  const head = [`## ${name}`, '', notes.description ?? '', ''];
  if (inner instanceof z.ZodObject) return [...head, ...makePropertyTable(inner), ''];
  if (!(inner instanceof z.ZodUnion)) throw new TypeError(`${name} is neither an object nor a choice`);
  return [
    ...head,
    ...inner.options.flatMap((option) => {
      const { inner: variant, notes: said } = openSchema(option);
      const link = findTypeName(variant);
      if (link) return [`- ${linkTo(link)}: ${said.description}`];
      if (!(variant instanceof z.ZodObject)) throw new TypeError(`${name} is a choice of other things`);
      return [`**${describeVariant(variant)}.** ${said.description}`, '', ...makePropertyTable(variant), ''];
    }),
    '',
  ];
}

/** `kind: page`; without such a property the first one that is not a request, which only this variant has. */
function describeVariant({ shape }: z.ZodObject): string {
  const literals = Object.entries(shape).filter(([, schema]) => schema instanceof z.ZodLiteral);
  const named = literals.map(([name, schema]) => `\`${name}: ${(schema as z.ZodLiteral).def.values[0]}\``);
  const own = Object.keys(shape).filter((name) => name !== 'request');
  return named.length > 0 ? named.join(', ') : `With \`${own[0]}\``;
}

function makePropertyTable(object: z.ZodObject): string[] {
  const rows = [...listProperties(object)].filter(({ schema }) => !(schema instanceof z.ZodLiteral));
  if (rows.length === 0) return [];
  return makeTable(
    ['property', 'type', 'templates see', 'without it', 'meaning', 'example'],
    rows.map((property) => [
      `\`${property.name}\``,
      describeSchema(property.schema),
      describeScope(property),
      property.isOptional ? (property.notes.whenAbsent ?? '–') : '_required_',
      property.notes.description ?? '',
      property.notes.example === undefined ? '' : code(property.notes.example),
    ]),
  );
}

function describeScope({ schema, notes, scope }: ContractProperty): string {
  const name = findTypeName(schema);
  // A part that always has the same names says them itself, and nameless objects have rows of their own.
  const isSaidElsewhere = name
    ? openSchema(contractTypes[name]).notes.scope !== undefined
    : schema instanceof z.ZodObject || (schema instanceof z.ZodArray && isNamelessObject(schema.element));
  const isTemplate = notes.holds === 'template' || notes.holds === 'expression';
  if (isSaidElsewhere || !(isTemplate || hasOpenTemplates(schema))) return '';
  return scope ? scope.map((entry) => `\`${entry}\``).join(', ') : '_its place_';
}

const isNamelessObject = (schema: z.core.$ZodType) => schema instanceof z.ZodObject && !findTypeName(schema);

const words: Record<NonNullable<ContractProperty['notes']['holds']>, string> = {
  template: 'template',
  expression: 'expression',
  path: 'path',
  total: 'path or `headers.<name>`',
  source: 'path or template',
};

function describeSchema(schema: z.core.$ZodType): string {
  const { inner, notes } = openSchema(schema);
  const name = findTypeName(inner);
  if (name) return linkTo(name);
  if (notes.typeName) return notes.typeName;
  if (notes.holds) return words[notes.holds];
  if (inner instanceof z.ZodString) return 'text';
  if (inner instanceof z.ZodBoolean) return 'true or false';
  if (inner instanceof z.ZodNumber) return describeNumber(inner);
  if (inner instanceof z.ZodEnum) return inner.options.map((option) => code(option)).join(', ');
  if (inner instanceof z.ZodArray) return `list of ${describeSchema(inner.element)}`;
  if (inner instanceof z.ZodRecord) return `name → ${describeSchema(inner.valueType)}`;
  if (inner instanceof z.ZodUnion) return inner.options.map(describeSchema).join(' or ');
  if (inner instanceof z.ZodObject) return 'object';
  throw new TypeError(`there is no word for a schema of the type ${inner._zod.def.type}`);
}

function describeNumber({ def, minValue, maxValue }: z.ZodNumber): string {
  const isWhole = def.checks?.some((check) => check._zod.def.check === 'number_format');
  const isLimited = maxValue !== null && maxValue < Number.MAX_SAFE_INTEGER;
  if (!isWhole) return minValue === 0 ? 'number above 0' : 'number';
  return `whole number ${isLimited ? `${minValue} to ${maxValue}` : `from ${minValue}`}`;
}

function makeTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---|').join('')}`, ...rows.map(line)];
}

const linkTo = (name: string) => `[${name}](#${name.toLowerCase()})`;

function code(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (text === ' ') return '`" "`';
  const fence = text.includes('`') ? '``' : '`';
  return `${fence}${text}${fence}`;
}
