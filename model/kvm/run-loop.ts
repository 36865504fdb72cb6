// KVM_RUN: the answer that user space brings, interrupts that wait, the checks, the guest, its exit, and round again
// (kvm_arch_vcpu_ioctl_run, kvmppc_vcpu_run, kvmppc_run_vcpu), as Linux 3.1 has it, and what repairs it.
//
// The world switch is a part that the world hands in: by its contract, or the path itself.
import { ERROR, KVM_EXIT, PENDING } from '../../spec/vocabulary/kvm-run.ts';
import type { Edit } from './edits.ts';
import type { LinkedCode } from './execute.ts';
import { exitRoutines, loadArguments, loadResult, RESUME, storeReason } from './exits.ts';
import { delivery, dequeue, interruptRoutines, queue, waits } from './interrupts.ts';
import { kernelsOf } from './kernels.ts';
import {
  assign,
  begin,
  call,
  end,
  type KvmCell,
  type KvmLocal,
  type KvmRun,
  kvmEdits,
  loop,
  returns,
  type Stay,
  span,
  step,
  type World,
  when,
} from './state.ts';
import type { At, Code } from './statements.ts';

/** The guest's DEC as the switch loads it: the low word of what is left. */
const DEC_BITS = 0xffffffffn;

/** Whether a signal is pending for the task. */
const isSignalled = (at: At<KvmCell>): boolean => at('host.signal') !== 0n;

const interrupted = {
  reason: storeReason(KVM_EXIT.INTR, 'a signal is the reason to return'),
  eintr: returns(ERROR.EINTR),
};

const kvm_arch_vcpu_ioctl_run = {
  /** User space has answered: r3 is the result, r4 to r12 what it put in place of the arguments. */
  answer: span('answer', {
    hcall: when((at) => at('vcpu.hcall_needed') !== 0n, {
      ret: loadResult(),
      args: loadArguments(),
      done: step('the answer is taken', () => [['vcpu.hcall_needed', 0n]]),
    }),
  }),
  delivery,
  run: call('kvmppc_vcpu_run'),
  ret: step(
    (at) => `returns ${BigInt.asIntN(64, at('r'))}`,
    (at) => [['ioctl.ret', at('r')]],
  ),
};

const kvmppc_vcpu_run = {
  guest: assign(() => [['r', RESUME.GUEST]]),
  rounds: loop((at) => at('r') === RESUME.GUEST, { round: call('kvmppc_run_vcpu') }),
};

const stayOf = (at: At<KvmLocal>, { stays }: World): Stay | undefined => stays[Number(at('stay'))];

/** One time round. */
const kvmppc_run_vcpu = {
  signal: when(isSignalled, interrupted),
  trap: step('no exit so far', () => [['vcpu.trap', 0n]]),
  reason: storeReason(KVM_EXIT.UNKNOWN, 'no reason to return so far'),
  busy: when((at) => at('paca.paca_index') !== 0n || at('SIBLINGS') !== 0n, {
    ebusy: returns(ERROR.EBUSY),
  }),
  /** The history ends here: the scheduler takes the CPU away for good, and a signal ends the run. */
  over: when((at, world) => stayOf(at, world) === undefined, {
    signal: step('a signal comes', () => [['host.signal', 1n]]),
    ...interrupted,
  }),
  enter: step('the guest is entered', (at) => [
    ['guest.entries', at('guest.entries') + 1n],
    ['guest.dec', (at('vcpu.dec_expires') - at('TB')) & DEC_BITS],
  ]),
  absent: end('absence'),
  exits: assign((at) => [['exits', at('guest.exits')]]),
  guest: step(
    (at, world) => stayOf(at, world)?.text ?? '',
    (at, world) => leftBy(at, stayOf(at, world)),
    'guest',
  ),
  next: assign((at) => [['stay', at('stay') + 1n]]),
  ran: when((at) => at('guest.exits') !== at('exits'), { absent: begin('absence') }),
  'dec-ahead': when((at) => at('TB') < at('vcpu.dec_expires') && waits(PENDING.DECREMENTER)(at), {
    cancel: dequeue(PENDING.DECREMENTER, 'the decrementer is ahead: its exception waits no more'),
  }),
  'no-exit': when((at) => at('vcpu.trap') === 0n, { guest: returns(RESUME.GUEST) }),
  exit: span('handling', { handle: call('kvmppc_handle_exit') }),
  out: when((at) => at('r') !== RESUME.GUEST, { out: returns() }),
  'signal-came': when(isSignalled, interrupted),
  delivery,
};

/** What a stay in the guest, and the interrupt that ends it, leave in the vcpu. */
function leftBy(at: At<KvmCell>, stay: Stay | undefined) {
  const { ran, writes } = stay?.outcome(at) ?? { ran: false, writes: [] };
  return [
    ...writes,
    ...(ran ? ([['guest.exits', at('guest.exits') + 1n]] as const) : []),
    ...(stay?.signal === true ? ([['host.signal', 1n]] as const) : []),
  ];
}

type KvmEdit = Edit<KvmCell, KvmLocal, World>;

/** The C code around the switch, of one kernel. */
export type KvmCode = LinkedCode<KvmCell, KvmLocal, World>;

const routines: Code<KvmCell, KvmLocal, World> = {
  kvm_arch_vcpu_ioctl_run,
  kvmppc_vcpu_run,
  kvmppc_run_vcpu,
  ...exitRoutines,
  ...interruptRoutines,
};

const { insertBefore } = kvmEdits;

/** Repairs by the name of the defect. */
const repairs = {
  'decrementer-lost-when-long-gone': [
    insertBefore('kvmppc_run_vcpu.enter', {
      'dec-expired': when((at) => at('TB') >= at('vcpu.dec_expires'), {
        queue: queue(PENDING.DECREMENTER, 'the decrementer has expired: its exception waits'),
      }),
      'delivery-at-entry': delivery,
    }),
  ],
  'resume-flag-returned': [
    insertBefore('kvm_arch_vcpu_ioctl_run.ret', {
      flag: when((at) => at('r') === RESUME.HOST, { clear: assign(() => [['r', 0n]]) }),
    }),
  ],
} as const satisfies Readonly<Record<string, readonly KvmEdit[]>>;

/** The defects of the published code, by name. */
export type KvmDefect = keyof typeof repairs;

/** The C code of KVM_RUN in every kernel. */
export const runKernels = kernelsOf(routines, repairs);

/** One KVM_RUN: until user space is wanted, or the kernel stops. */
export function kvmRun(run: KvmRun, code: KvmCode, stays: readonly Stay[]): void {
  run.begin('run');
  run.put([['stay', 0n]]);
  code.call('kvm_arch_vcpu_ioctl_run', run, { stays });
  run.end('run');
}
