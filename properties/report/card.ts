// A counterexample on one screen: what was lost, where, and a run that shows it.

import type { Taken } from '../../spec/machine.ts';
import { hex } from '../../spec/words.ts';
import { bitFields } from './bit-fields.ts';
import { type Shown, type ShownRound, touches } from './shown.ts';
import { wrapped } from './wrapped.ts';

/** Steps of the place's life that a card shows. */
const MOST = 8;

/** The card, in lines of at most 80 columns but for the token. */
export function card(shown: Shown): string {
  const { clause, verdict, place, expected, found } = shown;
  return [
    `${clause.name}: ${verdict}`,
    ...wrapped(clause.says, '  '),
    ...shown.cite.flatMap((cite) => wrapped(cite, '    ')),
    '',
    ...wrapped(`expected  ${inBits(place, expected)}`, `${place}  `),
    ...wrapped(`found     ${inBits(place, found)}`, ' '.repeat(place.length + 2)),
    '',
    `start     ${begun(shown)}`,
    ...shown.rounds.flatMap((round, i) => roundLines(round, i, shown.rounds.length)),
    '',
    ...lifeOf(shown),
    ...endOf(shown),
    '',
    `replay    npx hvspec counterexample --replay ${shown.token}`,
    '',
  ].join('\n');
}

/** A word, and what its bits are called. */
function inBits(place: string, text: string): string {
  const named = /^0x[0-9a-f]+$/u.test(text) ? bitFields(place, BigInt(text)) : undefined;
  return named === undefined ? text : `${text}  ${named}`;
}

function begun({ initial }: Shown): string {
  if (initial.length === 0) return 'the default machine';
  return initial
    .map(([place, word]) => `${place} = ${inBits(place, hex(word))}`)
    .join(`\n${' '.repeat(10)}`);
}

function roundLines(
  { changes, delays, guest }: ShownRound,
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
      [...guest, 'sc 1, unless something ended it'].map((action) => `${which}${action}`),
    ),
  ];
}

/** The steps that wrote the place, the last one marked. */
function lifeOf({ trace, place, lastWriter }: Shown): readonly string[] {
  const life = trace.filter((step) => touches(step, place));
  if (life.length === 0)
    return [`steps     none of the ${trace.length} of this stretch writes ${place}`];
  const left = life.length - MOST;
  return [
    left > 0
      ? `steps     that write ${place}; ${left} earlier ones are left out`
      : `steps     that write ${place}`,
    ...life
      .slice(-MOST)
      .map((step, _i, shownSteps) =>
        lifeLine(step, place, step === lastWriter, siteWidth(shownSteps)),
      ),
  ];
}

/** Where the stretch ends, if that is not the step that is marked. */
const endOf = ({ ended, lastWriter }: Shown): readonly string[] =>
  ended === undefined || ended === lastWriter
    ? []
    : [`ends      ${ended.site.padEnd(26)} ${ended.text}`.slice(0, 80)];

/** Columns for the sites of some steps. */
const siteWidth = (steps: readonly Taken[]): number =>
  Math.max(26, ...steps.map(({ site }) => site.length));

function lifeLine(
  { site, text, writes }: Taken,
  place: string,
  last: boolean,
  width: number,
): string {
  const word = writes.findLast((write) => write.place === place)?.word ?? 0n;
  const room = 80 - 3 - 1 - width - hex(word).length;
  return `${last ? '>' : ' '} ${site.padEnd(width)} ${text.slice(0, room).padEnd(Math.min(room, 32))} ${hex(word)}`;
}
