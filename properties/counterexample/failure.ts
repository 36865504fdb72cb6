// What a verdict says is wrong, taken out of a run: the place, what it was to hold, what it held, and the steps that led there.
import { citationText } from '../../spec/cite.ts';
import type { Clause } from '../../spec/clause.ts';
import type { Evidence } from '../../spec/judging/compare.ts';
import type { Verdict } from '../../spec/judging/judge.ts';
import type { Machine, Span, StepRecord } from '../../spec/vocabulary/machine.ts';
import { lowBits } from '../../spec/vocabulary/words.ts';

/** What is wrong. */
export interface Failure {
  readonly clause: Clause;
  readonly verdict: 'violated' | 'stuck' | 'not-enough';
  readonly cite: readonly string[];
  readonly place: string;
  readonly expected: string;
  readonly found: string;
  /** What led to where the run is stuck, a fact each. */
  readonly way?: readonly string[];
}

/** The steps of the span in which it went wrong. */
export interface FailureTrace {
  /** The state in which the span begins; where no span ended, that in which the run began. */
  readonly before: Machine;
  /** The steps of the span, up to where a state broke the clause if it was one that did. */
  readonly trace: readonly StepRecord[];
  /** Steps that changed what is wrong in the place; if none did, those that wrote it. */
  readonly writers: readonly StepRecord[];
  /** The last of these. */
  readonly lastWriter: StepRecord | undefined;
  /** The last step of the hypervisor's code in the span. */
  readonly ended: StepRecord | undefined;
}

/** What a verdict says is wrong; undefined where it says that nothing is. `begin` is the state in which the run began. */
export function failureOf(
  clause: Clause,
  verdict: Verdict,
  begin: Machine,
): (Failure & FailureTrace) | undefined {
  if (verdict.verdict === 'holds' || verdict.verdict === 'vacuous') return undefined;
  const common = { clause, verdict: verdict.verdict, cite: clause.cite.map(citationText) };
  if (verdict.verdict === 'violated')
    return { ...common, ...violation(verdict), ...violationTrace(verdict) };
  const way = verdict.verdict === 'stuck' && verdict.way !== undefined ? { way: verdict.way } : {};
  return { ...common, ...NO_RETURN, ...way, found: verdict.why, before: begin };
}

/** What a run that does not return is about. */
const NO_RETURN = {
  place: 'NIA',
  expected: 'a return',
  trace: [],
  writers: [],
  lastWriter: undefined,
  ended: undefined,
} as const;

type Violation = Extract<Verdict, { verdict: 'violated' }>;

const violation = ({ evidence: { place, expected, found } }: Violation) => ({
  place,
  expected,
  found,
});

/** The steps of a span that violates a clause, and who wrote what is wrong. */
export function violationTrace({
  span,
  evidence,
}: Pick<Violation, 'span' | 'evidence'>): FailureTrace {
  const trace = ownSteps(span, evidence.step);
  const writers = writersOf(trace, evidence, span);
  return {
    before: span.before,
    trace,
    writers,
    lastWriter: writers.at(-1),
    ended: trace.findLast(({ by }) => by === 'host'),
  };
}

function writersOf(
  taken: readonly StepRecord[],
  { place, wrong }: Evidence,
  { before }: Span,
): readonly StepRecord[] {
  const wrote = taken.filter((step) => touches(step, place));
  if (place.startsWith('[')) return wrote;
  const bits = wrong ?? lowBits(64);
  let word = before.word(place) & bits;
  const changed = wrote.filter(({ writes }) => {
    const next = (writes.findLast((write) => write.place === place)?.word ?? 0n) & bits;
    const changes = next !== word;
    word = next;
    return changes;
  });
  return changed.length > 0 ? changed : wrote;
}

/** Whether a step wrote a place. */
const touches = ({ writes }: StepRecord, place: string): boolean =>
  writes.some((write) => write.place === place);

/** Up to where a state broke the clause, if it was one; else all of the span. */
const ownSteps = ({ taken, from, to }: Span, step: number | undefined): readonly StepRecord[] =>
  taken.slice(from, step === undefined ? to : step + 1);
