// The level of the run loop: one vcpu, its guest, its user space and the host around it, call by call of KVM_RUN.

import { type KvmRules, publishedRules, repairedRules } from '../../../model/kvm/rules.ts';
import { type Cutting, kvmRun, type Stay } from '../../../model/kvm/run-loop.ts';
import { userReads, userWrites } from '../../../model/kvm/run-page.ts';
import { type Draft, kvmWith, telling } from '../../../model/kvm/state.ts';
import { MSR } from '../../../spec/vocabulary/bits.ts';
import { ARGUMENTS, KVM_EXIT, PENDING } from '../../../spec/vocabulary/kvm-run.ts';
import type { Trace } from '../../../spec/vocabulary/machine.ts';
import { hex, type Word } from '../../../spec/vocabulary/words.ts';
import type { Level } from '../level.ts';
import { sampled } from '../sampled.ts';
import { kvmFaults } from './faults.ts';
import {
  type KvmCall,
  type KvmHistory,
  type KvmStay,
  kvmHistories,
  kvmHistory,
  msrOf,
} from './history.ts';

/** The timebase when a history begins. */
const BEGIN = 1n << 40n;

export const runLevel: Level = sampled<KvmRules, KvmHistory>({
  name: 'run',
  kinds: ['run', 'answer', 'handling', 'delivery', 'absence'],
  models: { published: publishedRules, repaired: repairedRules },
  faults: kvmFaults,
  histories: kvmHistories,
  play: (rules, history) => playKvm(rules, history),
  told: ({ calls }) => calls.flatMap((call, i) => toldCall(call, i)),
  schema: kvmHistory,
});

/** How a stay in the guest changes the vcpu: by the contract of the switch, where nothing else is handed in. */
type Guest = (stay: KvmStay) => Stay;

/** Plays a history on rules. */
export function playKvm(
  rules: KvmRules,
  { pc, dec, calls }: KvmHistory,
  guest: Guest = byContract,
): Trace {
  const begin = kvmWith({
    'vcpu.pc': pc,
    'vcpu.msr': MSR.SF | MSR.ME,
    TB: BEGIN,
    'vcpu.dec_expires': BEGIN + dec,
  });
  const run = telling(begin);
  const cutting: Cutting = { spans: [], last: { state: begin, from: 0 } };
  for (const call of calls) {
    outside(run, call);
    kvmRun(run, cutting, rules, call.stays.map(guest));
    if (run.state()['host.bug'] !== 0n) break;
  }
  return { spans: cutting.spans, unfinished: [], ending: { end: 'returned' } };
}

/** What happens between two calls: time, other threads, signals, and what user space does. */
function outside(run: ReturnType<typeof telling>, call: KvmCall): void {
  run.does(
    'world',
    'time passes, threads and signals come and go',
    (draft) => {
      draft.TB += call.ticks;
      draft.SIBLINGS = BigInt(call.siblings);
      draft['paca.paca_index'] = BigInt(call.thread);
      draft['host.signal'] = call.signal ? 1n : 0n;
    },
    'hardware',
  );
  run.does(
    'user',
    'user space answers, and raises interrupts',
    (draft) => {
      const { answer, external } = call;
      if (userReads(draft, 'run.exit_reason') === KVM_EXIT.PAPR_HCALL) {
        userWrites(draft, 'run.papr_hcall.ret', answer[0] ?? 0n);
        for (let i = 0; i < ARGUMENTS; i++)
          userWrites(
            draft,
            `run.papr_hcall.args[${i}]`,
            answer[(i + 1) % (answer.length || 1)] ?? 0n,
          );
      }
      if (external === 'once') draft['vcpu.pending_exceptions'] |= PENDING.EXTERNAL;
      if (external === 'level') draft['vcpu.pending_exceptions'] |= PENDING.EXTERNAL_LEVEL;
    },
    'hardware',
  );
}

/** A stay as the switch's own clauses say that it ends. */
const byContract: Guest = (stay) => ({
  text: toldStay(stay),
  signal: stay.signal,
  change: (draft) => stopped(draft, stay),
});

/** What the vcpu holds when the guest has stopped so. */
function stopped(draft: Draft, stay: KvmStay): boolean {
  draft.TB += stay.ticks;
  if (stay.trap === 0n) return false;
  const filling = (i: number): Word => stay.words[i % (stay.words.length || 1)] ?? 0n;
  for (let i = 0; i < 32; i++) draft[`vcpu.gpr[${i}]`] = filling(i);
  draft['vcpu.fault_dar'] = filling(1);
  draft['vcpu.fault_dsisr'] = filling(2) & 0xffffffffn;
  draft['vcpu.pc'] = stay.pc;
  draft['vcpu.msr'] = msrOf(stay);
  draft['vcpu.trap'] = stay.trap;
  draft['vcpu.dec_expires'] = BigInt.asUintN(64, draft.TB + stay.dec);
  return true;
}

const toldStay = ({ trap, ee, pr, dec }: KvmStay): string =>
  trap === 0n
    ? 'no guest runs: HDEC is about to expire'
    : `the guest stops at ${hex(trap)}${ee ? ', EE on' : ''}${pr ? ', in problem state' : ''}${toldDec(dec)}`;

const toldDec = (dec: Word): string =>
  dec < 0n
    ? `, its decrementer ${-dec} ticks past 0`
    : dec > 0n
      ? `, its decrementer at ${dec}`
      : '';

function toldCall(call: KvmCall, i: number): readonly string[] {
  const { ticks, siblings, thread, signal, external, stays } = call;
  const before = [
    ...(ticks === 0n ? [] : [`${ticks} ticks pass`]),
    ...(siblings === 0
      ? []
      : [siblings === 1 ? 'another thread is online' : `${siblings} other threads are online`]),
    ...(thread === 0 ? [] : [`on thread ${thread}`]),
    ...(signal ? ['a signal is pending'] : []),
    ...(external === 'none' ? [] : [`user space raises an external interrupt (${external})`]),
  ];
  return [
    `KVM_RUN ${i + 1}${before.length === 0 ? '' : `: ${before.join(', ')}`}`,
    ...stays.map((stay) => `  ${toldStay(stay)}${stay.signal ? ', a signal comes' : ''}`),
  ];
}
