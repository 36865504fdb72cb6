// A changed program tried on the pool beside the sound one: which clauses it breaks, and whether it is another machine at all.
import type { Program } from '../../model/program.ts';
import type { History } from '../arbitraries/history.ts';
import { plainPlayer } from '../compiled/plain-player.ts';
import { type CompiledPlayer, compiledPlayer } from '../compiled/player.ts';
import { GRAVITY } from '../gravity.ts';
import { pool, quick, stage, thorough } from '../seeded/pool.ts';
import { switchContract } from '../switch-contract.ts';
import { type Ends, endsOf, type Sameness, sameEnds } from './ends.ts';

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

/** Which reader plays what is tried. */
export type Reader = 'plain' | 'compiled';

/** How a change is tried. */
export interface Terms {
  readonly timing: Timing;
  readonly extent: Extent;
  readonly sameness: Sameness;
  readonly reader: Reader;
}

/** Tries a changed program. Clauses that the sound one breaks already do not count. */
export function tryOn(
  sound: Program,
  wrong: Program,
  known: ReadonlySet<string>,
  { timing, extent, sameness, reader }: Terms,
): Shown {
  const player = playerOf(wrong, reader);
  const by = killersOn(player, quick(), known);
  if (by.length > 0) return { by, same: false };
  const [before, histories] = timing === 'moved' ? stillOf(sound) : wholeOf(sound);
  const tried = (history: History) =>
    sameEnds(player, history, before.get(history) ?? NOWHERE, sameness);
  const chosen = (_: History, i: number): boolean => extent === 'all' || i % PART === 0;
  let same = true;
  for (const history of thorough().filter(chosen)) {
    const shown = tried(history);
    const found = brokenBy(shown.verdicts, known);
    if (found.length > 0) return { by: found, same: false };
    same &&= timing === 'moved' || shown.same;
  }
  const rest = timing === 'moved' ? histories.filter(chosen) : quick();
  return { by: [], same: same && rest.every((history) => tried(history).same) };
}

/** Whether no clause but this one, and those that are known, breaks on the part of the pool that is not quick. */
export const breaksNoOther = (
  program: Program,
  clause: string,
  known: ReadonlySet<string>,
): boolean => {
  const allowed = new Set([...known, clause]);
  const player = playerOf(program);
  return thorough().every(
    (history) => brokenBy(player.judge(history).verdicts, allowed).length === 0,
  );
};

/** Every clause that a program breaks on the whole pool. */
export const brokenOnPool = (program: Program): ReadonlySet<string> =>
  new Set(killersOn(playerOf(program), pool(), new Set()));

/** The clauses that a player's program violates, or is stuck over, on any of these histories. */
function killersOn(
  player: CompiledPlayer,
  histories: readonly History[],
  known: ReadonlySet<string>,
): readonly string[] {
  const seen = new Set(known);
  for (const history of histories)
    for (const clause of brokenBy(player.judge(history).verdicts, seen)) seen.add(clause);
  return [...seen].filter((clause) => !known.has(clause));
}

/** The clauses, but for those that are known, that one run breaks. */
function brokenBy(verdicts: Uint8Array, known: ReadonlySet<string>): readonly string[] {
  const broken: string[] = [];
  for (let i = 0; i < verdicts.length; i++) {
    if ((verdicts[i] ?? 0) <= GRAVITY.holds) continue;
    const name = switchContract[i]?.name;
    if (name !== undefined && !known.has(name)) broken.push(name);
  }
  return broken;
}

const playerOf = (program: Program, reader: Reader = 'compiled'): CompiledPlayer =>
  (reader === 'plain' ? plainPlayer : compiledPlayer)(program, switchContract, stage);

/** How no history goes. */
const NOWHERE: Ends = { ending: 'none', stretches: [] };

type Plays = readonly [ReadonlyMap<History, Ends>, readonly History[]];

/** The pool with no time passing by itself. */
const still = (): readonly History[] =>
  pool().map(([words, rounds]) => [words, rounds.map((round) => ({ ...round, delays: [] }))]);

const wholeOf = remembered(pool);
const stillOf = remembered(still);

/** How histories go on a program; played once for each. */
function remembered(made: () => readonly History[]): (program: Program) => Plays {
  const plays = new WeakMap<Program, Plays>();
  let histories: readonly History[] | undefined;
  return (program) => {
    const known = plays.get(program);
    if (known !== undefined) return known;
    histories ??= made();
    const player = playerOf(program);
    const ends = new Map(histories.map((history) => [history, endsOf(player, history)]));
    plays.set(program, [ends, histories]);
    return [ends, histories];
  };
}

/** Whether two programs are the same machine on the pool, with no time passing by itself. */
export function sameMachine(sound: Program, other: Program, sameness: Sameness = 'whole'): boolean {
  const [before, histories] = stillOf(sound);
  const player = playerOf(other);
  return histories.every(
    (history) => sameEnds(player, history, before.get(history) ?? NOWHERE, sameness).same,
  );
}
