// kvmppc_hv_entry_trampoline (book3s_hv_rmhandlers.S): from virtual to real mode. Translation is off after it.
import { MSR } from '../../spec/vocabulary/bits.ts';
import { lowBits } from '../../spec/vocabulary/words.ts';
import { passage, routine } from '../program.ts';
import { clearInMsr, rfid } from '../steps/msr.ts';
import { copy, set, setToLabel } from '../steps/transfer.ts';

const REAL_MODE = lowBits(64) & ~(MSR.IR | MSR.DR);

const toRealMode = passage('trampoline', {
  msr: copy('MSR', 'r10'),
  'ri-off': clearInMsr('RI'),
  srr0: setToLabel('SRR0', 'kvmppc_hv_entry'),
  srr1: set(
    'SRR1',
    (view, words) => words.and(view.register('r10'), words.literal(REAL_MODE)),
    'r10 without IR and DR',
  ),
  rfid,
});

/** From virtual mode to real mode. */
export const trampoline = routine('kvmppc_hv_entry_trampoline', toRealMode);
