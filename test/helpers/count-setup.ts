/** Vitest setup of the projects that have properties: those without a number of their own try this often. */
import fc from 'fast-check';
import { counts } from './counts.ts';

fc.configureGlobal({ numRuns: counts(25, 500) });
