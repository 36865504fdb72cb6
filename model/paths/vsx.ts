// kvmppc_load_fp and kvmppc_save_fp: the floating-point and vector registers, which the host does not use here.
//
// MSR[FP], [VEC] and [VSX] are turned on for the transfers; the rest of the path does not touch these registers.
import { MSR } from '../../spec/vocabulary/bits.ts';
import { placesOf } from '../../spec/vocabulary/registers.ts';
import { passage, routine } from '../program.ts';
import { step } from '../step.ts';
import { returnToCaller } from '../steps/branch.ts';
import { isync } from '../steps/context.ts';
import { copy, set, transfers } from '../steps/transfer.ts';
import { ENTERING, LEAVING } from './base-registers.ts';

const entering = transfers(ENTERING);
const leaving = transfers(LEAVING);

/** VSR0 to VSR31, which hold the floating-point registers, and VSR32 to VSR63, which are the vector registers. */
const LOW = placesOf('VSR').slice(0, 64);
const HIGH = placesOf('VSR').slice(64);

const unitsOn = set(
  'MSR',
  (view, words) => words.or(view.register('MSR'), words.literal(MSR.FP | MSR.VEC | MSR.VSX)),
  'MSR with FP, VEC, VSX',
);

const loadUnits = passage('load-fp', {
  on: unitsOn,
  isync,
  fpscr: entering.load('FPSCR').from('vcpu.fpscr'),
  vsrs: entering.loadRow(LOW).from('vcpu.vsr[0].0'),
  vscr: entering.load('VSCR').from('vcpu.vscr[3]'),
  vrs: entering.loadRow(HIGH).from('vcpu.vsr[32].0'),
  vrsave: entering.load('VRSAVE').from('vcpu.vrsave'),
  blr: returnToCaller,
});

const saveUnits = passage('save-fp', {
  msr: copy('MSR', 'r8'),
  on: unitsOn,
  isync,
  vsrs: leaving.saveRow(LOW).to('vcpu.vsr[0].0'),
  fpscr: leaving.save('FPSCR').to('vcpu.fpscr'),
  vrs: leaving.saveRow(HIGH).to('vcpu.vsr[32].0'),
  vscr: step('save VSCR to vcpu.vscr, with zeros above', (view, words) => [
    { address: leaving.address('vcpu.vscr[0]')(view, words), bytes: 8, value: words.literal(0n) },
    {
      address: leaving.address('vcpu.vscr[2]')(view, words),
      bytes: 8,
      value: view.register('VSCR'),
    },
  ]),
  vrsave: leaving.save('VRSAVE').to('vcpu.vrsave'),
  'msr-back': copy('r8', 'MSR'),
  'isync-back': isync,
  blr: returnToCaller,
});

/** The vcpu's floating-point and vector state into the registers. */
export const loadFp = routine('kvmppc_load_fp', loadUnits);

/** The floating-point and vector registers into the vcpu. */
export const saveFp = routine('kvmppc_save_fp', saveUnits);
