// Mnemonics of traps, Book I 3.3.11, with the extended ones of appendix E: twlti, tdnei, trap …

import { constant, register } from '../../model/steps/transfer.ts';
import { trapped } from '../../model/steps/trap.ts';
import { type Form, type Forms, form, InvalidOperand } from './form.ts';

/** The ways to compare that have a name of their own, and their TO. */
const WAYS: Readonly<Record<string, number>> = {
  lt: 16,
  le: 20,
  eq: 4,
  ge: 12,
  gt: 8,
  nl: 12,
  ne: 24,
  ng: 20,
  llt: 2,
  lle: 6,
  lge: 5,
  lgt: 1,
  lnl: 5,
  lng: 6,
};

const checked = (to: number): number => {
  if (to > 31) throw new InvalidOperand(`TO of a trap is ${to}, and must be 0 to 31`);
  return to;
};

function trapsOf(letter: 'w' | 'd', bits: 32 | 64): Forms {
  const registers = (to: number): Form =>
    form(['gpr', 'gpr'], (ra, rb) => trapped(to, register(ra), register(rb), bits));
  const immediate = (to: number): Form =>
    form(['gpr', 'si'], (ra, si) => trapped(to, register(ra), constant(si), bits));
  return {
    [`t${letter}`]: [
      form(['number', 'gpr', 'gpr'], (to, ra, rb) =>
        trapped(checked(to), register(ra), register(rb), bits),
      ),
    ],
    [`t${letter}i`]: [
      form(['number', 'gpr', 'si'], (to, ra, si) =>
        trapped(checked(to), register(ra), constant(si), bits),
      ),
    ],
    ...Object.fromEntries(
      Object.entries(WAYS).flatMap(([way, to]) => [
        [`t${letter}${way}`, [registers(to)]],
        [`t${letter}${way}i`, [immediate(to)]],
      ]),
    ),
  };
}

/** Every mnemonic of this section. */
export const traps: Forms = {
  ...trapsOf('w', 32),
  ...trapsOf('d', 64),
  trap: [form([], () => trapped(31, constant(0n), constant(0n), 32))],
};
