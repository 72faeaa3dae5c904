/**
 * Smart Mapping: which source field goes where, with a confidence and a reason a person can judge. Names and
 * synonyms say most, sampled values confirm or contradict; each target gets its best source, best pairs first.
 */
import type { StreamDefinition } from '../connector-kit/definition.ts';
import { connectorSyncTimePath, type Field } from '../model/objects.ts';
import type { SourceField } from './describe-source.ts';

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
  proposals: MappingProposal[];
  warnings: MappingWarning[];
}

const threshold = 0.45;

export function suggestMapping(options: {
  sources: readonly SourceField[];
  targets: readonly Field[];
  suggested: StreamDefinition['suggestedMapping'];
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

  const candidates: (MappingProposal & { rank: number })[] = [];
  for (const field of targets) {
    // Connector Sync Time writes every record at every session: a choice, not a proposal.
    if (field.type === 'role' || field.name === 'connectorSyncTime' || isTaken(field.name)) continue;
    for (const source of sources) {
      const scored = score(source, field);
      if (scored && scored.confidence >= threshold) {
        candidates.push({
          target: field.name,
          source: source.path,
          ...scored,
          isSyncKey: false,
          rank: scored.confidence,
        });
      }
    }
  }
  const usedSources = new Set(proposals.map((proposal) => proposal.source));
  for (const candidate of candidates.sort(
    (left, right) => right.rank - left.rank || left.target.localeCompare(right.target),
  )) {
    if (isTaken(candidate.target) || usedSources.has(candidate.source)) continue;
    usedSources.add(candidate.source);
    const { rank: _rank, ...proposal } = candidate;
    proposals.push(proposal);
  }
  addFullName(proposals, sources, targets);
  if (!proposals.some((proposal) => proposal.isSyncKey)) chooseSyncKey(proposals, sources, targets);
  return { proposals, warnings: findSyncKeyWarnings(proposals, sources, targets) };
}

/** Whether a chosen sync key can do its work, judged by the sample: filled in every record, and different in each. */
export function findSyncKeyWarnings(
  rows: readonly { target: string; source: string; isSyncKey: boolean }[],
  sources: readonly SourceField[],
  targets: readonly Field[],
): MappingWarning[] {
  const warnings: MappingWarning[] = [];
  for (const row of rows.filter((found) => found.isSyncKey)) {
    const source = sources.find((found) => found.path === row.source);
    const label = targets.find((found) => found.name === row.target)?.label ?? row.target;
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

function score(source: SourceField, field: Field): { confidence: number; reason: string } | undefined {
  if (source.path === connectorSyncTimePath) return undefined;
  const wanted = normalise(field.label);
  const sourceNames = [normalise(source.label.replace(/ List$/, '')), normalise(lastPart(source.path))];
  let confidence = 0;
  let reason = '';
  const better = (value: number, why: string) => {
    if (value > confidence) [confidence, reason] = [value, why];
  };
  if (sourceNames.includes(wanted) || sourceNames.includes(normalise(field.name))) better(0.95, 'Same name');
  const synonym = field.synonyms.find((text) => sourceNames.includes(normalise(text)));
  if (synonym !== undefined) better(0.85, `"${source.label}" is another word for ${field.label}`);
  const overlap = wordOverlap(source.label, field.label);
  if (overlap >= 0.5) better(0.4 + overlap * 0.3, 'Similar name');
  if (confidence === 0 && !(field.name === 'email' && looksLikeEmail(source))) return undefined;

  if (field.name === 'email') {
    if (looksLikeEmail(source))
      better(
        Math.max(confidence, 0.7),
        reason === ''
          ? 'The sampled values are e-mail addresses'
          : `${reason}; the values are e-mail addresses`,
      );
    else if (source.samples.length > 0) confidence -= 0.5;
  }
  if (!fitsType(source, field)) confidence -= 0.4;
  if (source.recordCount > 0 && source.emptyCount === source.recordCount) {
    confidence -= 0.15;
    reason += '; empty in every sampled record';
  }
  return { confidence: Math.round(Math.max(0, confidence) * 100) / 100, reason };
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

function fitsType(source: SourceField, field: Field): boolean {
  if (field.type === 'boolean') return source.type === 'boolean';
  if (field.type === 'number' || field.type === 'decimal') return source.type === 'number';
  if (field.type === 'date_time') return source.type === 'date_time' || source.type === 'number';
  if (field.type === 'list') return source.type === 'list';
  return source.type === 'text' || source.type === 'number';
}

function looksLikeEmail(source: SourceField): boolean {
  return source.samples.length > 0 && source.samples.every((text) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text));
}

function lastPart(path: string): string {
  return path.replace(/\]$/, '').split(/[.[]/).at(-1)?.replace(/["']/g, '') ?? path;
}

function normalise(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function wordOverlap(left: string, right: string): number {
  const words = (text: string) =>
    new Set(
      text
        .replace(/ List$/, '')
        .toLowerCase()
        .split(/[^a-z0-9]+/)
        .filter((word) => word.length > 1),
    );
  const [a, b] = [words(left), words(right)];
  const shared = [...a].filter((word) => b.has(word)).length;
  return shared === 0 ? 0 : shared / Math.max(a.size, b.size);
}
