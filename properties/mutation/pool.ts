// A fixed pool of histories that take every way through the switch: what a changed path is tried on.
import fc from 'fast-check';
import { slotOf, slots } from '../../model/places.ts';
import type { Program } from '../../model/program.ts';
import type { Clause } from '../../spec/clause.ts';
import { judge } from '../../spec/judging/judge.ts';
import { watchedByAll } from '../../spec/judging/watch.ts';
import type { WatchSet } from '../../spec/judging/write-index.ts';
import { MMCR0_FC, MMCR0_PMAE, MSR, PENDING_EXTERNAL } from '../../spec/vocabulary/bits.ts';
import { handlers } from '../../spec/vocabulary/hypercalls.ts';
import type { Place } from '../../spec/vocabulary/machine.ts';
import { doingNames, hypercallOf } from '../arbitraries/guest-program.ts';
import { compiledEvaluator } from '../compiled/evaluator.ts';
import { switchContract } from '../levels/switch/contract.ts';
import { type History, histories, type SwitchInputs } from '../levels/switch/history.ts';
import { play, roundsOf, type Stage, stageWithout } from '../levels/switch/play.ts';
import { SEVERITY } from '../severity.ts';

/** All assumptions hold. */
export const stage: Stage = stageWithout(new Set());

/** Time passes wherever it likes, between the readings of timers too: not to judge on, but to hold two programs side by side. */
export const anytime: Stage = stageWithout(new Set(['timers-are-read-together']));

/** A step of the entry after the look at HDEC and before hrfid. */
const LAST_OF_ENTRY = 131;

/** The places that the contract follows through a run. */
export const watched: WatchSet = watchedByAll(switchContract.map(({ claim }) => claim));

const flags = slots;
const word = (place: Place): number => slotOf.get(place) ?? 0;

/** What a history has beside words that are 0, or any. */
export interface Shape {
  readonly words: readonly (readonly [slot: number, word: bigint])[];
  readonly round: Partial<SwitchInputs>;
}

/** The guest does one thing: once for each thing that it may do. */
const plain: readonly Shape[] = doingNames.map((does) => ({
  words: [],
  round: { guest: [{ does, on: 0, word: 0n }] },
}));

/** Steps of hypervisor code right after which a step put in would let frozen counters run: two freezes, and where each side's counters are loaded. */
const COUNTERS_CHANGE = [28, 134, 290, 333];

/** Time passes where MMCR0 changes hands; it is the same on both sides, and the host uses its counters. */
function unhurried(mmcr0: bigint): Shape {
  const words: (readonly [number, bigint])[] = [
    [flags, 0x1n],
    [word('lppaca.pmcregs_in_use'), 1n],
    [word('MMCR0'), mmcr0],
    [word('vcpu.mmcr[0]'), mmcr0],
  ];
  return { words, round: { delays: COUNTERS_CHANGE.map((after) => ({ after, ticks: 16n })) } };
}

/** A mediated interrupt that is pending, and a device that interrupts. */
const pending: readonly (readonly [number, bigint])[] = [
  [flags, 0x18n],
  [word('vcpu.pending_exceptions'), PENDING_EXTERNAL],
];

/** H_SET_DABR. */
const setDabr = [...Array(100).keys()]
  .map((on) => ({ does: 'papr-hypercall', on, word: 0n }) as const)
  .find((action) => hypercallOf(action) === handlers.kvmppc_h_set_dabr.number);

/** A mediated interrupt pending, with the guest's MSR such; a device interrupts. */
const mediated = (...msr: readonly bigint[]): Shape => ({
  words: [
    ...pending,
    [word('DEC'), 0x40000000n],
    ...msr.map((bits) => [word('vcpu.msr'), bits] as const),
  ],
  round: { guest: [{ does: 'external', on: 0, word: 0n }] },
});

/**
 * What chance brings too seldom: a mediated interrupt pending with EE off, in a guest of either byte order, one beside an expired
 * HDEC; an HDEC near the bound below which no guest is entered; a vcpu that comes back to its CPU after another, or from another
 * CPU, and the first vcpu, whose number is 0 in each of its bytes; a breakpoint that is set while counters run and sample; a run latch that is turned off; a segment, and an odd HDEC, where a leftover of HDEC comes; the number of a
 * hypercall in r3 when another interrupt comes.
 */
const rare: readonly Shape[] = [
  ...[5n, 9n, 10n].map(
    (ticks): Shape => ({
      words: [
        [flags, 0x10n],
        [word('DEC'), ticks],
      ],
      round: {},
    }),
  ),
  ...(
    [
      [0x60n, 5n],
      [0xa0n, 5n],
      [0xa0n, 0n],
    ] as const
  ).map(
    ([stayed, vcpu]): Shape => ({
      words: [
        [flags, stayed],
        [word('vcpu.last_cpu'), 3n],
        [word('vcpu.vcpu_id'), vcpu],
        [word('TLB[0]'), 1n],
      ],
      round: {},
    }),
  ),
  ...[0n, MMCR0_FC, MMCR0_PMAE].map(unhurried),
  mediated(),
  mediated(MSR.LE),
  {
    words: [
      [word('DEC'), 0x40000000n],
      [word('vcpu.mmcr[2]'), 1n],
      [word('vcpu.gpr[4]'), 0x123456789abcdef0n],
    ],
    round: { guest: setDabr === undefined ? [] : [setDabr] },
  },
  {
    words: [[word('vcpu.msr'), MSR.RI]],
    round: { guest: [{ does: 'inst-storage', on: 0, word: 0n }] },
  },
  {
    words: [
      [flags, 0x10n],
      [word('DEC'), 0x40000001n],
    ],
    round: {
      guest: [
        { does: 'set-slb', on: 31, word: 0x123456789a00000n },
        { does: 'leftover-hdec', on: 0, word: 0n },
      ],
    },
  },
  {
    words: [[word('vcpu.ctrl'), 1n]],
    round: { guest: [{ does: 'set-ctrl', on: 0, word: 0n }] },
  },
  {
    words: [[word('vcpu.gpr[3]'), handlers.kvmppc_h_set_dabr.number]],
    round: { guest: [{ does: 'inst-storage', on: 0, word: 0n }] },
  },
  {
    words: [...pending, [word('DEC'), 0x400n], [word('vcpu.msr'), MSR.EE]],
    round: { delays: [{ after: LAST_OF_ENTRY, ticks: 0x800n }] },
  },
];

/** All shapes: every way through the switch, and what chance brings too seldom. */
export const shapes: readonly Shape[] = [...rare, ...plain];

/** Enough for every witness to be met several times; the fuller histories first, since they break more. */
export const pool = (): readonly History[] => pools().whole;

/** A part of it that takes every way at least once: what most faults fall over. */
export const quick = (): readonly History[] => pools().quick;

/** All of it, and in some histories time passes before every step of hypervisor code. */
export const timely = (): readonly History[] => pools().timely;

/** The rest of it. */
export const thorough = (): readonly History[] => pools().thorough;

interface Pools {
  readonly whole: readonly History[];
  readonly timely: readonly History[];
  readonly quick: readonly History[];
  readonly thorough: readonly History[];
}

/** Made when it is first asked for: who only checks asks for none. */
let made: Pools | undefined;

function pools(): Pools {
  made ??= madePools();
  return made;
}

function madePools(): Pools {
  const drawn = fc.sample(histories, { numRuns: 240, seed: 2013 });
  const shaped = shapes.map((shape) => historyOf(shape));
  const whole = [...drawn.sort((a, b) => actions(b) - actions(a)), ...shaped];
  const quick = [...shaped, ...whole.slice(0, 12)];
  return {
    whole,
    timely: whole.map(withTime),
    quick,
    thorough: whole.filter((history) => !quick.includes(history)),
  };
}

/** The clauses that a program breaks on the pool, or that none of its runs meets: the first found, or all. */
export function brokenOn(program: Program, how: 'first' | 'all'): ReadonlySet<Clause> {
  const broken = new Set<Clause>();
  const unmet = new Set(switchContract);
  const evaluator = compiledEvaluator(program, switchContract, stage);
  for (const history of pool()) {
    const { verdicts } = evaluator.judge(history);
    for (const [i, clause] of switchContract.entries()) {
      const severity = verdicts[i] ?? SEVERITY.vacuous;
      if (severity !== SEVERITY.vacuous) unmet.delete(clause);
      if (severity <= SEVERITY.holds) continue;
      broken.add(clause);
      if (how === 'first') return broken;
    }
  }
  return new Set([...broken, ...unmet]);
}

/** Whether a program violates a clause on the pool: to be stuck, or never to meet it, does not count. */
export const violatedOn = (program: Program, clause: Clause): boolean =>
  pool().some(
    (history) => judge(clause, play(program, history, stage).trace).verdict === 'violated',
  );

/** One history in so many has time pass before every step. */
const EVERYWHERE = 7;

/** Steps of one switch, roughly; and a few ticks before each. */
const everywhere = Array.from({ length: 600 }, (_, after) => ({
  after,
  ticks: BigInt(1 + (after % 5)),
}));

/** A history in which time passes before every step, where its turn has come. */
export const withTime = (history: History, i: number): History =>
  i % EVERYWHERE === 0
    ? [history[0], roundsOf(history).map((round) => ({ ...round, delays: everywhere }))]
    : history;

function actions([, rounds]: History): number {
  return rounds.reduce((sum, { guest }) => sum + guest.length, 0);
}

/** A history of one switch: the words of a shape, and 0 where it says nothing, or what is in `others`. */
export function historyOf(
  { words, round }: Shape,
  others: Partial<SwitchInputs> = {},
  machine: BigUint64Array = new BigUint64Array(slots + 1),
): History {
  for (const [slot, value] of words) machine[slot] = value;
  return [machine, [{ changes: [], delays: [], guest: [], ...others, ...round }]];
}
