// The compiled evaluator of pairs: plays both runs of a pair on a program and judges every clause about two runs, in generated code.
//
// It says what the interpreter would say of a pair, and nothing of why, as evaluator.ts does of one run.

import type { CompiledEnding } from '../../model/compiled/dispatch.ts';
import { InterpreterOnly } from '../../model/compiled/memory-access.ts';
import { slotNamed } from '../../model/places.ts';
import type { Program } from '../../model/program.ts';
import type { Clause } from '../../spec/clause.ts';
import type { Side } from '../../spec/secrets.ts';
import type { Place } from '../../spec/vocabulary/machine.ts';
import { aligned } from '../levels/noninterference/alignment.ts';
import { type PairBySlot, secondRounds } from '../levels/noninterference/history.ts';
import { kindOf } from '../levels/noninterference/play.ts';
import type { Change } from '../levels/switch/history.ts';
import { roundsOf, type Stage } from '../levels/switch/play.ts';
import { SEVERITY } from '../severity.ts';
import { heed } from '../work/interruption.ts';
import { isInVmalloc } from './evaluator.ts';
import { type CompiledMoment, factSlots, observedCode, observedPlayer } from './observed-run.ts';
import { hasPairCode, pairJudges } from './pair-judges.ts';

/** Plays and judges pairs on one program. */
export interface PairEvaluator {
  /**
   * Of each clause the verdict on a pair by its number in SEVERITY; the array is used again for the next pair. Undefined where a
   * run leads to where compiled code cannot follow.
   */
  judge(pair: PairBySlot): Uint8Array | undefined;
}

/** By side, the places in which two runs differ, and those that are alike whenever a switch is called. */
export interface Comparing {
  readonly hidden: (side: Side) => readonly Place[];
  readonly open: (side: Side) => readonly Place[];
}

/** The evaluator of a program and clauses; none where compiled code cannot follow its layout, or has no form for a clause. */
export function pairEvaluator(
  program: Program,
  clauses: readonly Clause[],
  stage: Stage,
  { hidden, open }: Comparing,
): PairEvaluator | undefined {
  if (isInVmalloc(program.layout) || !clauses.every(hasPairCode)) return undefined;
  const { buffer } = observedCode(program.layout).compiler;
  const judges = pairJudges(clauses, buffer);
  const play = playing(program, stage);
  const slotsOf = (places: (side: Side) => readonly Place[]) => ({
    hosts: places('hosts').map(slotNamed),
    guests: places('guests').map(slotNamed),
  });
  const [secrets, alike] = [slotsOf(hidden), slotsOf(open)];
  const judge = (pair: PairBySlot): Uint8Array => {
    const { side } = pair;
    const { first, second, differing, ending } = play(pair, secrets[side]);
    const openAlike = (one: CompiledMoment, two: CompiledMoment): boolean =>
      alike[side].every((slot) => holdSame(slot, one.called, two.called));
    judges.verdicts.fill(0);
    for (const [one, two] of aligned(first, second, openAlike)) {
      for (const { halves } of [one, two]) halves[2 * factSlots['moment.secrets']] = differing;
      judges.judge(side, one, two);
    }
    if (ending === 'not-enough') throw new InterpreterOnly();
    if (ending !== 'returned') unfinished(clauses, judges.verdicts, side);
    return judges.verdicts;
  };
  return {
    judge(pair) {
      heed();
      try {
        return judge(pair);
      } catch (error) {
        if (error instanceof InterpreterOnly) return undefined;
        throw error;
      }
    },
  };
}

/** Both runs of a pair. */
interface PlayedPair {
  readonly first: readonly CompiledMoment[];
  readonly second: readonly CompiledMoment[];
  /** How many secrets differed when the first switch was called. */
  readonly differing: number;
  /** How the first run that did not return ended. */
  readonly ending: CompiledEnding;
}

/** Plays pairs that differ in secrets of these slots. */
function playing(program: Program, stage: Stage) {
  const { buffer } = observedCode(program.layout).compiler;
  const { states, play, copyOfBuffer, giveBack } = observedPlayer(program, stage);
  return (pair: PairBySlot, secrets: readonly number[]): PlayedPair => {
    giveBack();
    states.first(pair.words);
    const begin = copyOfBuffer();
    const one = play(roundsOf([pair.words, pair.rounds]));
    states.first(pair.words);
    states.again(differences(pair, secrets, buffer.words));
    const differing = secrets.filter((slot) => !holdSame(slot, begin, buffer.halves)).length;
    const two = play(roundsOf([pair.words, secondRounds(pair)]));
    const ending = one.ending === 'returned' ? two.ending : one.ending;
    return { first: one.moments, second: two.moments, differing, ending };
  };
}

/** What the second machine has in secrets that differ from the first, which is in the buffer. */
const differences = (
  { differences: bits }: PairBySlot,
  secrets: readonly number[],
  words: BigUint64Array,
): readonly Change[] =>
  secrets.map((place) => ({ place, word: (words[place] ?? 0n) ^ (bits[place] ?? 0n) }));

const holdSame = (slot: number, one: Int32Array, two: Int32Array): boolean =>
  one[2 * slot] === two[2 * slot] && one[2 * slot + 1] === two[2 * slot + 1];

/** Clauses about runs that do not both return can say nothing, unless they are violated already. */
function unfinished(clauses: readonly Clause[], verdicts: Uint8Array, side: Side): void {
  for (const [i, { over }] of clauses.entries()) {
    if (!over.includes(kindOf(side)) || verdicts[i] === SEVERITY.violated) continue;
    verdicts[i] = SEVERITY.stuck;
  }
}
