// kvmppc_load_fp and kvmppc_save_fp: the floating-point and vector registers, which the host does not use here.
//
// MSR[FP], [VEC] and [VSX] are turned on for the transfers; the rest of the path does not touch these registers.
import { MSR } from '../../spec/bits.ts';
import type { Place as Register } from '../../spec/registers.ts';
import type { Field } from '../../spec/structures.ts';
import { passage, routine } from '../program.ts';
import { returnToCaller } from '../steps/branch.ts';
import { isync } from '../steps/context.ts';
import { copy, set, transfers } from '../steps/transfer.ts';
import type { Step } from '../step.ts';
import { ENTERING, LEAVING } from './reach.ts';

const entering = transfers(ENTERING);
const leaving = transfers(LEAVING);

const unitsOn = set(
  'MSR',
  (view, words) => words.or(view.register('MSR'), words.literal(MSR.FP | MSR.VEC | MSR.VSX)),
  'MSR with FP, VEC, VSX',
);

const loadUnits = passage('load-fp', {
  on: unitsOn,
  isync,
  fpscr: entering.load('FPSCR').from('vcpu.fpscr'),
  ...eachVsr((vsr, field) => entering.load(vsr).from(field)),
  vscr: entering.load('VSCR').from('vcpu.vscr'),
  vrsave: entering.load('VRSAVE').from('vcpu.vrsave'),
  blr: returnToCaller,
});

const saveUnits = passage('save-fp', {
  msr: copy('MSR', 'r8'),
  on: unitsOn,
  isync,
  ...eachVsr((vsr, field) => leaving.save(vsr).to(field)),
  fpscr: leaving.save('FPSCR').to('vcpu.fpscr'),
  vscr: leaving.save('VSCR').to('vcpu.vscr'),
  vrsave: leaving.save('VRSAVE').to('vcpu.vrsave'),
  'msr-back': copy('r8', 'MSR'),
  'isync-back': isync,
  blr: returnToCaller,
});

export const loadFp = routine('kvmppc_load_fp', loadUnits);
export const saveFp = routine('kvmppc_save_fp', saveUnits);

/** A step for each of the 64 registers, moving both doublewords. */
function eachVsr(
  make: (vsr: Register, field: Field) => Step,
): Readonly<Record<`vsr${number}`, Step>> {
  return Object.fromEntries(
    Array.from({ length: 64 }, (_, n) => {
      const halves = ([0, 1] as const).map((half) => make(`VSR[${n}].${half}`, `vcpu.vsr[${n}].${half}`));
      return [`vsr${n}`, together(halves)];
    }),
  );
}

/** Several steps as one: they all see the state before it. */
function together(steps: readonly Step[]): Step {
  return {
    text: steps.map(({ text }) => text).join(', '),
    meaning: (view, words, code) => steps.flatMap(({ meaning }) => [...meaning(view, words, code)]),
  };
}
