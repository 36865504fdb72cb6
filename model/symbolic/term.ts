// Terms: 64-bit words over variables, one object for each formula, with what is known of every value that it can have.
//
// A table makes them. It interns: terms of the same form are the same object, so that equality of forms is `===`. A proof has a
// table of its own, which goes with the proof. Which forms there are of a meaning is decided in sums.ts, bits.ts, shifts.ts,
// comparisons.ts and choices.ts, and not here.
import { lowBits, type Word } from '../../spec/vocabulary/words.ts';
import { PairMap } from './pair-map.ts';

/** What each term has, of whatever form. */
interface Common {
  /** In order of making: a term has a greater number than its parts. */
  readonly id: number;
  /** Bits that are 0 in every value. */
  readonly zeros: Word;
  /** Bits that are 1 in every value. */
  readonly ones: Word;
  /** No value is greater, as an unsigned number. */
  readonly max: Word;
  readonly args: readonly Term[];
}

interface Literal extends Common {
  readonly op: 'literal';
  readonly word: Word;
}

interface Variable extends Common {
  readonly op: 'variable';
  readonly name: string;
}

/** The constant, and each part times its factor, modulo 2^64. */
export interface Sum extends Common {
  readonly op: 'sum';
  readonly word: Word;
  /** One for each part, 1 to 2^64 - 1. */
  readonly factors: readonly Word[];
}

interface Binary extends Common {
  readonly op: BinaryOperation;
  readonly args: readonly [Term, Term];
}

type BinaryOperation = 'multiply' | 'and' | 'or' | 'xor' | 'equal' | Order;

type Order = 'lessSigned' | 'lessUnsigned';

interface Inverse extends Common {
  readonly op: 'not';
  readonly args: readonly [Term];
}

interface Choice extends Common {
  readonly op: 'select';
  /** The condition, then what holds where it is not 0, then what holds where it is. */
  readonly args: readonly [Term, Term, Term];
}

interface Shift extends Common {
  readonly op: ShiftOperation;
  readonly args: readonly [Term];
  readonly by: number;
}

type ShiftOperation = 'shiftLeft' | 'shiftRight' | 'signExtend';

export type Term = Literal | Variable | Sum | Binary | Inverse | Choice | Shift;

/** A word of ones. */
export const ALL: Word = lowBits(64);

/** What is known of a value. */
export interface Known {
  readonly zeros: Word;
  readonly ones: Word;
  readonly max?: Word;
}

/** A value that is 1 or 0. */
export const TRUTH: Known = { zeros: ALL ^ 1n, ones: 0n };

/** Terms by what they are made of. */
class Index {
  readonly #byKind = new Map<string, PairMap<Term>>();

  /** What was made of these before, or else what is made now. */
  once(kind: string, a: number, b: number, make: () => Term): Term {
    const known = this.#byKind.get(kind) ?? new PairMap<Term>();
    const found = known.get(a, b);
    if (found !== undefined) return found;
    this.#byKind.set(kind, known);
    const term = make();
    known.add(a, b, term);
    return term;
  }
}

/** Where terms are made, each form once. */
export class TermTable {
  readonly #literals = new Map<Word, Literal>();
  readonly #variables = new Map<string, Term>();
  readonly #sums = new Map<string, Term>();
  readonly #interned = new Index();
  readonly #made = new Index();
  readonly #arms = new PairMap<number>();
  #armCount = 0;
  #id = 0;

  /** How many terms there are. */
  get size(): number {
    return this.#id;
  }

  literal(word: Word): Literal {
    const known = this.#literals.get(word);
    if (known !== undefined) return known;
    const term: Literal = { ...exactly(word), op: 'literal', word, id: this.#id++, args: [] };
    this.#literals.set(word, term);
    return term;
  }

  /** The variable with this name; its values have no other bits than those of the mask. The same name has the same mask. */
  variable(name: string, mask: Word = ALL): Term {
    const known = this.#variables.get(name);
    if (known !== undefined && (ALL ^ known.zeros) === mask) return known;
    if (known !== undefined) throw new Error(`two variables are called ${name}`);
    const term = this.#bounding({ zeros: ALL ^ mask, ones: 0n }, (own) => {
      return { ...own, op: 'variable', name, args: [] };
    });
    this.#variables.set(name, term);
    return term;
  }

  sum(word: Word, args: readonly Term[], factors: readonly Word[], known: Known): Term {
    const key = `${word} ${idsOf(args)} ${factors.join()}`;
    const found = this.#sums.get(key);
    if (found !== undefined) return found;
    const term = this.#bounding(known, (own) => ({ ...own, op: 'sum', word, args, factors }));
    this.#sums.set(key, term);
    return term;
  }

  binary(op: BinaryOperation, a: Term, b: Term, known: Known): Term {
    return this.#intern(op, a.id, b.id, known, (own) => ({ ...own, op, args: [a, b] }));
  }

  not(a: Term): Term {
    return this.#intern('not', a.id, 0, { zeros: a.ones, ones: a.zeros }, (own) => {
      return { ...own, op: 'not', args: [a] };
    });
  }

  choice(condition: Term, yes: Term, no: Term): Term {
    return this.#interned.once('select', this.#armOf(condition, yes), no.id, () =>
      this.#bounding(either(yes, no), (own) => {
        return { ...own, op: 'select', args: [condition, yes, no] };
      }),
    );
  }

  shift(op: ShiftOperation, a: Term, by: number, known: Known): Term {
    return this.#intern(op, a.id, by, known, (own) => ({ ...own, op, by, args: [a] }));
  }

  /** What an operation made of the same two numbers before, or else what `make` makes of them now. */
  once(op: string, a: number, b: number, make: () => Term): Term {
    return this.#made.once(op, a, b, make);
  }

  /** The same of a choice. */
  onceChosen(condition: Term, yes: Term, no: Term, make: () => Term): Term {
    return this.#made.once('select', this.#armOf(condition, yes), no.id, make);
  }

  /** A number for a condition and what holds under it. */
  #armOf(condition: Term, yes: Term): number {
    const known = this.#arms.get(condition.id, yes.id);
    if (known !== undefined) return known;
    const arm = this.#armCount++;
    this.#arms.add(condition.id, yes.id, arm);
    return arm;
  }

  #intern(kind: string, a: number, b: number, known: Known, make: (common: Limits) => Term): Term {
    return this.#interned.once(kind, a, b, () => this.#bounding(known, make));
  }

  /** A term within what is known of it: a literal if that is one value. */
  #bounding(known: Known, make: (common: Limits) => Term): Term {
    const bounds = bounded(known);
    const isConstant = (bounds.zeros | bounds.ones) === ALL;
    return isConstant ? this.literal(bounds.ones) : make({ ...bounds, id: this.#id++ });
  }
}

type Limits = Pick<Common, 'id' | 'zeros' | 'ones' | 'max'>;

const exactly = (word: Word) => ({ zeros: ALL ^ word, ones: word, max: word });

const idsOf = (terms: readonly Term[]): string => terms.map(({ id }) => id).join();

/** A bound says that the bits above it are 0, and the bits that may be 1 are a bound. */
function bounded({ zeros, ones, max = ALL }: Known): Omit<Limits, 'id'> {
  const most = ALL ^ zeros;
  const least = max < most ? max : most;
  return { zeros: zeros | (ALL ^ lowBits(bitLength(least))), ones, max: least };
}

const either = (yes: Term, no: Term): Known => ({
  zeros: yes.zeros & no.zeros,
  ones: yes.ones & no.ones,
  max: yes.max > no.max ? yes.max : no.max,
});

/** Bits of a number without leading zeros; 0 has none. */
export const bitLength = (word: Word): number => (word === 0n ? 0 : word.toString(2).length);

/** Whether a term is 1 or 0 in every case. */
export const isTruth = ({ max }: Term): boolean => max <= 1n;

/** Bits that a term may have. */
export const possible = ({ zeros }: Term): Word => ALL ^ zeros;
