// A fixed pool of histories that take every way through the switch: what a changed path is tried on.
import fc from 'fast-check';
import { allPlaces, slotOf, slots } from '../../model/places.ts';
import type { Program } from '../../model/program.ts';
import { MSR, PENDING_EXTERNAL } from '../../spec/bits.ts';
import type { Clause } from '../../spec/clause.ts';
import { contract } from '../../spec/contract.ts';
import { judge } from '../../spec/judge.ts';
import type { Place } from '../../spec/machine.ts';
import { watchedByAll } from '../../spec/watch.ts';
import { doingNames } from '../arbitraries/guest-program.ts';
import { type History, histories, type Round } from '../arbitraries/history.ts';
import { type Played, play, stageWithout } from '../play.ts';

const stage = stageWithout(new Set());

/** A step of the entry behind the look at HDEC and before hrfid. */
const LAST_OF_ENTRY = 125;
const watched = watchedByAll(contract.map(({ claim }) => claim));

const flags = slots;
const word = (place: Place): number => slotOf.get(place) ?? 0;

/** Everything is 0 that may be, and the guest does one thing: once for each thing that it may do. */
const plain: readonly History[] = doingNames.map((does) =>
  historyOf([], { guest: [{ does, on: 0, word: 0n }] }),
);

/** What chance brings too seldom: a mediated interrupt pending with EE off, and one beside an expired HDEC. */
const pending: readonly (readonly [number, bigint])[] = [
  [flags, 0x18n],
  [word('vcpu.pending_exceptions'), PENDING_EXTERNAL],
];
const rare: readonly History[] = [
  historyOf([...pending, [word('DEC'), 0x40000000n]], {
    guest: [{ does: 'external', on: 0, word: 0n }],
  }),
  historyOf([...pending, [word('DEC'), 0x400n], [word('vcpu.msr'), MSR.EE]], {
    delays: [{ after: LAST_OF_ENTRY, ticks: 0x800n }],
  }),
];

/** Enough for every witness to be met several times; the fuller histories first, since they break more. */
const pool: readonly History[] = [
  ...fc
    .sample(histories(new Set()), { numRuns: 240, seed: 2011 })
    .sort((a, b) => actions(b) - actions(a)),
  ...rare,
  ...plain,
];

/** A part of it that takes every way at least once: what most faults fall over. */
const quick: readonly History[] = [...rare, ...plain, ...pool.slice(0, 12)];

/** The rest of it. */
const thorough: readonly History[] = pool.filter((history) => !quick.includes(history));

/** The clauses that a program violates, or is stuck over: all of them on the quick part; on the rest those of the first history that shows any. */
export function killersOf(program: Program, part: 'quick' | 'rest'): ReadonlySet<string> {
  const killers = new Set<string>();
  const look = (history: History): void => {
    const { trace } = play(program, history, stage);
    for (const clause of contract) {
      if (killers.has(clause.name)) continue;
      const { verdict } = judge(clause, trace, watched);
      if (verdict !== 'holds' && verdict !== 'vacuous') killers.add(clause.name);
    }
  };
  if (part === 'quick') for (const history of quick) look(history);
  else for (const history of thorough) if (killers.size === 0) look(history);
  return killers;
}

/** The pool with no time passing by itself: a step more or less would let it pass elsewhere. */
const still: readonly History[] = pool.map(([words, rounds]) => [
  words,
  rounds.map((round) => ({ ...round, delays: [] })),
]);

/** Whether a program is in the same state as a sound one at the end of every stretch of every history of the pool. */
export function sameMachine(sound: Program, other: Program): boolean {
  const known = soundPlays.get(sound) ?? still.map((history) => play(sound, history, stage));
  soundPlays.set(sound, known);
  return still.every((history, i) => {
    const first = known[i];
    return first !== undefined && sameStates(first, play(other, history, stage));
  });
}

/** How the pool goes on a sound program. */
const soundPlays = new WeakMap<Program, readonly Played[]>();

/** A step more moves the code behind it: two addresses in the code of the paths count as one. */
const isCode = (word: bigint): boolean => word >> 20n === 0xc0000000001n;
const alike = (a: bigint, b: bigint): boolean => a === b || (isCode(a) && isCode(b));

/** All places alike; what is still to be synchronised shows only in what it leads to. */
function sameStates({ trace: first }: Played, { trace: second }: Played): boolean {
  if (first.spans.length !== second.spans.length || first.ending.end !== second.ending.end)
    return false;
  return first.spans.every((span, i) => {
    const other = second.spans[i];
    return (
      other?.kind === span.kind &&
      allPlaces.every(
        (place) => place === 'UNSYNCED' || alike(span.after.word(place), other.after.word(place)),
      )
    );
  });
}

/** The clauses that a program breaks on the pool, or that none of its runs meets: the first found, or all. */
export function brokenOn(program: Program, how: 'first' | 'all'): ReadonlySet<Clause> {
  const broken = new Set<Clause>();
  const unmet = new Set(contract);
  for (const history of pool) {
    const { trace } = play(program, history, stage);
    for (const clause of contract) {
      const { verdict } = judge(clause, trace, watched);
      if (verdict !== 'vacuous') unmet.delete(clause);
      if (verdict === 'holds' || verdict === 'vacuous') continue;
      broken.add(clause);
      if (how === 'first') return broken;
    }
  }
  return new Set([...broken, ...unmet]);
}

/** Whether a program violates a clause on the pool: to be stuck, or never to meet it, does not count. */
export const violatedOn = (program: Program, clause: Clause): boolean =>
  pool.some((history) => judge(clause, play(program, history, stage).trace).verdict === 'violated');

function actions([, rounds]: History): number {
  return rounds.reduce((sum, { guest }) => sum + guest.length, 0);
}

/** A history of one switch: words by slot, all others 0. */
function historyOf(words: readonly (readonly [number, bigint])[], round: Partial<Round>): History {
  const machine = new BigUint64Array(slots + 1);
  for (const [slot, value] of words) machine[slot] = value;
  return [machine, [{ changes: [], delays: [], guest: [], ...round }]];
}
