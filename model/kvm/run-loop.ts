// KVM_RUN: the answer that user space brings, interrupts that wait, the checks, the guest, its exit, and round again
// (kvm_arch_vcpu_ioctl_run, kvmppc_vcpu_run, kvmppc_run_core).
//
// The world switch is a part that is handed in: by its contract, or the path itself.
import type { Span } from '../../spec/machine.ts';
import { ERROR, KVM_EXIT } from '../../spec/run-state.ts';
import { handleExit, type Resume, takeAnswer } from './exits.ts';
import { cancelDecrementer, deliver, queueDecrementer } from './interrupts.ts';
import type { KvmRules } from './rules.ts';
import { type Draft, type Kvm, seen, type Telling } from './state.ts';

/** One stay in the guest: what it changes, and what the interrupt that ends it leaves in the vcpu. */
export interface Stay {
  readonly text: string;
  readonly change: (draft: Draft) => void;
  /** Whether a signal comes for the task meanwhile. */
  readonly signal: boolean;
}

/** The stretches of a run, as they end. */
export interface Cutting {
  readonly spans: Span[];
  /** The state in which the guest was last seen, and the step behind which. */
  last: { readonly state: Kvm; readonly from: number };
}

/** The guest's DEC as the switch loads it: the low word of what is left. */
const DEC_BITS = 0xffffffffn;

/** Runs until user space is wanted, and says what the ioctl returns. */
export function kvmRun(
  run: Telling,
  cutting: Cutting,
  rules: KvmRules,
  stays: readonly Stay[],
): void {
  const begin = { state: run.state(), from: run.taken.length };
  takeAnswer(run, rules);
  cut(cutting, run, 'answer', begin);
  delivering(run, cutting, rules);
  const queue = [...stays];
  let resume: Resume = 'guest';
  while (resume === 'guest') resume = once(run, cutting, rules, queue);
  cut(cutting, run, 'run', begin);
}

/** One time round: the checks, the guest, and what becomes of its exit. */
function once(run: Telling, cutting: Cutting, rules: KvmRules, queue: Stay[]): Resume {
  const state = run.state();
  if (rules.looksForSignals && state['host.signal'] !== 0n) return interrupted(run);
  if (!rules.mayRun(state['paca.paca_index'], state.SIBLINGS))
    return returns(run, 'busy', 'another thread is online: -EBUSY', ERROR.EBUSY);
  const stay = queue.shift();
  if (stay === undefined) return outOfTime(run);
  if (rules.queuesDecrementer) {
    queueDecrementer(run);
    delivering(run, cutting, rules);
  }
  enter(run, cutting, stay);
  cancelDecrementer(run, rules);
  if (run.state()['vcpu.trap'] === 0n) return 'guest';
  const before = { state: run.state(), from: run.taken.length };
  const resume = handleExit(run, rules);
  cut(cutting, run, 'handling', before);
  if (resume === 'host') return returns(run, 'out', 'user space is wanted', 0n);
  if (resume === 'bug') return resume;
  if (rules.looksForSignals && run.state()['host.signal'] !== 0n) return interrupted(run);
  delivering(run, cutting, rules);
  return 'guest';
}

/** The guest runs; what its last interrupt left is in the vcpu behind it. */
function enter(run: Telling, cutting: Cutting, { text, change, signal }: Stay): void {
  run.does('__kvmppc_vcore_entry', 'the guest is entered', (draft) => {
    draft['run.exit_reason'] = 0n;
    draft['guest.entries'] += 1n;
    draft['guest.dec'] = (draft['vcpu.dec_expires'] - draft.TB) & DEC_BITS;
  });
  cut(cutting, run, 'absence', cutting.last);
  run.does(
    'guest',
    text,
    (draft) => {
      change(draft);
      if (draft['vcpu.trap'] !== 0n) draft['guest.exits'] += 1n;
      if (signal) draft['host.signal'] = 1n;
    },
    'guest',
  );
  cutting.last = { state: run.state(), from: run.taken.length };
}

function delivering(run: Telling, cutting: Cutting, rules: KvmRules): void {
  const before = { state: run.state(), from: run.taken.length };
  deliver(run, rules);
  cut(cutting, run, 'delivery', before);
}

const interrupted = (run: Telling): Resume =>
  returns(run, 'signal', 'a signal is pending: -EINTR', ERROR.EINTR, KVM_EXIT.INTR);

/** The history ends here: the scheduler takes the CPU away for good, and a signal ends the run. */
function outOfTime(run: Telling): Resume {
  run.does('signal', 'a signal comes', (draft) => {
    draft['host.signal'] = 1n;
  });
  return interrupted(run);
}

function returns(run: Telling, verb: string, text: string, ret: bigint, reason?: bigint): Resume {
  run.does(`kvmppc_vcpu_run.${verb}`, text, (draft) => {
    draft['ioctl.ret'] = ret;
    if (reason !== undefined) draft['run.exit_reason'] = reason;
  });
  return 'host';
}

function cut(
  { spans }: Cutting,
  { state, taken }: Telling,
  kind: Span['kind'],
  begin: Cutting['last'],
): void {
  spans.push({
    kind,
    before: seen(begin.state),
    after: seen(state()),
    taken,
    from: begin.from,
    to: taken.length,
  });
}
