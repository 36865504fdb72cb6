// The level of the run loop: one vcpu, its guest, its user space and the host around it, call by call of KVM_RUN.

import { type KvmCode, kvmRun, runKernels } from '../../../model/kvm/run-loop.ts';
import { userReads, userWrites } from '../../../model/kvm/run-page.ts';
import { type KvmCell, type KvmRun, kvmRunning, type Stay } from '../../../model/kvm/state.ts';
import type { At, Writes } from '../../../model/kvm/statements.ts';
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

export const runLevel: Level = sampled<KvmCode, KvmHistory>({
  name: 'run',
  kinds: ['run', 'answer', 'handling', 'delivery', 'absence'],
  models: runKernels,
  faults: kvmFaults,
  histories: kvmHistories,
  play: (code, history) => playKvm(code, history),
  told: ({ calls }) => calls.flatMap((call, i) => toldCall(call, i)),
  schema: kvmHistory,
});

/** How a stay in the guest changes the vcpu: by the contract of the switch, where nothing else is handed in. */
type Guest = (stay: KvmStay) => Stay;

/** Plays a history on C code. */
export function playKvm(
  code: KvmCode,
  { pc, dec, calls }: KvmHistory,
  guest: Guest = byContract,
): Trace {
  const run = kvmRunning(
    new Map([
      ['vcpu.pc', pc],
      ['vcpu.msr', MSR.SF | MSR.ME],
      ['TB', BEGIN],
      ['vcpu.dec_expires', BEGIN + dec],
    ]),
  );
  for (const call of calls) {
    outside(run, call);
    kvmRun(run, code, call.stays.map(guest));
    if (run.at('host.bug') !== 0n) break;
  }
  return { spans: run.spans, unfinished: [], ending: { end: 'returned' } };
}

/** What happens between two calls: time, other threads, signals, and what user space does. */
function outside(run: KvmRun, call: KvmCall): void {
  run.step(
    { site: 'world', text: 'time passes, threads and signals come and go', by: 'hardware' },
    [
      ['TB', run.at('TB') + call.ticks],
      ['SIBLINGS', BigInt(call.siblings)],
      ['paca.paca_index', BigInt(call.thread)],
      ['host.signal', call.signal ? 1n : 0n],
    ],
  );
  run.step({ site: 'user', text: 'user space answers, and raises interrupts', by: 'hardware' }, [
    ...(userReads(run.at, 'run.exit_reason') === KVM_EXIT.PAPR_HCALL
      ? answered(run.at, call.answer)
      : []),
    ...raised(run.at, call.external),
  ]);
}

/** The answer to a hypercall: its result, and what comes in place of its arguments. */
const answered = (at: At<KvmCell>, answer: KvmCall['answer']): Writes<KvmCell> => [
  userWrites(at, 'run.papr_hcall.ret', answer[0] ?? 0n),
  ...Array.from({ length: ARGUMENTS }, (_, i) =>
    userWrites(at, `run.papr_hcall.args[${i}]`, answer[(i + 1) % (answer.length || 1)] ?? 0n),
  ),
];

const RAISED = { once: PENDING.EXTERNAL, level: PENDING.EXTERNAL_LEVEL } as const;

const raised = (at: At<KvmCell>, external: KvmCall['external']): Writes<KvmCell> =>
  external === 'none'
    ? []
    : [['vcpu.pending_exceptions', at('vcpu.pending_exceptions') | RAISED[external]]];

/** A stay as the switch's own clauses say that it ends. */
const byContract: Guest = (stay) => ({
  text: toldStay(stay),
  signal: stay.signal,
  outcome: (at) => ({ ran: stay.trap !== 0n, writes: stopped(at, stay) }),
});

/** What changes while the guest is away, and what the vcpu holds when it has stopped so. */
function stopped(at: At<KvmCell>, stay: KvmStay): Writes<KvmCell> {
  const now = at('TB') + stay.ticks;
  if (stay.trap === 0n) return [['TB', now]];
  const filling = (i: number): Word => stay.words[i % (stay.words.length || 1)] ?? 0n;
  return [
    ['TB', now],
    ...Array.from({ length: 32 }, (_, i) => [`vcpu.gpr[${i}]`, filling(i)] as const),
    ['vcpu.fault_dar', filling(1)],
    ['vcpu.fault_dsisr', filling(2) & 0xffffffffn],
    ['vcpu.pc', stay.pc],
    ['vcpu.msr', msrOf(stay)],
    ['vcpu.trap', stay.trap],
    ['vcpu.dec_expires', BigInt.asUintN(64, now + stay.dec)],
  ];
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
