// KVM_RUN: the answer that user space brings, interrupts that wait, the checks, the guest, its exit, and round again
// (kvm_arch_vcpu_ioctl_run, kvmppc_vcpu_run, kvmppc_run_core).
//
// The world switch is a part that is handed in: by its contract, or the path itself.

import { ERROR } from '../../spec/vocabulary/kvm-run.ts';
import type { Span } from '../../spec/vocabulary/machine.ts';
import { handleExit, type Resume, takeAnswer } from './exits.ts';
import { cancelDecrementer, deliver, queueDecrementer } from './interrupts.ts';
import type { KvmRules } from './rules.ts';
import { storeField } from './run-page.ts';
import { type Draft, type Kvm, seen, type Telling } from './state.ts';

/** One stay in the guest: what it changes, and what the interrupt that ends it leaves in the vcpu. */
export interface Stay {
  readonly text: string;
  /** Says whether the guest ran: it does not where HDEC is about to expire. */
  readonly change: (draft: Draft) => boolean;
  /** Whether a signal comes for the task meanwhile. */
  readonly signal: boolean;
}

/** The stretches of a run, as they end. */
export interface Cutting {
  readonly spans: Span[];
  /** The state in which the guest was last seen, and the step after which. */
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
  let resume = once(run, cutting, rules, queue, rules.looksForSignals.first);
  while (resume === 'guest') resume = once(run, cutting, rules, queue, rules.looksForSignals.later);
  cut(cutting, run, 'run', begin);
}

/** One time round: the checks, the guest, and what becomes of its exit. */
function once(
  run: Telling,
  cutting: Cutting,
  rules: KvmRules,
  queue: Stay[],
  looksForSignals: boolean,
): Resume {
  const state = run.state();
  if (looksForSignals && state['host.signal'] !== 0n) return interrupted(run, rules);
  clear(run, rules);
  if (!rules.mayRun(state['paca.paca_index'], state.SIBLINGS))
    return returns(run, 'busy', 'another thread is online: -EBUSY', ERROR.EBUSY);
  const stay = queue.shift();
  if (stay === undefined) return outOfTime(run, rules);
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
  if (resume === 'host') return returns(run, 'out', 'user space is wanted', rules.handedOn);
  if (resume === 'bug') return resume;
  if (rules.looksForSignals.later && run.state()['host.signal'] !== 0n)
    return interrupted(run, rules);
  delivering(run, cutting, rules);
  return 'guest';
}

/** Neither an exit nor a reason of before is left over (kvmppc_run_vcpu). */
const clear = (run: Telling, rules: KvmRules): void =>
  run.does('kvmppc_run_vcpu.clear', 'no exit, and no reason to return, so far', (draft) => {
    if (rules.clearsTrap) draft['vcpu.trap'] = 0n;
    if (rules.clearsReason)
      storeField(draft, rules.page, 'exit_reason', rules.page.reasons.unknown);
  });

/** The guest runs; what its last interrupt left is then in the vcpu. */
function enter(run: Telling, cutting: Cutting, { text, change, signal }: Stay): void {
  run.does('__kvmppc_vcore_entry', 'the guest is entered', (draft) => {
    draft['guest.entries'] += 1n;
    draft['guest.dec'] = (draft['vcpu.dec_expires'] - draft.TB) & DEC_BITS;
  });
  cut(cutting, run, 'absence', cutting.last);
  let ran = false;
  run.does(
    'guest',
    text,
    (draft) => {
      ran = change(draft);
      if (ran) draft['guest.exits'] += 1n;
      if (signal) draft['host.signal'] = 1n;
    },
    'guest',
  );
  if (ran) cutting.last = { state: run.state(), from: run.taken.length };
}

function delivering(run: Telling, cutting: Cutting, rules: KvmRules): void {
  const before = { state: run.state(), from: run.taken.length };
  deliver(run, rules);
  cut(cutting, run, 'delivery', before);
}

function interrupted(run: Telling, { page }: KvmRules): Resume {
  run.does('kvmppc_run_vcpu.signal', 'a signal is the reason to return', (draft) => {
    storeField(draft, page, 'exit_reason', page.reasons.intr);
  });
  return returns(run, 'signal', 'a signal is pending: -EINTR', ERROR.EINTR);
}

/** The history ends here: the scheduler takes the CPU away for good, and a signal ends the run. */
function outOfTime(run: Telling, rules: KvmRules): Resume {
  run.does('signal', 'a signal comes', (draft) => {
    draft['host.signal'] = 1n;
  });
  return interrupted(run, rules);
}

function returns(run: Telling, verb: string, text: string, ret: bigint): Resume {
  run.does(`kvmppc_vcpu_run.${verb}`, text, (draft) => {
    draft['ioctl.ret'] = ret;
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
