// A changed program tried on the pool beside the sound one: which clauses it breaks, and whether it is another machine at all.
import { allPlaces } from '../../model/places.ts';
import type { Program } from '../../model/program.ts';
import { judge } from '../../spec/judge.ts';
import { ledger } from '../../spec/ledger.ts';
import type { Place, SpanKind, Trace } from '../../spec/machine.ts';
import { placesOf, type Register } from '../../spec/registers.ts';
import { lowBits, type Word } from '../../spec/words.ts';
import type { History } from '../arbitraries/history.ts';
import { play } from '../play.ts';
import { kept } from '../refinement.ts';
import { pool, quick, stage, thorough, watched } from '../seeded/pool.ts';
import { switchContract } from '../switch-contract.ts';

/** What a changed program shows. */
export interface Shown {
  /** The clauses that it breaks: all of them on the quick part of the pool; else those of the first history that shows any. */
  readonly by: readonly string[];
  /** Whether it is in the same state as the sound one at the end of every stretch of every history. */
  readonly same: boolean;
}

/** How a change may let time pass elsewhere: a step more moves what comes behind so many steps. */
type Timing = 'as-it-was' | 'moved';

/** How much of the pool a change is tried on: a part, where an argument says already that nothing will show. */
type Extent = 'all' | 'a-part';

/** Of the pool, one history in so many is in the part. */
const PART = 4;

/**
 * What of the machine two programs must agree in at the end of each stretch: all of it; all but what is scratch by the ABI; or all
 * that the ledger gives a fate to, on the side where the stretch ends.
 */
export type Sameness = 'whole' | 'but-scratch' | 'ledger';

/** How a change is tried. */
export interface Terms {
  readonly timing: Timing;
  readonly extent: Extent;
  readonly sameness: Sameness;
}

/** Tries a changed program. Clauses that the sound one breaks already do not count. */
export function tryOn(
  sound: Program,
  wrong: Program,
  known: ReadonlySet<string>,
  { timing, extent, sameness }: Terms,
): Shown {
  const by = killersOn(wrong, quick, known);
  if (by.length > 0) return { by, same: false };
  const [before, histories] = timing === 'moved' ? stillOf(sound) : wholeOf(sound);
  const ends = (trace: Trace, history: History) => sameEnds(before.get(history), trace, sameness);
  const chosen = (_: History, i: number): boolean => extent === 'all' || i % PART === 0;
  let same = true;
  for (const history of thorough.filter(chosen)) {
    const trace = traceOf(wrong, history);
    const found = brokenBy(trace, known);
    if (found.length > 0) return { by: found, same: false };
    same &&= timing === 'moved' || ends(trace, history);
  }
  const rest = timing === 'moved' ? histories.filter(chosen) : quick;
  return { by: [], same: same && rest.every((history) => ends(traceOf(wrong, history), history)) };
}

/** Whether no clause but this one, and those that are known, breaks on the part of the pool that is not quick. */
export const breaksNoOther = (
  program: Program,
  clause: string,
  known: ReadonlySet<string>,
): boolean => {
  const allowed = new Set([...known, clause]);
  return thorough.every((history) => brokenBy(traceOf(program, history), allowed).length === 0);
};

/** Every clause that a program breaks on the whole pool. */
export const brokenOnPool = (program: Program): ReadonlySet<string> =>
  new Set(killersOn(program, pool, new Set()));

/** The clauses that a program violates, or is stuck over, on any of these histories. */
function killersOn(
  program: Program,
  histories: readonly History[],
  known: ReadonlySet<string>,
): readonly string[] {
  const seen = new Set(known);
  for (const history of histories)
    for (const clause of brokenBy(traceOf(program, history), seen)) seen.add(clause);
  return [...seen].filter((clause) => !known.has(clause));
}

/** The clauses, but for those that are known, that one run breaks. */
const brokenBy = (trace: Trace, known: ReadonlySet<string>): readonly string[] =>
  switchContract
    .filter(
      (clause) => !known.has(clause.name) && BROKEN.has(judge(clause, trace, watched).verdict),
    )
    .map(({ name }) => name);

const BROKEN: ReadonlySet<string> = new Set(['violated', 'stuck', 'not-enough']);

const traceOf = (program: Program, history: History): Trace => play(program, history, stage).trace;

type Plays = readonly [ReadonlyMap<History, Trace>, readonly History[]];

/** The pool with no time passing by itself. */
const still: readonly History[] = pool.map(([words, rounds]) => [
  words,
  rounds.map((round) => ({ ...round, delays: [] })),
]);

const wholeOf = remembered(pool);
const stillOf = remembered(still);

/** How histories go on a program; played once for each. */
function remembered(histories: readonly History[]): (program: Program) => Plays {
  const known = new WeakMap<Program, Plays>();
  return (program) => {
    const plays: Plays = known.get(program) ?? [
      new Map(histories.map((history) => [history, traceOf(program, history)])),
      histories,
    ];
    known.set(program, plays);
    return plays;
  };
}

/** All places alike at the end of all stretches; what is still to be synchronised shows only in what it leads to. */
function sameEnds(first: Trace | undefined, second: Trace, sameness: Sameness): boolean {
  if (first === undefined || first.ending.end !== second.ending.end) return false;
  if (first.spans.length !== second.spans.length) return false;
  return first.spans.every((span, i) => {
    const other = second.spans[i];
    if (other?.kind !== span.kind) return false;
    return allPlaces.every((place) => {
      const bits = counts(place, span.kind, sameness);
      return alike(span.after.word(place) & bits, other.after.word(place) & bits);
    });
  });
}

/** The bits of a place that two programs must agree in. */
function counts(place: Place, kind: SpanKind, sameness: Sameness): Word {
  if (place === 'UNSYNCED') return 0n;
  switch (sameness) {
    case 'whole':
      return ALL;
    case 'but-scratch':
      return kept.get(place) ?? ALL;
    case 'ledger':
      return anybodys[kind === 'entry' || kind === 'resume' ? 'guest' : 'host'].has(place)
        ? 0n
        : ALL;
  }
}

/** Fates that leave a register to anybody. */
const ANYBODYS: readonly string[] = ['volatile', 'hypervisor', 'not-kept'];

const anybodys = { host: leftToAnybody('host'), guest: leftToAnybody('guest') };

function leftToAnybody(side: 'host' | 'guest'): ReadonlySet<Place> {
  const rows = Object.keys(ledger) as Register[];
  return new Set(rows.filter((row) => ANYBODYS.includes(ledger[row][side].fate)).flatMap(placesOf));
}

/** Whether two programs are the same machine on the pool, with no time passing by itself. */
export function sameMachine(sound: Program, other: Program, sameness: Sameness = 'whole'): boolean {
  const [before, histories] = stillOf(sound);
  return histories.every((history) =>
    sameEnds(before.get(history), traceOf(other, history), sameness),
  );
}

const ALL = lowBits(64);

/** Code that is not at the same place in both programs: two addresses of it count as one. */
const isCode = (word: bigint): boolean => word >> 20n === 0xc0000000001n;
const alike = (a: bigint, b: bigint): boolean => a === b || (isCode(a) && isCode(b));
