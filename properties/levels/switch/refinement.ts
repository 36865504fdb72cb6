// Refinement: two programs that are meant to be the same switch, held side by side from one machine.
//
// They must end alike in every place but those that are scratch, and change every other place in the same order to the same
// words. Code lies at different addresses in the two, so addresses of code count as scratch too.

import { ENTRY } from '../../../model/paths/published.ts';
import { allPlaces } from '../../../model/places.ts';
import { link, type Program } from '../../../model/program.ts';
import { runSwitch, type Switch } from '../../../model/run.ts';
import { CR_KEPT } from '../../../spec/vocabulary/bits.ts';
import { handlerNames } from '../../../spec/vocabulary/hypercalls.ts';
import type { Place, StepRecord } from '../../../spec/vocabulary/machine.ts';
import { placesOf, volatileRegisters } from '../../../spec/vocabulary/registers.ts';
import { hex, lowBits, type Word } from '../../../spec/vocabulary/words.ts';
import { stepOf } from '../../arbitraries/guest-program.ts';
import type { History } from './history.ts';
import { beginning, roundsOf, type Stage } from './play.ts';

/** Scratch by the ABI: what is in it, and when it changes, is nobody's business. But r12 brings the caller the trap. */
const VOLATILE: ReadonlySet<Place> = new Set<Place>(
  volatileRegisters.flatMap(placesOf).filter((place) => place !== 'r12'),
);

/** Scratch by the path. */
const SCRATCH: readonly RegExp[] = [
  /^(?:LR|NIA|H?SRR[01]|RESERVE|LOST|ANSWER|HANDLER|PPR)$/u,
  /^hstate\.(?:scratch[01]|host_r2|vmhandler)$/u,
  /^paca\.ex(?:gen|mc)\[/u,
  /^vcore\./u,
  /^VSR\[(?:0|32)\]\./u,
];

/** The bits of a place that count; none of scratch. */
function counts(place: Place): Word {
  if (VOLATILE.has(place) || SCRATCH.some((pattern) => pattern.test(place))) return 0n;
  return place === 'CR' ? CR_KEPT : lowBits(64);
}

/** Every place, with the bits of it that count. */
export const kept: ReadonlyMap<Place, Word> = new Map(
  allPlaces.map((place) => [place, counts(place)]),
);

/** A change that one program makes and the other does not make then, in words. */
export type Difference = string;

/**
 * Where two programs part, played from the first round of a history in which no time passes by itself; none if both
 * return and agree.
 */
export function difference(
  reference: Program,
  subject: Program,
  history: History,
  stage: Stage,
): Difference | undefined {
  const laidOut = link(reference.routines, reference.image, subject.layout);
  const first = played(laidOut, history, stage);
  const second = played(subject, history, stage);
  const alike = sameIn(reference, subject);
  return (
    noReturn(first) ?? differentChange(first, second, alike) ?? differentEnd(first, second, alike)
  );
}

/** Whether words of two programs agree in some bits: they are the same, or each is its program's address of one handler of hypercalls. */
type SameWords = (first: Word, second: Word, bits: Word) => boolean;

function sameIn(first: Program, second: Program): SameWords {
  const addresses = handlerNames.flatMap((name): (readonly [Word, Word])[] => {
    const [one, other] = [first.labels.get(name), second.labels.get(name)];
    return one === undefined || other === undefined ? [] : [[one, other]];
  });
  return (a, b, bits) =>
    ((a ^ b) & bits) === 0n || addresses.some(([one, other]) => a === one && b === other);
}

/** A reference that is stuck shows nothing: that another is stuck too does not make them agree. */
function noReturn({ ending }: Switch): Difference | undefined {
  if (ending.end === 'returned') return undefined;
  const why = ending.end === 'stuck' ? `${ending.at}: ${ending.why}` : `${ending.steps} steps`;
  return `the reference does not return (${why})`;
}

function played(program: Program, history: History, stage: Stage): Switch {
  const [round] = roundsOf(history);
  return runSwitch(program, ENTRY, beginning(history, stage, program.layout), {
    pauses: [],
    guest: (round?.guest ?? []).map(stepOf),
    prompt: stage.prompt,
  });
}

/** Changed by many instructions where the path has one step, or by another of them: only what is in them at the end counts. */
const GATHERED: ReadonlySet<Place> = new Set<Place>([
  'UNSYNCED',
  'TLB[0]',
  'TLB[1]',
  'ERAT',
  'UNCACHED',
  'r12',
  'LAST_VECTOR',
]);

interface Change {
  readonly step: StepRecord;
  readonly place: Place;
  readonly word: Word;
}

function differentChange(first: Switch, second: Switch, same: SameWords): Difference | undefined {
  const [expected, found] = [first, second].map(changes);
  for (const [i, change] of (expected ?? []).entries()) {
    const other = found?.[i];
    if (other?.place !== change.place || !same(change.word, other.word, lowBits(64)))
      return `${told(change)}, but ${other === undefined ? 'nothing more' : told(other)}`;
  }
  const more = found?.[expected?.length ?? 0];
  return more === undefined ? undefined : `nothing more, but ${told(more)}`;
}

const told = ({ step, place, word }: Change): string => `${step.site} makes ${place} ${hex(word)}`;

/** What hypervisor code changed, in order; a write of what was there already is no change. */
function changes({ spans }: Switch): readonly Change[] {
  const whole = spans.at(-1);
  if (whole === undefined) return [];
  const { taken, before } = whole;
  const now = new Map<Place, Word>();
  const changed: Change[] = [];
  for (const step of taken)
    for (const { place, word } of step.writes) {
      const bits = kept.get(place) ?? lowBits(64);
      const was = now.get(place) ?? (kept.has(place) ? before.word(place) : undefined);
      now.set(place, word);
      if (step.by !== 'host' || GATHERED.has(place)) continue;
      if (was === undefined || ((was ^ word) & bits) !== 0n)
        changed.push({ step, place, word: word & bits });
    }
  return changed;
}

function differentEnd(first: Switch, second: Switch, same: SameWords): Difference | undefined {
  if (first.ending.end !== second.ending.end)
    return `the reference ends with ${first.ending.end}, the other with ${second.ending.end}`;
  for (const [place, bits] of kept) {
    const [expected, found] = [first.after.word(place), second.after.word(place)];
    if (!same(expected, found, bits))
      return `${place} is ${hex(expected)} at the end, and ${hex(found)} in the other`;
  }
  return undefined;
}
