// __kvmppc_vcore_entry (book3s_hv_interrupts.S): the host's side, in virtual mode. r3 = run, r4 = vcpu, r13 = PACA.
//
// Order matters in three places: MSR is recorded before EE goes off, the counters are frozen before they are
// read, and DEC is read before real mode, where the host's idea of time ends.
import { passage, routine } from '../program.ts';
import { step } from '../step.ts';
import { call, goToIf, isZero, returnToCaller } from '../steps/branch.ts';
import { isync } from '../steps/context.ts';
import { clearInMsr } from '../steps/msr.ts';
import { copy, FROZEN, set, transfers } from '../steps/transfer.ts';
import { ENTERING } from './base-registers.ts';
import { eachGpr, eachPmc } from './registers.ts';

const { field, save, load, put } = transfers(ENTERING);

const pushFrame = passage('entry.frame', {
  'save-lr': save('LR').to('caller.lr_save'),
  push: step('stdu: frame.back_chain := r1, r1 := r1 - SWITCH_FRAME_SIZE', (view, words) => {
    const caller = view.register('r1');
    const own = words.sub(caller, words.literal(view.layout.frameBytes));
    return [
      { address: own, bytes: 8, value: caller },
      { register: 'r1', value: own },
    ];
  }),
});

const saveNonvolatiles = passage(
  'entry.nvgprs',
  eachGpr(14, 31, (r, n) => save(r).to(`frame.gpr[${n}]`)),
);

const saveSprs = passage('entry.sprs', {
  dscr: save('DSCR').to('hstate.host_dscr'),
  dabr: save('DABR').to('hstate.dabr'),
});

const maskInterrupts = passage('entry.msr', {
  save: save('MSR').to('hstate.host_msr'),
  'ee-off': clearInMsr('EE'),
});

/** The old MMCR0 waits in r7 until it is known whether the host wants it. */
const freezeCounters = passage('entry.freeze', {
  mmcr0: copy('MMCR0', 'r7'),
  freeze: set('MMCR0', FROZEN, 'FC'),
  isync,
  'in-use': goToIf(
    isZero(field('lppaca.pmcregs_in_use')),
    'the host does not use the PMU',
    'entry.timers',
  ),
});

const saveCounters = passage('entry.pmu', {
  mmcr0: save('r7').to('hstate.host_mmcr[0]'),
  mmcr1: save('MMCR1').to('hstate.host_mmcr[1]'),
  mmcra: save('MMCRA').to('hstate.host_mmcr[2]'),
  ...eachPmc((pmc, i) => save(pmc).to(`hstate.host_pmc[${i}]`)),
});

/** Two readings, one after the other: time may pass between them. */
const moveDecrementer = passage('entry.timers', {
  dec: copy('DEC', 'r8'),
  timebase: copy('TB', 'r7'),
  hdec: copy('r8', 'HDEC'),
  expires: put(
    (view, words) => words.add(words.signExtend(view.register('r8'), 32), view.register('r7')),
    'r8, sign-extended, + r7',
  ).into('hstate.dec_expires'),
});

const enter = passage('entry.go', { trampoline: call('kvmppc_hv_entry_trampoline') });

/** Back in virtual mode, with the exit's trap number in r12 and interrupts as the host had them. */
const handler = passage(
  'return.nvgprs',
  eachGpr(14, 31, (r, n) => load(r).from(`frame.gpr[${n}]`)),
);

const popFrame = passage('return.frame', {
  pop: set(
    'r1',
    (view, words) => words.add(view.register('r1'), words.literal(view.layout.frameBytes)),
    'r1 + SWITCH_FRAME_SIZE',
  ),
  'load-lr': load('LR').from('caller.lr_save'),
  blr: returnToCaller,
});

/** What the kernel calls: the host's state is saved, with translation on. */
export const vcoreEntry = routine(
  '__kvmppc_vcore_entry',
  pushFrame,
  saveNonvolatiles,
  saveSprs,
  maskInterrupts,
  freezeCounters,
  saveCounters,
  moveDecrementer,
  enter,
);

/** Right after the call: the return address that the trampoline hands on. */
export const handlerHighmem = routine('kvmppc_handler_highmem', handler, popFrame);
