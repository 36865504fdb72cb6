// Terms as SMT-LIB: quantifier-free bit-vectors of 64 bits, each shared part defined once.
//
// Truths are Booleans there, and words only where a word is asked for.
import { isTruth, type Term } from '../../model/symbolic/term.ts';
import type { Word } from '../../spec/vocabulary/words.ts';

/** A query: is there an assignment in which all the truths hold? */
export interface Query {
  readonly text: string;
  /** The variables, by their names in the text. */
  readonly variables: ReadonlyMap<string, string>;
}

const hexWord = (word: Word): string => `#x${word.toString(16).padStart(16, '0')}`;
const ONE = hexWord(1n);
const ZERO = hexWord(0n);

/**
 * The declarations, definitions and assertions of a query, without a command to check it: all truths hold, and the two words, if there
 * are any, are different.
 */
export function queryOf(
  truths: readonly Term[],
  different?: readonly [left: Term, right: Term],
): Query {
  const lines: string[] = [];
  const variables = new Map<string, string>();
  const writer = new Writer(lines, variables);
  for (const truth of truths) lines.push(`(assert ${writer.bool(truth)})`);
  if (different !== undefined) {
    const [left, right] = different.map((word) => writer.word(word));
    lines.push(`(assert (not (= ${left} ${right})))`);
  }
  return { text: lines.join('\n'), variables };
}

/** Writes definitions, each once, before those that need them. */
class Writer {
  readonly #words = new Map<Term, string>();
  readonly #bools = new Map<Term, string>();
  readonly #lines: string[];
  readonly #variables: Map<string, string>;

  constructor(lines: string[], variables: Map<string, string>) {
    this.#lines = lines;
    this.#variables = variables;
  }

  /** The term as a Boolean: whether it is not 0. */
  bool(term: Term): string {
    const known = this.#bools.get(term);
    if (known !== undefined) return known;
    const text = this.#define(`b${term.id}`, 'Bool', this.#boolText(term));
    this.#bools.set(term, text);
    return text;
  }

  /** The term as a word. */
  word(term: Term): string {
    const known = this.#words.get(term);
    if (known !== undefined) return known;
    const text =
      term.op === 'literal'
        ? hexWord(term.word)
        : this.#define(`w${term.id}`, '(_ BitVec 64)', this.#wordText(term));
    this.#words.set(term, text);
    return text;
  }

  #define(name: string, sort: string, text: string): string {
    this.#lines.push(`(define-fun ${name} () ${sort} ${text})`);
    return name;
  }

  #boolText(term: Term): string {
    if (isTruth(term)) {
      switch (term.op) {
        case 'equal':
          return this.#equal(...term.args);
        case 'lessUnsigned':
        case 'lessSigned': {
          const op = term.op === 'lessSigned' ? 'bvslt' : 'bvult';
          return `(${op} ${this.word(term.args[0])} ${this.word(term.args[1])})`;
        }
        case 'and':
        case 'or':
          if (term.args.every(isTruth))
            return `(${term.op} ${this.bool(term.args[0])} ${this.bool(term.args[1])})`;
          break;
        case 'select':
          return `(ite ${this.bool(term.args[0])} ${this.bool(term.args[1])} ${this.bool(term.args[2])})`;
        case 'literal':
          return term.word === 0n ? 'false' : 'true';
        default:
      }
    }
    return `(not (= ${this.word(term)} ${ZERO}))`;
  }

  #equal(a: Term, b: Term): string {
    if (b.op === 'literal' && isTruth(a))
      return b.word === 0n ? `(not ${this.bool(a)})` : this.bool(a);
    return `(= ${this.word(a)} ${this.word(b)})`;
  }

  #wordText(term: Term): string {
    switch (term.op) {
      case 'literal':
        return hexWord(term.word);
      case 'variable':
        return this.#variable(term.name, term);
      case 'sum':
        return this.#sum(term.word, term.args, term.factors);
      case 'not':
        return `(bvnot ${this.word(term.args[0])})`;
      case 'select':
        return `(ite ${this.bool(term.args[0])} ${this.word(term.args[1])} ${this.word(term.args[2])})`;
      case 'shiftLeft':
      case 'shiftRight': {
        const op = term.op === 'shiftLeft' ? 'bvshl' : 'bvlshr';
        return `(${op} ${this.word(term.args[0])} ${hexWord(BigInt(term.by))})`;
      }
      case 'signExtend': {
        const low = `((_ extract ${term.by - 1} 0) ${this.word(term.args[0])})`;
        return `((_ sign_extend ${64 - term.by}) ${low})`;
      }
      case 'multiply':
        return `(bvmul ${this.word(term.args[0])} ${this.word(term.args[1])})`;
      case 'and':
      case 'or':
      case 'xor':
        if (isTruth(term) && term.op !== 'xor' && term.args.every(isTruth))
          return `(ite ${this.bool(term)} ${ONE} ${ZERO})`;
        return `(bv${term.op} ${this.word(term.args[0])} ${this.word(term.args[1])})`;
      case 'equal':
      case 'lessSigned':
      case 'lessUnsigned':
        return `(ite ${this.bool(term)} ${ONE} ${ZERO})`;
    }
  }

  #variable(name: string, { id, zeros }: Term): string {
    const symbol = `v${id}`;
    this.#variables.set(symbol, name);
    this.#lines.push(`(declare-const ${symbol} (_ BitVec 64)) ; ${name}`);
    return zeros === 0n ? symbol : `(bvand ${symbol} ${hexWord(BigInt.asUintN(64, ~zeros))})`;
  }

  #sum(word: Word, parts: readonly Term[], factors: readonly Word[]): string {
    const terms = parts.map((part, i) => {
      const factor = factors[i] ?? 0n;
      const text = this.word(part);
      if (factor === 1n) return text;
      if (factor === BigInt.asUintN(64, -1n)) return `(bvneg ${text})`;
      return `(bvmul ${hexWord(factor)} ${text})`;
    });
    return `(bvadd ${[...terms, hexWord(word)].join(' ')})`;
  }
}
