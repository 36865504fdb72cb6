// Encodings of the instructions that are known, Book I appendix H and Book III-S appendix H.
//
// Extended mnemonics are left out: their words are those of the instructions that they stand for.
import { branches } from './branching.ts';
import { arithmetic, compares, logical } from './fixed-point.ts';
import { system } from './privileged.ts';
import type { Encoding } from './row.ts';
import { storage } from './storing.ts';

/** All of them; of two that a word matches, the first counts. */
export const encodings: readonly Encoding[] = [
  ...arithmetic,
  ...logical,
  ...compares,
  ...branches,
  ...storage,
  ...system,
];
