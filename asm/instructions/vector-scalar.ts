// Mnemonics of floating-point and vector storage and status, Book I 4.6, 6.7 and 7.6.

import type { Meaning } from '../../model/step.ts';
import { displaced, indexed } from '../../model/steps/storage.ts';
import {
  aligned,
  floatLoaded,
  floatStored,
  moveFromFpscr,
  moveFromVscr,
  moveToFpscr,
  moveToFpscrFields,
  moveToVscr,
  vectorLoaded,
  vectorOr,
  vectorStored,
} from '../../model/steps/vector-scalar.ts';
import { type Forms, form, InvalidOperand } from './form.ts';

/** mtfsf FLM, FRB, L, W: with L = 1 all of FPSCR moves, else the fields that FLM names. */
function movedToFpscr(flm: number, frb: number, l: number, w: number): Meaning {
  if (flm > 255 || l > 1 || w > 1)
    throw new InvalidOperand('mtfsf takes FLM of 0 to 255, and L and W of 0 or 1');
  return l === 1 ? moveToFpscr(frb) : moveToFpscrFields(flm, frb, w);
}

/** Every mnemonic of these sections that the switch needs. */
export const vectorScalar: Forms = {
  lfd: [
    form(['fpr', 'memory'], (frt, { base, displacement }) =>
      floatLoaded(frt, displaced(base, displacement)),
    ),
  ],
  lfdx: [form(['fpr', 'base', 'gpr'], (frt, ra, rb) => floatLoaded(frt, indexed(ra, rb)))],
  stfd: [
    form(['fpr', 'memory'], (frs, { base, displacement }) =>
      floatStored(frs, displaced(base, displacement)),
    ),
  ],
  stfdx: [form(['fpr', 'base', 'gpr'], (frs, ra, rb) => floatStored(frs, indexed(ra, rb)))],
  lvx: [
    form(['vr', 'base', 'gpr'], (vrt, ra, rb) => vectorLoaded(32 + vrt, aligned(indexed(ra, rb)))),
  ],
  stvx: [
    form(['vr', 'base', 'gpr'], (vrs, ra, rb) => vectorStored(32 + vrs, aligned(indexed(ra, rb)))),
  ],
  lxvd2x: [form(['vsr', 'base', 'gpr'], (xt, ra, rb) => vectorLoaded(xt, indexed(ra, rb)))],
  stxvd2x: [form(['vsr', 'base', 'gpr'], (xs, ra, rb) => vectorStored(xs, indexed(ra, rb)))],
  xxlor: [form(['vsr', 'vsr', 'vsr'], vectorOr)],
  mffs: [form(['fpr'], moveFromFpscr)],
  mtfsf_l: [form(['fpr'], moveToFpscr)],
  mtfsf: [
    form(['number', 'fpr'], (flm, frb) => movedToFpscr(flm, frb, 0, 0)),
    form(['number', 'fpr', 'number', 'number'], movedToFpscr),
  ],
  mfvscr: [form(['vr'], moveFromVscr)],
  mtvscr: [form(['vr'], moveToVscr)],
};
