// What the clauses say of a move: it is judged as the run of one step that each thread of the core sees.
//
// Clauses of cores speak of states and of writes, so a run holds to them when each of its steps does.
import { type Core, executes } from '../../../model/core/core.ts';
import type { Move } from '../../../model/core/moves.ts';
import { type Around, seenBy, seenPlaces } from '../../../model/core/seen.ts';
import type { Clause } from '../../../spec/clause.ts';
import { judgeSpan } from '../../../spec/judging/judge.ts';
import { watchedByAll } from '../../../spec/judging/watch.ts';
import type { Machine, Span, StepRecord, Write } from '../../../spec/vocabulary/machine.ts';

/** Bits of the clauses that some thread's view of the move violates, and of those that it meets. */
export function judgeMove(
  core: Core,
  { move, takes, gives }: { readonly move: Move; readonly takes: number; readonly gives: number },
  around: Around,
  clauses: readonly Clause[],
): readonly [violated: number, met: number] {
  const watched = watchedByAll(clauses.map(({ claim }) => claim));
  const after = { ...around, taken: takenAfter(around.taken, takes, gives) };
  let [violated, met] = [0, 0];
  for (const thread of core.threads.keys()) {
    if (!executesIn(move.core, thread)) continue;
    const span = spanOf(
      seenBy(core, thread, around),
      seenBy(move.core, thread, after),
      move,
      thread,
    );
    for (const [i, { claim }] of clauses.entries()) {
      const finding = judgeSpan(claim, span, watched);
      if (typeof finding === 'object') violated |= 1 << i;
      if (finding !== 'unmet') met |= 1 << i;
    }
  }
  return [violated, met];
}

/** Only a thread that executes sees anything. */
export const executesIn = ({ threads }: Core, thread: number): boolean => {
  const one = threads[thread];
  return one !== undefined && executes(one);
};

/** How the VMs stand once a vcpu is taken of one, or given back to one. */
export const takenAfter = (
  taken: readonly number[],
  takes: number,
  gives: number,
): readonly number[] =>
  taken.map((count, vm) => count + (vm === 0 ? 0 : Number(vm === takes) - Number(vm === gives)));

function spanOf(before: Machine, after: Machine, move: Move, thread: number): Span {
  const taken = [stepOf(before, after, move, thread)];
  return { kind: 'core', before, after, taken, from: 0, to: 1 };
}

/** A move as a thread sees it: what it changed, and whether the thread made it. */
export function stepOf(before: Machine, after: Machine, move: Move, thread: number): StepRecord {
  const writes: Write[] = seenPlaces.flatMap((place) => {
    const word = after.word(place);
    return word === before.word(place) ? [] : [{ place, word, stored: false }];
  });
  const own = move.thread === thread;
  return {
    site: move.site,
    text: own ? move.text : `thread ${move.thread}: ${move.text}`,
    by: own ? move.by : 'sibling',
    writes,
  };
}
