/**
 * The work an evaluation may cost, counted and never timed, so that the same template on the same record always comes to
 * the same. The language has no loops: what a template does without its filters is bounded by its length. Counted is
 * what grows with the values, where they are walked through: filters, joined texts, members of lists.
 *
 * Evaluation is synchronous, so the counts are simply here: one evaluation runs at a time.
 */
import { makeError } from '../errors.ts';

/** Items of lists walked through and filters applied, in one evaluation. */
export const stepLimit = 100_000;
/** Characters read and written by filters, in one evaluation; expensive filters count each several times. */
export const characterLimit = 2_000_000;
/** What all evaluations of one record may cost together, as a multiple of one. */
export const recordMultiple = 2;
const charactersPerStep = characterLimit / stepLimit;

let expression = '';
let steps = 0;
let characters = 0;
let spent = 0;
let isInRecord = false;
let recordSteps = 0;
let recordCharacters = 0;

/** Begins an evaluation; what is counted from here on is counted against `source`. */
export function beginWork(source: string): void {
  expression = source;
  steps = 0;
  characters = 0;
}

/** Runs what evaluates many templates on one record: together they have the work of a few. */
export function withinRecord<T>(run: () => T): T {
  isInRecord = true;
  recordSteps = 0;
  recordCharacters = 0;
  try {
    return run();
  } finally {
    isInRecord = false;
  }
}

/** To be called before the work is done. Throws TEMPLATE_WORK_EXCEEDED. */
export function countWork(stepCount: number, characterCount: number): void {
  steps += stepCount;
  characters += characterCount;
  spent += stepCount * charactersPerStep + characterCount;
  if (steps > stepLimit) refuse(stepLimit, 'steps');
  if (characters > characterLimit) refuse(characterLimit, 'characters');
  if (!isInRecord) return;
  recordSteps += stepCount;
  recordCharacters += characterCount;
  if (recordSteps > recordMultiple * stepLimit) refuse(recordMultiple * stepLimit, 'steps', ofRecord);
  if (recordCharacters > recordMultiple * characterLimit)
    refuse(recordMultiple * characterLimit, 'characters', ofRecord);
}

/** The work of all evaluations so far, in characters: who evaluates many can tell when others should have a turn. */
export function readSpentWork(): number {
  return spent;
}

const ofRecord = ' that all expressions of a record may work through together';

function refuse(limit: number, unit: 'steps' | 'characters', of = ' an expression may work through'): never {
  const template = expression.length > 80 ? `${expression.slice(0, 77)}…` : expression;
  const shown = String(limit).replace(/\B(?=(?:\d{3})+$)/g, ',');
  throw makeError('TEMPLATE_WORK_EXCEEDED', { template, limit: `${shown} ${unit}`, of });
}

/**
 * What looking for a text inside another counts: a long one that nearly fits everywhere is compared again at every
 * place.
 */
export function countSearch(text: string, wanted: string): void {
  countWork(1, text.length * (1 + (wanted.length >> 4)));
}
