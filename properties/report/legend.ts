// Cards of a report with the legend that explains their columns and words: once for all cards, and only what they use.

import type { Counterexample } from '../counterexample/counterexample.ts';
import { card } from './card.ts';

interface Entry {
  readonly word: string;
  readonly means: string;
  /** Whether a card has it. */
  readonly isIn: (shown: Counterexample) => boolean;
}

const isDrawn = ({ diagram }: Counterexample): boolean => diagram !== undefined;

/** What the drawing of threads marks. */
const DRAWING = 'the thread that takes the step; the columns show the state after it';

const entries: readonly Entry[] = [
  {
    word: 'expected',
    means: 'required of the place; found: what is there; bits by their names',
    isIn: () => true,
  },
  {
    word: 'any value',
    means: 'varied all at once, and the clause still failed; except: not varied',
    isIn: ({ free }) => free !== undefined,
  },
  {
    word: 'wanted',
    means: 'whose value belongs there; then what saved, lost and restored it',
    isIn: ({ life = [] }) => life.some(({ what }) => what === 'wanted'),
  },
  {
    word: 'steps',
    means: 'site, what it does, value of the place after it; > marks the last',
    isIn: (shown) => !isDrawn(shown) && shown.writers.length > 0,
  },
  { word: '>', means: DRAWING, isIn: isDrawn },
  {
    word: 'repair',
    means: 'edits found by search; the clause then holds wherever it was tried',
    isIn: ({ repair }) => repair !== undefined && repair.changes.length > 0,
  },
];

/** The legend of these cards, in lines of at most 80 columns; empty if there is no card. */
export function legend(cards: readonly Counterexample[]): readonly string[] {
  const used = entries.filter(({ isIn }) => cards.some(isIn));
  if (used.length === 0) return [];
  return ['legend', ...used.map(({ word, means }) => `  ${word.padEnd(11)}${means}`)];
}

/** The cards, separated by blank lines, and their legend. */
export const withLegend = (cards: readonly Counterexample[]): string =>
  [...cards.map((one) => card(one)), ...legend(cards), ''].join('\n');

/** The legend of a drawing of threads without a card, in one line. */
export const drawingLegend = `>  ${DRAWING}`;
