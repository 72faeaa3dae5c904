import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type ContractProperty, contractTypes, findTypeName, listProperties } from './contract.ts';
import { openSchema } from './schema-walk.ts';

/** The objects a part consists of: itself, or what it may be. */
function listObjects(part: z.core.$ZodType): z.ZodObject[] {
  const { inner } = openSchema(part);
  if (inner instanceof z.ZodObject) return [inner];
  return inner instanceof z.ZodUnion ? inner.options.flatMap(listObjects) : [];
}

const parts: [string, z.ZodType][] = Object.entries(contractTypes);
const propertiesOf = (part: z.core.$ZodType): ContractProperty[] =>
  listObjects(part).flatMap((object) => [...listProperties(object)]);
const isSentence = (words: string | undefined) => words !== undefined && /^[A-Z`].*[."]$/.test(words);

/** Objects and lists of objects are explained by their own properties. */
function isLeaf(schema: z.core.$ZodType): boolean {
  if (findTypeName(schema) || schema instanceof z.ZodObject) return false;
  if (schema instanceof z.ZodArray) return isLeaf(openSchema(schema.element).inner);
  if (schema instanceof z.ZodUnion) return schema.options.every(isLeaf);
  return !(schema instanceof z.ZodLiteral);
}

test('properties are listed at every depth', () => {
  const names = parts.flatMap(([type, part]) => propertiesOf(part).map(({ name }) => `${type}.${name}`));
  expect(names).toEqual(expect.arrayContaining(['ConnectorDefinition.client', 'RecordDetail.more[].as']));
  expect(names).toEqual(expect.arrayContaining(['AssetSoftware.assetIdPath', 'FormField.corrections[].to']));
});

describe.each(parts)('%s', (_type, part) => {
  const properties = propertiesOf(part).filter(({ schema }) => !(schema instanceof z.ZodLiteral));
  const namesOf = (found: ContractProperty[]) => found.map(({ name }) => name);

  test('says what it is and may be, and what each property means', () => {
    for (const schema of [part, ...listObjects(part)])
      expect(openSchema(schema).notes.description).toSatisfy(isSentence);
    expect(namesOf(properties.filter(({ notes }) => !isSentence(notes.description)))).toEqual([]);
  });

  test('has examples that it takes itself', () => {
    const takesExample = ({ schema, notes }: ContractProperty) =>
      notes.example !== undefined && z.safeParse(schema, notes.example).success;
    const leaves = properties.filter(({ schema }) => isLeaf(schema));
    expect(namesOf(leaves.filter((property) => !takesExample(property)))).toEqual([]);
  });

  test('says what holds without a property only where it may be left out', () => {
    const wrong = properties.filter(({ isOptional, notes }) => !isOptional && notes.whenAbsent !== undefined);
    expect(namesOf(wrong)).toEqual([]);
  });
});

test('every template knows its names, from itself or from the place it stands in', () => {
  let count = 0;
  const nameless: string[] = [];
  const visit = (schema: z.core.$ZodType, at: string, hasScope: boolean): void => {
    const { inner, notes } = openSchema(schema);
    const isScoped = hasScope || notes.scope !== undefined;
    if (notes.holds === 'template' || notes.holds === 'expression') {
      count += 1;
      if (!isScoped) nameless.push(at);
    }
    if (inner instanceof z.ZodObject)
      for (const [name, child] of Object.entries(inner.shape)) visit(child, `${at}.${name}`, isScoped);
    if (inner instanceof z.ZodArray) visit(inner.element, `${at}[]`, isScoped);
    if (inner instanceof z.ZodRecord) visit(inner.valueType, `${at}.*`, isScoped);
    if (inner instanceof z.ZodUnion) for (const option of inner.options) visit(option, at, isScoped);
  };
  visit(contractTypes.ConnectorDefinition, '', false);
  expect(count).toBeGreaterThan(100);
  expect(nameless).toEqual([]);
});

test('every choice between objects has a name, and every name is used', () => {
  const seen = new Set<string>();
  const visit = (schema: z.core.$ZodType): void => {
    const { inner } = openSchema(schema);
    const name = findTypeName(inner);
    if (name) {
      if (seen.has(name)) return;
      seen.add(name);
    }
    if (inner instanceof z.ZodObject) Object.values(inner.shape).forEach(visit);
    if (inner instanceof z.ZodArray) visit(inner.element);
    if (inner instanceof z.ZodUnion) {
      // Choices between objects are too much for a table row.
      if (listObjects(inner).length > 1) expect(name ?? 'nameless').not.toBe('nameless');
      inner.options.forEach(visit);
    }
  };
  visit(contractTypes.ConnectorDefinition);
  expect([...seen].sort()).toEqual(Object.keys(contractTypes).sort());
});
