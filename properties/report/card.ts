// A counterexample on one screen: what was lost, where, and a run that shows it.

import { bitFields } from '../../spec/vocabulary/bit-fields.ts';
import type { StepRecord } from '../../spec/vocabulary/machine.ts';
import { hex } from '../../spec/vocabulary/words.ts';
import type { Counterexample } from '../counterexample/counterexample.ts';
import type { Fact } from '../counterexample/life.ts';
import type { ScenarioRound } from '../counterexample/scenario.ts';
import { replayCommand } from './replay-command.ts';
import { wrapped } from './wrapped.ts';

/** Steps of the place's life that a card shows. */
const MOST = 8;

/** The card, in lines of at most 80 columns except the token. */
export function card(shown: Counterexample): string {
  const { clause, verdict, place, expected, found } = shown;
  return [
    `${clause.name}: ${verdict}`,
    ...wrapped(clause.says, '  '),
    ...shown.cite.flatMap((cite) => wrapped(cite, '    ')),
    '',
    ...wrapped(`expected  ${inBits(place, expected)}`, `${place}  `),
    ...wrapped(`found     ${inBits(place, found)}`, ' '.repeat(place.length + 2)),
    ...wayLines(shown.way),
    '',
    ...beginning(shown),
    '',
    ...wholeLife(shown),
    ...lifeOf(shown),
    ...endOf(shown),
    '',
    ...repairLines(shown),
    ...(shown.token === '' ? [] : [`replay    ${replayCommand(shown.token)}`]),
    '',
  ].join('\n');
}

/** What led to the point where a run is stuck, one fact a line. */
export const wayLines = (way: Counterexample['way'] = []): readonly string[] =>
  way.flatMap((fact) => wrapped(fact, '  '));

/** A word with the names of its bits; in a formula, the names of the bits in place of each word. */
function inBits(place: string, text: string): string {
  const names = (word: string) => bitFields(place, BigInt(word));
  if (!/^0x[0-9a-f]+$/u.test(text))
    return text.replaceAll(/\b0x[0-9a-f]+\b/gu, (word) => names(word) ?? word);
  const named = names(text);
  return named === undefined ? text : `${text}  ${named}`;
}

/** The initial machine, and what happens in the run. */
function beginning(shown: Counterexample): readonly string[] {
  const { lines, diagram, rounds } = shown;
  if (diagram !== undefined) return diagram;
  if (lines !== undefined)
    return lines.flatMap((line, i) => wrapped(line, (i === 0 ? 'happens' : '').padEnd(10)));
  return [
    `start     ${begun(shown)}`,
    ...otherPlaces(shown),
    ...rounds.flatMap((round, i) => roundLines(round, i, rounds.length)),
  ];
}

function begun({ initial }: Counterexample): string {
  if (initial.length === 0) return 'the default machine';
  return initial
    .map(([place, word]) => `${place} = ${inBits(place, hex(word))}`)
    .join(`\n${' '.repeat(10)}`);
}

/** Which places of the initial machine may hold any value, if that was tried. */
function otherPlaces({ free }: Counterexample): readonly string[] {
  if (free === undefined) return [];
  const { bound, tried } = free;
  const but =
    bound.length === 0
      ? ''
      : bound.length <= FEW
        ? ` except ${bound.join(', ')}`
        : ` except ${bound.length} places`;
  return wrapped(`all other places: any value${but} (${tried} machines tried)`, ' '.repeat(10));
}

/** Places that are listed by name. */
const FEW = 12;

const WHAT: Readonly<Record<Fact['what'], string>> = {
  wanted: 'wanted',
  saved: 'saved',
  lost: 'lost',
  back: 'back',
  found: 'found',
  address: 'address',
  base: 'its base',
};

/** Whose value belongs there, which steps saved it, lost it and brought it back, and whose value is there. */
const wholeLife = ({ life = [] }: Counterexample): readonly string[] => [
  ...life.flatMap(({ what, text, site }) =>
    wrapped(site === undefined ? text : `${site}: ${text}`, WHAT[what].padEnd(10)),
  ),
  ...(life.length === 0 ? [] : ['']),
];

function repairLines({ repair }: Counterexample): readonly string[] {
  if (repair === undefined) return [];
  const { changes, tried, histories, left, stillAt } = repair;
  if (changes.length === 0) return [`repair    none of one step (${tried} tried)`, ''];
  const then =
    stillAt !== null
      ? `it still fails at ${stillAt}, and no repair of that was found`
      : left.length === 0
        ? 'every clause holds'
        : `it holds; still broken: ${left.slice(0, 3).join(', ')}${left.length > 3 ? ` and ${left.length - 3} more` : ''}`;
  return [
    ...changes.flatMap((change, i) => wrapped(change, (i === 0 ? 'repair' : '').padEnd(10))),
    ...wrapped(`then ${then} (${histories} histories; ${tried} repairs tried)`, ' '.repeat(10)),
    '',
  ];
}

function roundLines(
  { changes, delays, guest }: ScenarioRound,
  i: number,
  of: number,
): readonly string[] {
  const which = of === 1 ? '' : `switch ${i + 1}: `;
  const listed = (name: string, items: readonly string[]) =>
    items.flatMap((item, n) => wrapped(item, n === 0 ? name.padEnd(10) : ' '.repeat(10)));
  return [
    ...listed(
      'host',
      changes.map((change) => `${which}${change}`),
    ),
    ...listed(
      'time',
      delays.map((delay) => `${which}${delay}`),
    ),
    ...listed(
      'guest',
      [...guest, 'sc 1, unless an interrupt ended it first'].map((action) => `${which}${action}`),
    ),
  ];
}

/** The steps that changed the place, the last one marked. */
function lifeOf({ trace, place, writers: life, lastWriter }: Counterexample): readonly string[] {
  if (trace.length === 0) return [];
  if (life.length === 0)
    return [`steps     none of the ${trace.length} of this span writes ${place}`];
  const left = life.length - MOST;
  return [
    left > 0
      ? `steps     that change ${place}; ${left} earlier ones are left out`
      : `steps     that change ${place}`,
    ...life
      .slice(-MOST)
      .map((step, _i, shownSteps) =>
        lifeLine(step, place, step === lastWriter, siteWidth(shownSteps)),
      ),
  ];
}

/** Where the span ends, if not at the marked step. */
const endOf = ({ ended, lastWriter }: Counterexample): readonly string[] =>
  ended === undefined || ended === lastWriter
    ? []
    : [`ends      ${ended.site.padEnd(26)} ${ended.text}`.slice(0, 80)];

/** Columns for the sites of some steps. */
const siteWidth = (steps: readonly StepRecord[]): number =>
  Math.max(26, ...steps.map(({ site }) => site.length));

function lifeLine(
  { site, text, writes }: StepRecord,
  place: string,
  last: boolean,
  width: number,
): string {
  const word = writes.findLast((write) => write.place === place)?.word ?? 0n;
  const room = 80 - 3 - 1 - width - hex(word).length;
  return `${last ? '>' : ' '} ${site.padEnd(width)} ${text.slice(0, room).padEnd(Math.min(room, 32))} ${hex(word)}`;
}
