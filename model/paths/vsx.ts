// kvmppc_load_fp and kvmppc_save_fp: the floating-point and vector registers, which the host does not use here.
//
// MSR[FP], [VEC] and [VSX] are turned on for the transfers; the rest of the path does not touch these registers.
import { MSR } from '../../spec/bits.ts';
import { placesOf } from '../../spec/registers.ts';
import { passage, routine } from '../program.ts';
import { returnToCaller } from '../steps/branch.ts';
import { isync } from '../steps/context.ts';
import { copy, set, transfers } from '../steps/transfer.ts';
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
  vsrs: entering.loadRow(placesOf('VSR')).from('vcpu.vsr[0].0'),
  vscr: entering.load('VSCR').from('vcpu.vscr[3]'),
  vrsave: entering.load('VRSAVE').from('vcpu.vrsave'),
  blr: returnToCaller,
});

const saveUnits = passage('save-fp', {
  msr: copy('MSR', 'r8'),
  on: unitsOn,
  isync,
  vsrs: leaving.saveRow(placesOf('VSR')).to('vcpu.vsr[0].0'),
  fpscr: leaving.save('FPSCR').to('vcpu.fpscr'),
  vscr: leaving.save('VSCR').to('vcpu.vscr[3]'),
  vrsave: leaving.save('VRSAVE').to('vcpu.vrsave'),
  'msr-back': copy('r8', 'MSR'),
  'isync-back': isync,
  blr: returnToCaller,
});

export const loadFp = routine('kvmppc_load_fp', loadUnits);
export const saveFp = routine('kvmppc_save_fp', saveUnits);
