// Everything that a run shows against a clause, part by part: what is wrong in one place does not hide what is wrong in another.
import type { Claim, Clause, Kind } from '../../spec/clause.ts';
import type { Evidence } from '../../spec/judging/compare.ts';
import { judgeSpan } from '../../spec/judging/judge.ts';
import { watchedBy } from '../../spec/judging/watch.ts';
import type { Span, StepRecord, Trace } from '../../spec/vocabulary/machine.ts';
import { violationTrace } from '../counterexample/failure.ts';

/** One thing that is wrong, and the steps that did it. */
export interface Fault {
  readonly place: string;
  readonly evidence: Evidence;
  readonly span: Span;
  readonly lastWriter: StepRecord | undefined;
  readonly ended: StepRecord | undefined;
}

/** What is wrong in a run by a clause. */
export function faultsIn({ spans }: Trace, clause: Clause): readonly Fault[] {
  return piecesOf(clause.claim).flatMap((part) =>
    spans.flatMap((span) => {
      if (!clause.over.includes(span.kind)) return [];
      const finding = judgeSpan(part, span, watchedBy(part));
      return typeof finding === 'object' ? [faultOf(span, finding)] : [];
    }),
  );
}

function faultOf(span: Span, evidence: Evidence): Fault {
  const { lastWriter, ended } = violationTrace({ span, evidence });
  return { place: evidence.place, evidence, span, lastWriter, ended };
}

/** By which faults are told apart: the place, and the step of hypervisor code that showed it or wrote it last. */
export function siteOf({ place, evidence, span, lastWriter }: Fault): string {
  const step = evidence.step === undefined ? undefined : span.taken[evidence.step];
  const by = [step, lastWriter].find((one) => one?.by === 'host');
  return `${place.startsWith('[') ? 'memory' : place} ${by?.site ?? ''}`;
}

/** The pieces of a claim that can each be broken alone: a claim that says one thing is one piece. */
function piecesOf(claim: Claim): readonly Claim[] {
  if (claim.claim === 'each') return claim.claims.flatMap(piecesOf);
  if (claim.claim === 'given' || claim.claim === 'throughout')
    return piecesOf(claim.then).map((then) => ({ ...claim, then }));
  if (claim.claim === 'when-written')
    return claim.places.flatMap((place) =>
      piecesOf(claim.then).map((then) => ({ ...claim, places: [place], then })),
    );
  if (claim.claim === 'never-writes')
    return claim.places.map((place) => ({ ...claim, places: [place] }));
  return claim.claim === 'same-in-both' ? placeByPlace(claim) : [claim];
}

/** Of each place, and of memory that has no name. */
const placeByPlace = ({ unnamed, ...claim }: Kind<'same-in-both'>): readonly Claim[] => [
  ...claim.places.map((place) => ({ ...claim, places: [place] })),
  ...(unnamed === undefined ? [] : [{ ...claim, places: [], unnamed }]),
];
