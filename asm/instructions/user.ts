// Every instruction that a program in problem state may use, by mnemonic.
import { arithmetic } from './arithmetic.ts';
import { branches } from './branch.ts';
import { compare } from './compare.ts';
import { together } from './families.ts';
import type { Forms } from './form.ts';
import { logical } from './logical.ts';
import { rotate } from './rotate.ts';
import { storage } from './storage.ts';
import { traps } from './trap.ts';
import { vectorScalar } from './vector-scalar.ts';

/** The instructions of problem state (Book I and II). */
export const userForms: Forms = together(
  arithmetic,
  logical,
  rotate,
  compare,
  branches,
  storage,
  traps,
  vectorScalar,
);
