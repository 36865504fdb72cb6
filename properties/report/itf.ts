// Counterexamples in the Informal Trace Format (Apalache, ADR-015), for viewers of traces that know nothing of this project.
//
// A state is what the relevant places hold, and the step that led there; places that play no part are left out.
import { slotOf } from '../../model/places.ts';
import type { Machine, Place, StepRecord, Write } from '../../spec/vocabulary/machine.ts';
import type { Counterexample } from '../counterexample/counterexample.ts';
import { version } from '../input/version.ts';

/** A value of the format: text, a whole number, or something whose value is not known. */
type ItfValue = string | { readonly '#bigint': string } | { readonly '#unserializable': string };

/** What each variable holds in a state; the key `#meta` says which state it is. */
type ItfState = Readonly<Record<string, ItfValue | { readonly index: number }>>;

const FORMAT = 'https://apalache-mc.org/docs/adr/015adr-trace.html';

/** The variables that say which step led to a state; in the first state they are empty. */
const STEP = ['site', 'text', 'by'] as const;

/**
 * A counterexample as a trace: the state in which its span begins, and another after each step that writes. Words
 * are unsigned numbers of up to 64 bits; memory that has no name has no value before it is written.
 */
export function itf(shown: Counterexample): object {
  const places = placesIn(shown);
  return {
    '#meta': metaOf(shown),
    params: [],
    vars: [...STEP, ...places],
    states: statesOf(shown, places),
  };
}

const metaOf = ({ clause, verdict, place, expected, found, token }: Counterexample): object => ({
  format: 'ITF',
  'format-description': FORMAT,
  source: `hvspec ${version}`,
  description: clause.says,
  clause: clause.name,
  verdict,
  place,
  expected,
  found,
  token,
});

/** Places of the initial machine, those that are written, and the one that is wrong, each once. */
function placesIn({ initial, trace, place }: Counterexample): readonly string[] {
  const written = trace.flatMap(({ writes }) => writes.map((write) => write.place));
  const wrong = slotOf.has(place) ? [place] : [];
  return [...new Set<string>([...initial.map(([name]) => name), ...written, ...wrong])];
}

function statesOf(
  { before, trace }: Counterexample,
  places: readonly string[],
): readonly ItfState[] {
  const held = new Map(places.map((place) => [place, valueIn(before, place)]));
  const stateBehind = (index: number, step: Readonly<Record<(typeof STEP)[number], string>>) => ({
    '#meta': { index },
    site: step.site,
    text: step.text,
    by: step.by,
    ...Object.fromEntries(held),
  });
  const first = stateBehind(0, { site: '', text: '', by: '' });
  return [
    first,
    ...trace.filter(writesAny).map((step, i) => {
      for (const { place, word } of step.writes) held.set(place, bigint(word));
      return stateBehind(i + 1, step);
    }),
  ];
}

const writesAny = ({ writes }: StepRecord): boolean => writes.length > 0;

const valueIn = (machine: Machine, place: string): ItfValue =>
  isNamed(place) ? bigint(machine.word(place)) : { '#unserializable': 'not written yet' };

const isNamed = (place: string): place is Place => slotOf.has(place);

const bigint = (word: Write['word']): ItfValue => ({ '#bigint': word.toString() });
