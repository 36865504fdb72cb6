// What the clauses say of a move: it is judged as the run of one step that each thread of the core sees.
//
// Clauses of the protocol speak of states and of writes, so a run holds to them when each of its steps does. Two moves that a
// thread sees alike are judged once.
import type { ProtocolCore } from '../../../model/protocol/core.ts';
import type { ProtocolMove } from '../../../model/protocol/moves.ts';
import { protocolPlaces, protocolText, protocolView } from '../../../model/protocol/seen.ts';
import type { Clause } from '../../../spec/clause.ts';
import { judgeSpan } from '../../../spec/judging/judge.ts';
import { watchedByAll } from '../../../spec/judging/watch.ts';
import type { Machine, Place, Span, StepRecord, Write } from '../../../spec/vocabulary/machine.ts';
import type { Word } from '../../../spec/vocabulary/words.ts';

/** What is asked of a move: bits of the clauses that some thread's view of it violates, and of those that it meets. */
export interface ProtocolJudge {
  judge(
    before: ProtocolCore,
    move: ProtocolMove,
  ): { readonly violated: number; readonly met: number };
}

/** Judges moves as those of hypervisor code, whoever makes them, as one thread sees them: bits of the clauses that are violated. */
export function moveJudge(
  clauses: readonly Clause[],
): (before: ProtocolCore, after: ProtocolCore, i: number) => number {
  const watched = watchedByAll(clauses.map(({ claim }) => claim));
  const known = new Map<string, number>();
  return (before, after, i) => {
    const key = `${protocolText(before, i)}>${protocolText(after, i)}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const span = spanOf(wordsSeen(before, i), wordsSeen(after, i), 'host');
    const violated = clauses.reduce(
      (bits, { claim }, at) =>
        typeof judgeSpan(claim, span, watched) === 'object' ? bits | (1 << at) : bits,
      0,
    );
    known.set(key, violated);
    return violated;
  };
}

/** Judges moves, with the core taken to come to rest from everywhere: that is asked of a whole search. */
export function protocolJudge(clauses: readonly Clause[]): ProtocolJudge {
  const watched = watchedByAll(clauses.map(({ claim }) => claim));
  const known = new Map<string, { readonly violated: number; readonly met: number }>();
  const judged = (before: ProtocolCore, move: ProtocolMove, i: number) => {
    const by = move.thread === i ? move.by : 'sibling';
    const key = `${by}${protocolText(before, i)}>${protocolText(move.core, i)}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const span = spanOf(wordsSeen(before, i), wordsSeen(move.core, i), by);
    let [violated, met] = [0, 0];
    for (const [at, { claim }] of clauses.entries()) {
      const finding = judgeSpan(claim, span, watched);
      if (typeof finding === 'object') violated |= 1 << at;
      if (finding !== 'unmet') met |= 1 << at;
    }
    known.set(key, { violated, met });
    return { violated, met };
  };
  return {
    judge(before, move) {
      let [violated, met] = [0, 0];
      for (const i of before.threads.keys()) {
        const said = judged(before, move, i);
        violated |= said.violated;
        met |= said.met;
      }
      return { violated, met };
    },
  };
}

function wordsSeen(core: ProtocolCore, i: number): readonly Word[] {
  const view = protocolView(core, i, () => true);
  return protocolPlaces.map(view.word);
}

function spanOf(before: readonly Word[], after: readonly Word[], by: StepRecord['by']): Span {
  const taken = [
    { site: '', text: '', by, writes: protocolWrites(machineOf(before), machineOf(after)) },
  ];
  const [was, now] = [machineOf(before), machineOf(after)];
  return { kind: 'protocol', before: was, after: now, taken, from: 0, to: 1 };
}

/** What differs between two states as one thread sees them. */
export const protocolWrites = (before: Machine, after: Machine): readonly Write[] =>
  protocolPlaces.flatMap((place): Write[] => {
    const word = after.word(place);
    return word === before.word(place) ? [] : [{ place, word, stored: false }];
  });

const indexes: ReadonlyMap<Place, number> = new Map(protocolPlaces.map((place, i) => [place, i]));

const machineOf = (words: readonly Word[]): Machine => ({
  word: (place) => words[indexes.get(place) ?? -1] ?? noPlace(place),
  address: noPlace,
});

function noPlace(what: string): never {
  throw new Error(`the model of threads has no ${what}`);
}
