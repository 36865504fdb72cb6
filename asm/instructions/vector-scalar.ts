// Mnemonics of floating-point and vector storage and status, Book I 4.6, 6.7 and 7.6.
import { displaced, indexed } from '../../model/steps/storage.ts';
import {
  aligned,
  floatLoaded,
  floatStored,
  moveFromFpscr,
  moveFromVscr,
  moveToFpscr,
  moveToVscr,
  vectorLoaded,
  vectorOr,
  vectorStored,
} from '../../model/steps/vector-scalar.ts';
import { type Forms, form, InvalidOperand } from './form.ts';

/** mtfsf FLM, FRB, L, W: only the form that moves everything. */
function whole(fields: number, l: number, w: number): void {
  if (fields > 255 || l !== 1 || w !== 0)
    throw new InvalidOperand(
      'of mtfsf only the form with L = 1 and W = 0, which moves all of FPSCR, is described',
    );
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
    form(['number', 'fpr', 'number', 'number'], (fields, frb, l, w) => {
      whole(fields, l, w);
      return moveToFpscr(frb);
    }),
  ],
  mfvscr: [form(['vr'], moveFromVscr)],
  mtvscr: [form(['vr'], moveToVscr)],
};
