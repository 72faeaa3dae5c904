/** Runs in a thread of its own, started by `password-judge.ts`; the lists of known passwords live only here. */
import { parentPort } from 'node:worker_threads';
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import * as common from '@zxcvbn-ts/language-common';
import * as english from '@zxcvbn-ts/language-en';

export interface JudgeRequest {
  password: string;
  words: readonly string[];
}

export interface Judgement {
  /** 0 (one of the first guesses) to 4 (out of reach). */
  score: number;
  /** What makes it weak, as a sentence; null when there is no single reason. */
  warning: string | null;
}

/** What follows cannot make a password weaker; judging it would only cost time. */
const maxLength = 64;
const estimator = new ZxcvbnFactory({
  dictionary: { ...common.dictionary, ...english.dictionary },
  graphs: common.adjacencyGraphs,
  translations: english.translations,
  maxLength,
  // Every further way of reading @ as a and 0 as o doubles the work.
  l33tMaxSubstitutions: 20,
});

parentPort?.on('message', ({ password, words }: JudgeRequest) => {
  const { score, feedback } = estimator.check([...password].slice(0, maxLength).join(''), [...words]);
  parentPort?.postMessage({ score, warning: feedback.warning } satisfies Judgement);
});
