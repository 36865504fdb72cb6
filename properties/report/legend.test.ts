// The legend of cards: once for all of a report, and only of what its cards have.
import { describe, expect, it } from 'vitest';
import { type ClauseName, clauseNamed } from '../../spec/contract.ts';
import { findingBy } from '../campaign/search.ts';
import { type Counterexample, counterexampleFrom } from '../counterexample/counterexample.ts';
import { card } from './card.ts';
import { legend, withLegend } from './legend.ts';

/** What the legend has an entry for. */
const wordsOf = (cards: readonly Counterexample[]): readonly string[] =>
  legend(cards).flatMap((line) => /^ {2}(\S+(?: \S+)*) {2,}/u.exec(line)?.[1] ?? []);

function shownBy(fault: string, name: ClauseName, depth: 'steps' | 'repair'): Counterexample {
  const clause = clauseNamed(name);
  const finding = findingBy(fault, clause, {});
  const shown = finding && counterexampleFrom(finding, depth);
  if (shown === undefined) throw new Error(`${fault} does not show`);
  return shown;
}

const whole = shownBy('cr-not-kept', 'host-cr-fields-return', 'repair');
const plain = shownBy('resume-flag-returned', 'run-says-why-it-returns', 'steps');
const drawn = shownBy('no-busy-check', 'one-partition-per-core', 'steps');

describe('the legend', () => {
  it.each<[string, readonly Counterexample[], readonly string[]]>([
    ['no card', [], []],
    ['all that a card can have', [whole], ['expected', 'any value', 'wanted', 'steps', 'repair']],
    ['steps alone', [plain], ['expected', 'steps']],
    ['a drawing of threads', [drawn], ['expected', '>']],
    ['both', [plain, drawn], ['expected', 'steps', '>']],
  ])('of %s', (_, cards, words) => {
    expect(wordsOf(cards)).toEqual(words);
  });

  it('keeps to 80 columns', () => {
    expect(legend([whole, drawn]).filter((line) => line.length > 80)).toEqual([]);
  });

  it('stands once, after the cards', () => {
    const text = withLegend([whole, plain]);
    expect(text.startsWith(`${card(whole)}\n${card(plain)}\nlegend\n`)).toBe(true);
    expect(text.match(/^legend$/gmu)).toHaveLength(1);
    expect(text.endsWith('\n')).toBe(true);
  });
});
