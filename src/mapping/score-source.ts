import { toDate } from '../model/convert.ts';
import { fieldTypes } from '../model/field-types/field-types.ts';
import { connectorSyncTimePath, type Field } from '../model/objects.ts';
import type { SourceField } from './describe-source.ts';

export interface Score {
  /** 0 to 1. */
  confidence: number;
  /** Why, in words for a person. */
  reason: string;
}

type Pattern = 'email' | 'phone' | 'uuid';

const patterns: Record<Pattern, { matches: (text: string) => boolean; words: string }> = {
  email: {
    matches: (text) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text),
    words: 'e-mail addresses',
  },
  phone: {
    // Digits alone may be an id or an instant; a number for people has a sign or a gap somewhere.
    matches: (text) =>
      /^(?=.*[+\s()/.-])\+?[\d\s()/.-]{7,24}$/.test(text) &&
      (text.match(/\d/g)?.length ?? 0) >= 7 &&
      toDate(text) === undefined &&
      !/^-?\d+\.\d+$/.test(text),
    words: 'phone numbers',
  },
  uuid: {
    matches: (text) => /^\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?$/i.test(text),
    words: 'unique identifiers',
  },
};

/** What the values of these fields look like, and how sure that makes when the name says nothing. */
const expected: Record<string, { pattern: Pattern; alone: number }> = {
  email: { pattern: 'email', alone: 0.7 },
  phoneNumber: { pattern: 'phone', alone: 0.5 },
  externalId: { pattern: 'uuid', alone: 0.5 },
};

/** Words that many fields share and that therefore say little. */
const generic = new Set(
  'id ids name last first number no date time at type is has user users status code key list'.split(' '),
);

/** How well a source field suits a target, by its names, its type and its sampled values; undefined = not at all. */
export function scoreSource(source: SourceField, field: Field): Score | undefined {
  if (source.path === connectorSyncTimePath) return undefined;
  const names = new Set([normalise(source.label.replace(/ List$/, '')), normalise(lastPart(source.path))]);
  const synonym = field.synonyms.find((text) => names.has(normalise(text)));
  const overlap = wordOverlap(source.label, field.label);
  const found = Object.keys(patterns).find((name) => isAll(source, name as Pattern)) as Pattern | undefined;
  const wanted = expected[field.name];

  let confidence = 0;
  const reasons: string[] = [];
  if (names.has(normalise(field.label)) || names.has(normalise(field.name))) {
    confidence = 0.95;
    reasons.push('Same name');
  } else if (synonym !== undefined) {
    confidence = 0.85;
    reasons.push(`"${source.label}" is another word for ${field.label}`);
  } else if (overlap >= 0.5) {
    confidence = 0.4 + overlap * 0.3;
    reasons.push('Similar name');
  } else if (wanted && found === wanted.pattern) {
    confidence = wanted.alone;
  } else {
    return undefined;
  }

  const hasSamples = source.samples.length > 0;
  if (wanted && found === wanted.pattern) reasons.push(`the values are ${patterns[found].words}`);
  else if (field.name === 'email' && hasSamples) confidence -= 0.5;
  else if (found !== undefined && wanted) confidence -= 0.4;
  // By its declared or observed type, or because every sample can be read as one; without a sample it is hardly known.
  if (!fieldTypes[field.type].fits(source)) confidence -= hasSamples || source.isDeclared ? 0.55 : 0.3;
  if (source.recordCount > 0 && source.emptyCount === source.recordCount) {
    confidence -= 0.15;
    reasons.push('empty in every sampled record');
  }
  if (field.isUnique && source.distinctCount < source.recordCount - source.emptyCount) {
    confidence -= 0.2;
    reasons.push('values repeat in the sample');
  }
  const reason = reasons.join('; ');
  return {
    confidence: Math.round(Math.max(0, confidence) * 100) / 100,
    reason: reason.slice(0, 1).toUpperCase() + reason.slice(1),
  };
}

function isAll(source: SourceField, pattern: Pattern): boolean {
  return source.samples.length > 0 && source.samples.every(patterns[pattern].matches);
}

function lastPart(path: string): string {
  return path.replace(/\]$/, '').split(/[.[]/).at(-1)?.replace(/["']/g, '') ?? path;
}

function normalise(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** Shared words by the longer of both names; only when at least one of them says something. */
function wordOverlap(left: string, right: string): number {
  const words = (text: string) =>
    new Set(
      text
        .replace(/ List$/, '')
        .toLowerCase()
        .split(/[^\p{L}\p{N}]+/u)
        .filter((word) => word.length > 1),
    );
  const [a, b] = [words(left), words(right)];
  const shared = [...a].filter((word) => b.has(word));
  return shared.some((word) => !generic.has(word)) ? shared.length / Math.max(a.size, b.size) : 0;
}
