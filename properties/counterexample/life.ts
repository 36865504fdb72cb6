// The life of a value that a clause requires: the origin of the value found, the value that belongs there, and the steps that saved
// and lost it.
//
// It is read off the provenance of the run, so it says what happened and not what the names of places suggest.

import { type Origin, originIn, textOf } from '../../model/origin.ts';
import { slotOf, widths } from '../../model/places.ts';
import type { Program } from '../../model/program.ts';
import { followed, type Provenance, type TaggedWrite } from '../../model/provenance.ts';
import type { Claim, Clause, Kind } from '../../spec/clause.ts';
import type { Evidence } from '../../spec/judging/compare.ts';
import { judge } from '../../spec/judging/judge.ts';
import { claimsAtEnds } from '../../spec/judging/parts.ts';
import { partOf } from '../../spec/vocabulary/bit-fields.ts';
import type { Place, Span, StepRecord } from '../../spec/vocabulary/machine.ts';
import { hex, lowBits } from '../../spec/vocabulary/words.ts';
import type { History } from '../levels/switch/history.ts';
import { play, type Stage } from '../levels/switch/play.ts';

/** One fact of a value's life. */
export interface Fact {
  readonly what: 'wanted' | 'saved' | 'lost' | 'back' | 'found' | 'address' | 'base';
  readonly text: string;
  readonly site?: string;
}

/** The life of the value that is wrong; nothing if the clause does not fail, or fails for another reason than a value. */
export function lifeOf(
  program: Program,
  clause: Clause,
  history: History,
  stage: Stage,
): readonly Fact[] {
  const followers: Provenance[] = [];
  const { trace } = play(program, history, stage, () => {
    const follower = followed(program.image);
    followers.push(follower);
    return follower.watch;
  });
  const verdict = judge(clause, trace);
  if (verdict.verdict !== 'violated') return [];
  const { span, evidence } = verdict;
  const switches = [...new Set(trace.spans.map(({ taken }) => taken))];
  const follower = followers[switches.indexOf(span.taken)];
  if (follower === undefined) return [];
  const reel: FailingSpan = { span, evidence, writes: follower.writes };
  return clause.claim.claim === 'only-writes' ? strayFacts(reel) : valueFacts(reel, clause.claim);
}

interface FailingSpan {
  readonly span: Span;
  readonly evidence: Evidence;
  /** What each step of the switch wrote. */
  readonly writes: readonly (readonly TaggedWrite[])[];
}

/** The origin of the bits that are wrong. */
const inWrong = ({ evidence }: FailingSpan, origin: Origin): Origin =>
  originIn(origin, evidence.wrong ?? lowBits(64));

/** A store to a wrong address: what the address was computed from, and what was stored. */
function strayFacts({ evidence, span, writes }: FailingSpan): readonly Fact[] {
  const index = evidence.step ?? span.to - 1;
  const stray = writes[index]?.find(({ place }) => place === evidence.place);
  if (stray?.address === undefined) return [];
  const { word, from } = stray.address;
  const base: readonly Fact[] =
    from.kind === 'sum'
      ? [
          {
            what: 'base',
            text: `held ${hex(BigInt.asUintN(64, word - from.plus))}, ${textOf(from.of)}`,
          },
        ]
      : [];
  return [
    { what: 'address', text: `${hex(word)} is ${textOf(from)}`, ...at(span.taken[index]) },
    ...base,
    { what: 'found', text: `${textOf(stray.value.from)} was stored there` },
  ];
}

function valueFacts(reel: FailingSpan, claim: Claim): readonly Fact[] {
  const { evidence, span } = reel;
  const last = Math.max(evidence.step ?? span.to - 1, span.from - 1);
  const found = inWrong(reel, originBehind(reel, evidence.place, last));
  const facts: readonly Fact[] = [{ what: 'found', text: textOf(found) }];
  const source = sourceOf(claim, evidence.place);
  if (source?.right.term !== 'was') return facts;
  const wanted = inWrong(reel, originBehind(reel, source.right.place, span.from - 1));
  if (textOf(wanted) === textOf(found)) return facts;
  const whole = widths[slotOf.get(evidence.place) ?? 0];
  const part = source.mask === whole ? undefined : partOf(evidence.place, source.mask);
  const text = `${textOf(wanted)}${part === undefined ? '' : `, in ${part}`}`;
  return [{ what: 'wanted', text }, ...travels(reel, wanted), ...facts];
}

/** Where a value was stored, what replaced it, what brought it back, and what replaced it again after that. */
function travels(reel: FailingSpan, wanted: Origin): readonly Fact[] {
  const { span, evidence } = reel;
  const name = textOf(wanted);
  const isIt = ({ value }: TaggedWrite) => textOf(inWrong(reel, value.from)) === name;
  const steps = indexes(span).filter((i) => i <= (evidence.step ?? i));
  const writesOf = (i: number) => reel.writes[i] ?? [];
  const put = (i: number, right: boolean) =>
    writesOf(i).some((write) => write.place === evidence.place && isIt(write) === right);
  const saved = steps.filter((i) => writesOf(i).some((one) => one.address && isIt(one)));
  const lost = steps.find((i) => put(i, false));
  const back = steps.findLast((i) => i > (lost ?? -1) && put(i, true));
  const again = steps.find((i) => i > (back ?? i) && put(i, false));
  const where = (what: Fact['what'], i: number | undefined): readonly Fact[] => {
    const step = i === undefined ? undefined : span.taken[i];
    if (i === undefined || step === undefined) return [];
    const text = what === 'saved' ? `${step.text}${strayed(writesOf(i))}` : step.text;
    return [{ what, text, site: step.site }];
  };
  return [
    ...saved.slice(0, 2).flatMap((i) => where('saved', i)),
    ...(saved.length === 0 && isRegisters(wanted)
      ? [{ what: 'saved', text: `nothing saved ${name}` } as const]
      : []),
    ...where('lost', lost),
    ...(back === undefined
      ? [{ what: 'back', text: `nothing brought it back to ${evidence.place}` } as const]
      : where('back', back)),
    ...where('lost', again),
  ];
}

/** The address of a store that hit no field. */
function strayed(writes: readonly TaggedWrite[] = []): string {
  const stray = writes.find(({ place }) => place.startsWith('['));
  return stray?.address === undefined ? '' : ` (at ${hex(stray.address.word)}, where nothing is)`;
}

/** Whether a value is one that was in a register. */
const isRegisters = (origin: Origin): boolean =>
  origin.kind === 'place' && !origin.place.includes('.');

const at = (step: StepRecord | undefined): { readonly site?: string } =>
  step === undefined ? {} : { site: step.site };

const indexes = ({ from, to }: Span): readonly number[] =>
  Array.from({ length: to - from }, (_, i) => from + i);

/** The origin of what a place holds after a step of the switch. */
function originBehind({ writes }: FailingSpan, place: Place, step: number): Origin {
  for (let i = step; i >= 0; i--) {
    const write = writes[i]?.findLast((one) => one.place === place);
    if (write !== undefined) return write.value.from;
  }
  return { kind: 'place', place, whose: 'host' };
}

/** The part of a claim that says what a place must hold, where that is what another held. */
const sourceOf = (claim: Claim, place: Place): Kind<'equal'> | undefined =>
  claimsAtEnds(claim).find(
    (part): part is Kind<'equal'> =>
      part.claim === 'equal' && part.left.term === 'now' && part.left.place === place,
  );
