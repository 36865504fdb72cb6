// Two histories in one: what both runs have alike, and the secrets in which the second differs from the first.
//
// The difference of a secret is kept, not its second value: 0 is no difference, and that is what it shrinks towards.
import fc from 'fast-check';
import { allPlaces, slotOf, slots } from '../../../model/places.ts';
import { type Side, secretsOf } from '../../../spec/secrets.ts';
import type { Word } from '../../../spec/vocabulary/words.ts';
import { type Action, stepOf } from '../../arbitraries/guest-program.ts';
import { wordsOf } from '../../arbitraries/words-of.ts';
import { list, named, oneOf, parts, type Schema, where, word } from '../../input/schema.ts';
import { type History, histories, type SwitchInputs } from '../switch/history.ts';
import { ROUNDS, round } from '../switch/history-schema.ts';

/** Words by the places that hold them; all others are 0. */
type WordsByPlace = Readonly<Record<string, Word>>;

/** Plain data, so that JSON can keep it. */
export interface PairHistory {
  /** Whose secrets the two runs differ in. */
  readonly side: Side;
  /** The machine of the first run, and its word of flags. */
  readonly words: WordsByPlace;
  /** The bits in which the second differs. */
  readonly secrets: WordsByPlace;
  /** The bits in which what the second guest writes differs; 0 where the hosts differ. */
  readonly written: Word;
  readonly rounds: readonly SwitchInputs[];
}

/** The word of flags among words by place. */
export const FLAGS = 'flags';

const isPlace = (name: string): boolean => slotOf.has(name) || name === FLAGS;

/** How JSON holds a pair; secrets are those of its side. */
export const pairHistory: Schema<PairHistory> = where(
  parts<PairHistory>({
    side: oneOf(['hosts', 'guests']),
    words: named(word, isPlace),
    secrets: named(word, () => true),
    written: word,
    rounds: list(round, ROUNDS),
  }),
  ({ side, secrets }) =>
    Object.keys(secrets).every((name) => secretsOf(side).some((place) => place === name)),
);

/** What is drawn of a pair. The last is where the guest begins to set registers first: else few would set one that no field of the vcpu brings to them. */
export type PairSeed = [
  side: Side,
  history: History,
  differences: BigUint64Array,
  set: number | null,
];

/** The pairs of `pairHistories`, one by one, as drawn: to name the place of each word takes longer than to play it. */
export const pairSeeds: fc.Arbitrary<PairSeed> = fc.tuple(
  fc.constantFrom<Side>('hosts', 'guests'),
  histories,
  wordsOf(slots + 1),
  fc.option(fc.nat(0xff)),
);

/** Pairs, of either side. */
export const pairHistories: fc.Arbitrary<PairHistory> = pairSeeds.map(paired, apart);

/** A pair by slots. */
export interface PairBySlot extends Pick<PairHistory, 'side' | 'written' | 'rounds'> {
  /** The machine of the first run, and its word of flags. */
  readonly words: BigUint64Array;
  /** The bits in which the second differs, where it is a secret. */
  readonly differences: BigUint64Array;
}

/** A pair as it was drawn, by slots. */
export const seedBySlot = ([side, [words, drawn], differences, set]: PairSeed): PairBySlot => ({
  side,
  words,
  differences,
  written: side === 'guests' ? (differences[slots] ?? 0n) : 0n,
  rounds: drawn.map(sameUse).map((round) => (set === null ? round : setting(set, round))),
});

/** A pair by slots. */
export const pairBySlot = ({ side, words, secrets, written, rounds }: PairHistory): PairBySlot => ({
  side,
  words: bySlot(words),
  differences: bySlot(secrets),
  written,
  rounds,
});

/** The pair that was drawn. */
export function paired(seed: PairSeed): PairHistory {
  const { side, words, differences, written, rounds } = seedBySlot(seed);
  return {
    side,
    words: byPlace(words),
    secrets: secretsAmong(side, differences),
    written,
    rounds,
  };
}

/** What a pair was made of: so that one that was kept can be made simpler. */
function apart(pair: unknown): PairSeed {
  if (!isPair(pair)) throw new Error('no pair of histories');
  const differences = bySlot(pair.secrets);
  differences[slots] = pair.written;
  return [pair.side, firstOf(pair), differences, null];
}

/** Registers that a guest sets first. */
const SET_FIRST = 8;

const setting = (from: number, round: SwitchInputs): SwitchInputs => ({
  ...round,
  guest: [
    ...Array.from({ length: SET_FIRST }, (_, i): Action => {
      return { does: 'set-supervisor', on: from + i, word: BigInt(from) };
    }),
    ...round.guest,
  ],
});

const PMU_IN_USE = slotOf.get('lppaca.pmcregs_in_use');

/**
 * The host does not begin to use the performance monitor between two switches: it would then set all of it anew, and until it
 * does it may find there what guests have left.
 */
const sameUse = (round: SwitchInputs): SwitchInputs => ({
  ...round,
  changes: round.changes.filter(({ place }) => place !== PMU_IN_USE),
});

const isPair = (value: unknown): value is PairHistory =>
  typeof value === 'object' && value !== null && 'side' in value && 'secrets' in value;

/** The history of the first run. */
export const firstOf = ({ words, rounds }: PairHistory): History => [bySlot(words), rounds];

/** The rounds of the second run: its guest does the same, with other words where they are only that. */
export const secondRounds = ({
  rounds,
  written,
}: Pick<PairHistory, 'rounds' | 'written'>): readonly SwitchInputs[] =>
  written === 0n
    ? rounds
    : rounds.map((round) => ({ ...round, guest: round.guest.map((one) => other(one, written)) }));

/** What only puts a word somewhere; the rest of what a guest does decides where the switch goes. */
const ONLY_WORDS: readonly Action['does'][] = [
  'set-user',
  'set-supervisor',
  'set-amr',
  'set-uamor',
  'data-storage',
  'emulation-assist',
];

/** Whether the second guest writes another word where it does this. */
export const hasOtherWord = (action: Action): boolean =>
  ONLY_WORDS.includes(action.does) && !decides(action);

const other = (action: Action, written: Word): Action =>
  hasOtherWord(action) ? { ...action, word: action.word ^ written } : action;

/** Whether what is set decides where the switch goes: a hypercall's number, or what rfid makes the MSR. */
const decides = (action: Action): boolean => /^(?:r3|SRR1) :=/u.test(stepOf(action).text);

/** The words that are not 0, by the places that hold them. */
export function byPlace(words: BigUint64Array): WordsByPlace {
  const held = noWords();
  for (let slot = 0; slot < words.length; slot++) {
    const word = words[slot] ?? 0n;
    if (word !== 0n) held[allPlaces[slot] ?? FLAGS] = word;
  }
  return held;
}

function secretsAmong(side: Side, differences: BigUint64Array): WordsByPlace {
  const held = noWords();
  for (const place of secretsOf(side)) {
    const word = differences[slotOf.get(place) ?? slots] ?? 0n;
    if (word !== 0n) held[place] = word;
  }
  return held;
}

/** An object that is a table from the start: one that grows to hundreds of names otherwise takes a millisecond. */
const noWords = (): Record<string, Word> => Object.create(null);

function bySlot(held: WordsByPlace): BigUint64Array {
  const words = new BigUint64Array(slots + 1);
  for (let slot = 0; slot < words.length; slot++)
    words[slot] = held[allPlaces[slot] ?? FLAGS] ?? 0n;
  return words;
}
