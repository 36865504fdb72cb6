// Where words come from: the arithmetic of words, over words that carry the origin of their bits.
// Bits that are moved or kept apart keep it, a sum with a constant stays one; where words mix, what comes out is made of both.
import type { Place } from '../spec/vocabulary/machine.ts';
import { hex, lowBits, numbers, type Word, type Words } from '../spec/vocabulary/words.ts';

/** Where a word came from. */
export type Origin =
  | { readonly kind: 'constant'; readonly word: Word }
  | Source
  | { readonly kind: 'pieces'; readonly of: readonly Piece[] };

type Source =
  /** What a register or a field held when the switch was called, or (the guest's) what the guest put there. */
  | { readonly kind: 'place'; readonly place: Place; readonly whose: 'host' | 'guest' }
  | { readonly kind: 'sum'; readonly of: Source; readonly plus: Word }
  | { readonly kind: 'made'; readonly of: readonly Source[] };

/** Some bits of a word, and what they are of; bits of which no piece speaks are constant. */
interface Piece {
  readonly mask: Word;
  readonly of: Source;
}

/** A word and its origin. */
export interface OriginWord {
  readonly word: Word;
  readonly from: Origin;
}

const MOST = 4;
const ALL = lowBits(64);

/** An origin in words. */
export function textOf(origin: Origin): string {
  switch (origin.kind) {
    case 'constant':
      return hex(origin.word);
    case 'place':
      return origin.whose === 'host' && origin.place.includes('.')
        ? origin.place
        : `the ${origin.whose}'s ${origin.place}`;
    case 'sum':
      return origin.plus >> 63n === 0n
        ? `${textOf(origin.of)} + ${hex(origin.plus)}`
        : `${textOf(origin.of)} - ${hex(numbers.sub(0n, origin.plus))}`;
    case 'made':
      return `made of ${listed(origin.of)}`;
    case 'pieces': {
      const sources = origin.of.flatMap(({ of }) => partsOf(of));
      return new Set(sources.map(textOf)).size === 1
        ? `bits of ${listed(sources)}`
        : `made of ${listed(sources)}`;
    }
  }
}

function listed(sources: readonly Source[]): string {
  const names = [...new Set(sources.map(textOf))];
  const more = names.length - MOST;
  return `${names.slice(0, MOST).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** The origin of these bits of a word. */
export const originIn = (origin: Origin, mask: Word): Origin =>
  mask === ALL || origin.kind === 'constant' || origin.kind !== 'pieces'
    ? origin
    : fromPieces(masked(origin.of, mask), 0n, true);

/** What the code itself says. */
export const constant = (word: Word): Origin => ({ kind: 'constant', word });

function piecesOf(origin: Origin): readonly Piece[] {
  if (origin.kind === 'constant') return [];
  return origin.kind === 'pieces' ? origin.of : [{ mask: ALL, of: origin }];
}

/** Pieces as an origin: whole where one piece is all of the word, or all that is asked for. */
function fromPieces(pieces: readonly Piece[], word: Word, whole = false): Origin {
  const merged = new Map<string, Piece>();
  for (const { mask, of } of pieces) {
    const name = textOf(of);
    merged.set(name, { mask: mask | (merged.get(name)?.mask ?? 0n), of });
  }
  const [first, ...others] = [...merged.values()];
  if (first === undefined) return constant(word);
  return others.length === 0 && (whole || first.mask === ALL)
    ? first.of
    : { kind: 'pieces', of: [...merged.values()] };
}

const masked = (pieces: readonly Piece[], mask: Word): readonly Piece[] =>
  pieces
    .map((piece) => ({ ...piece, mask: piece.mask & mask }))
    .filter((piece) => piece.mask !== 0n);

const coverOf = (pieces: readonly Piece[]): Word =>
  pieces.reduce((all, { mask }) => all | mask, 0n);

const partsOf = (source: Source): readonly Source[] =>
  source.kind === 'made' ? source.of : [source];

/** What is made of all pieces. */
function sourceOf(pieces: readonly Piece[]): Source {
  const parts = pieces.flatMap(({ of }) => partsOf(of));
  const distinct = [...new Map(parts.map((part) => [textOf(part), part])).values()];
  const [only] = distinct;
  return distinct.length === 1 && only !== undefined ? only : { kind: 'made', of: distinct };
}

/** Bits of two words side by side; where both have some, they mix. */
function mixed(a: OriginWord, b: OriginWord, word: Word): OriginWord {
  const [left, right] = [piecesOf(a.from), piecesOf(b.from)];
  const overlap = coverOf(left) & coverOf(right);
  const apart = [...masked(left, ~overlap), ...masked(right, ~overlap)];
  if (overlap === 0n) return { word, from: fromPieces(apart, word) };
  const of = sourceOf([...masked(left, overlap), ...masked(right, overlap)]);
  return { word, from: fromPieces([...apart, { mask: overlap, of }], word) };
}

/** All bits of the result depend on all of both words. */
function made(a: OriginWord, b: OriginWord, word: Word, mask: Word): OriginWord {
  const pieces = [...piecesOf(a.from), ...piecesOf(b.from)];
  return {
    word,
    from: pieces.length === 0 ? constant(word) : fromPieces([{ mask, of: sourceOf(pieces) }], word),
  };
}

const cut = (a: OriginWord, word: Word, mask: Word): OriginWord => ({
  word,
  from: fromPieces(masked(piecesOf(a.from), mask), word),
});

const shifted = (a: OriginWord, word: Word, shift: (mask: Word) => Word): OriginWord => ({
  word,
  from: fromPieces(
    piecesOf(a.from).map(({ mask, of }) => ({ mask: shift(mask), of })),
    word,
  ),
});

function plus(a: OriginWord, by: Word, word: Word): OriginWord {
  const { from } = a;
  if (by === 0n) return a;
  if (from.kind === 'constant') return { word, from: constant(word) };
  if (from.kind === 'pieces') return { word, from: sourceOf(from.of) };
  if (from.kind !== 'sum') return { word, from: { kind: 'sum', of: from, plus: by } };
  const total = numbers.add(from.plus, by);
  return { word, from: total === 0n ? from.of : { ...from, plus: total } };
}

type Truth = 'equal' | 'lessSigned' | 'lessUnsigned';
const truth = (op: Truth) => (a: OriginWord, b: OriginWord) =>
  made(a, b, numbers[op](a.word, b.word), 1n);

/** The arithmetic of words, over tagged ones. */
export const tagging: Words<OriginWord> = {
  literal: (word) => ({ word, from: constant(word) }),
  add(a, b) {
    const word = numbers.add(a.word, b.word);
    if (b.from.kind === 'constant') return plus(a, b.word, word);
    if (a.from.kind === 'constant') return plus(b, a.word, word);
    return made(a, b, word, ALL);
  },
  sub(a, b) {
    const word = numbers.sub(a.word, b.word);
    if (b.from.kind === 'constant') return plus(a, numbers.sub(0n, b.word), word);
    return made(a, b, word, ALL);
  },
  multiply: (a, b) => made(a, b, numbers.multiply(a.word, b.word), ALL),
  and(a, b) {
    const word = numbers.and(a.word, b.word);
    if (b.from.kind === 'constant') return cut(a, word, b.word);
    if (a.from.kind === 'constant') return cut(b, word, a.word);
    return mixed(a, b, word);
  },
  or(a, b) {
    const word = numbers.or(a.word, b.word);
    if (b.from.kind === 'constant') return cut(a, word, ~b.word & ALL);
    if (a.from.kind === 'constant') return cut(b, word, ~a.word & ALL);
    return mixed(a, b, word);
  },
  xor: (a, b) => mixed(a, b, numbers.xor(a.word, b.word)),
  not: (a) => cut(a, numbers.not(a.word), ALL),
  equal: truth('equal'),
  lessSigned: truth('lessSigned'),
  lessUnsigned: truth('lessUnsigned'),
  select: (condition, yes, no) => (condition.word === 0n ? no : yes),
  shiftLeft: (a, by) =>
    shifted(a, numbers.shiftLeft(a.word, by), (mask) => numbers.shiftLeft(mask, by)),
  shiftRight: (a, by) =>
    shifted(a, numbers.shiftRight(a.word, by), (mask) => numbers.shiftRight(mask, by)),
  signExtend: (a, bits) =>
    shifted(a, numbers.signExtend(a.word, bits), (mask) =>
      numbers.signExtend(mask & lowBits(bits), bits),
    ),
};
