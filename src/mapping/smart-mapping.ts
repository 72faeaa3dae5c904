/**
 * Smart Mapping: which source field goes where, with a confidence and a reason a person can judge. Names and
 * synonyms say most, sampled values confirm or contradict; each target gets its best source, best pairs first.
 */
import type { StreamDefinition } from '../connector-kit/index.ts';
import { isAppError } from '../errors.ts';
import { fieldTypes } from '../model/field-types/field-types.ts';
import type { Field } from '../model/objects.ts';
import { compileTemplate } from '../templates/compile-template.ts';
import type { SourceField } from './describe-source.ts';
import { isBareMadeUpKey } from './made-up-key.ts';
import { scoreSource } from './score-source.ts';

export interface MappingProposal {
  target: string;
  /** Source path or template. */
  source: string;
  /** 0 to 1. */
  confidence: number;
  reason: string;
  isSyncKey: boolean;
}

export interface MappingWarning {
  target: string;
  message: string;
}

export interface SmartMapping {
  /** What the connector recommends as "create or update only if". */
  condition?: string;
  proposals: MappingProposal[];
  warnings: MappingWarning[];
}

const threshold = 0.45;

export function suggestMapping(options: {
  sources: readonly SourceField[];
  targets: readonly Field[];
  suggested: StreamDefinition['suggestedMapping'];
  condition?: string | undefined;
  nativeIdPath?: string;
}): SmartMapping {
  const { sources, targets } = options;
  const proposals: MappingProposal[] = [];
  const isTaken = (target: string) => proposals.some((proposal) => proposal.target === target);

  for (const hint of options.suggested) {
    const field = targets.find((target) => target.name === hint.target);
    if (!field || isTaken(hint.target)) continue;
    const source = sources.find((found) => found.path === hint.source);
    const isEmpty =
      source !== undefined && source.recordCount > 0 && source.emptyCount === source.recordCount;
    proposals.push({
      target: hint.target,
      source: hint.source,
      confidence: isEmpty ? 0.6 : 0.98,
      reason: isEmpty
        ? 'Recommended for this connector, but empty in every sampled record'
        : 'Recommended for this connector',
      isSyncKey: hint.isSyncKey === true,
    });
  }

  const candidates: MappingProposal[] = [];
  for (const field of targets) {
    // Connector Sync Time writes every record at every session: a choice, not a proposal.
    if (fieldTypes[field.type].isChosenByHand || field.name === 'connectorSyncTime' || isTaken(field.name))
      continue;
    for (const source of sources) {
      const score = scoreSource(source, field);
      if (score && score.confidence >= threshold)
        candidates.push({ target: field.name, source: source.path, ...score, isSyncKey: false });
    }
  }
  const usedSources = new Set(proposals.map((proposal) => proposal.source));
  candidates.sort(
    (left, right) => right.confidence - left.confidence || left.target.localeCompare(right.target),
  );
  for (const candidate of candidates) {
    if (isTaken(candidate.target) || usedSources.has(candidate.source)) continue;
    usedSources.add(candidate.source);
    proposals.push(candidate);
  }
  addUsername(proposals, targets);
  addFullName(proposals, sources, targets);
  if (!proposals.some((proposal) => proposal.isSyncKey)) chooseSyncKey(proposals, sources, targets);
  return {
    proposals,
    warnings: findSyncKeyWarnings(proposals, sources, targets, options.nativeIdPath),
    ...(options.condition === undefined ? {} : { condition: options.condition }),
  };
}

/**
 * Whether a chosen sync key can do its work: filled in every record of the sample, different in each, and not what two
 * accounts of the vendor may share.
 */
export function findSyncKeyWarnings(
  rows: readonly { target: string; source: string; isSyncKey: boolean }[],
  sources: readonly SourceField[],
  targets: readonly Field[],
  nativeIdPath = '',
): MappingWarning[] {
  const warnings: MappingWarning[] = [];
  for (const row of rows.filter((found) => found.isSyncKey)) {
    const source = findSource(row.source, sources);
    const label = targets.find((found) => found.name === row.target)?.label ?? row.target;
    if (isBareMadeUpKey(row.source, nativeIdPath)) {
      warnings.push({
        target: row.target,
        message: `${label} is made of the vendor's id, which a device or person of another account may have too. Put {{ tenant }} into it, which tells the accounts apart.`,
      });
    }
    if (!source || source.recordCount === 0) continue;
    const filled = source.recordCount - source.emptyCount;
    if (source.emptyCount > 0) {
      warnings.push({
        target: row.target,
        message: `${source.label} is empty in ${source.emptyCount} of ${source.recordCount} sampled records; as sync key for ${label} those records would be skipped.`,
      });
    }
    if (source.distinctCount < filled) {
      warnings.push({
        target: row.target,
        message: `${source.label} repeats in the sample (${source.distinctCount} different values in ${filled} records); a sync key must be unique, repeated ones end as ambiguous.`,
      });
    }
  }
  return warnings;
}

/** The source field a path or template reads, when it reads exactly one: `{{ email | lower }}` is as full as email. */
function findSource(path: string, sources: readonly SourceField[]): SourceField | undefined {
  const direct = sources.find((found) => found.path === path);
  if (direct || !path.includes('{{')) return direct;
  try {
    const [only, ...others] = compileTemplate(path).paths;
    return others.length > 0
      ? undefined
      : sources.find((found) => found.path === only || `response.${found.path}` === only);
  } catch (err) {
    // A template that is still being typed is judged where it is saved.
    if (isAppError(err)) return undefined;
    throw err;
  }
}

/** People sign in with their e-mail address in most places; Username must be mapped. */
function addUsername(proposals: MappingProposal[], targets: readonly Field[]): void {
  if (!targets.some((field) => field.name === 'username')) return;
  const email = proposals.find((proposal) => proposal.target === 'email');
  if (!email || proposals.some((proposal) => proposal.target === 'username')) return;
  proposals.push({
    target: 'username',
    source: email.source,
    confidence: Math.round(email.confidence * 70) / 100,
    reason: 'Nothing looks like a username; the e-mail address often is the one people sign in with',
    isSyncKey: false,
  });
}

function addFullName(
  proposals: MappingProposal[],
  sources: readonly SourceField[],
  targets: readonly Field[],
): void {
  if (
    !targets.some((field) => field.name === 'fullName') ||
    proposals.some((proposal) => proposal.target === 'fullName')
  )
    return;
  const [first, last] = ['firstName', 'lastName'].map(
    (name) => proposals.find((proposal) => proposal.target === name)?.source,
  );
  if (first === undefined || last === undefined || !sources.some((source) => source.path === first)) return;
  proposals.push({
    target: 'fullName',
    source: `{{ ${first} }} {{ ${last} }}`,
    confidence: 0.9,
    reason: 'First and last name joined',
    isSyncKey: false,
  });
}

/** The unique target whose source is filled and different in the most sampled records; e-mail before others. */
function chooseSyncKey(
  proposals: MappingProposal[],
  sources: readonly SourceField[],
  targets: readonly Field[],
): void {
  const quality = (proposal: MappingProposal): number => {
    if (!targets.find((field) => field.name === proposal.target)?.isUnique) return -1;
    const source = sources.find((found) => found.path === proposal.source);
    if (!source || source.recordCount === 0) return proposal.target === 'email' ? 0.5 : 0.4;
    return source.distinctCount / source.recordCount + (proposal.target === 'email' ? 0.01 : 0);
  };
  const best = proposals.toSorted((left, right) => quality(right) - quality(left))[0];
  if (best && quality(best) >= 0) best.isSyncKey = true;
}
