// An array of 64-bit words as one arbitrary: one draw, corner values, and a shrinker that zeroes blocks, then clears bits.
//
// A failure that depends on one word ends with all others 0 and that one exact. Drawing each word as an fc.bigInt is ten
// times slower, and leaves large odd values behind.
import fc from 'fast-check';
import { expand, smaller } from './expand.ts';

/** Where a shrink stands: blocks of this size, from this word on; of size 0, the bits of the words from here. */
class Progress {
  readonly size: number;
  readonly at: number;
  constructor(size: number, at: number) {
    this.size = size;
    this.at = at;
  }
}

class WordsOf extends fc.Arbitrary<BigUint64Array> {
  private readonly length: number;
  constructor(length: number) {
    super();
    this.length = length;
  }

  generate(random: fc.Random): fc.Value<BigUint64Array> {
    const words = new BigUint64Array(this.length);
    expand(random.nextInt(), new Int32Array(words.buffer), random.nextInt());
    return new fc.Value(words, undefined);
  }

  canShrinkWithoutContext(value: unknown): value is BigUint64Array {
    return value instanceof BigUint64Array && value.length === this.length;
  }

  shrink(value: BigUint64Array, context: unknown): fc.Stream<fc.Value<BigUint64Array>> {
    const from = context instanceof Progress ? context : new Progress(this.length, 0);
    return fc.stream(shrunk(value, from));
  }
}

/** Words that are often random, often corners, and shrink towards 0. */
export const wordsOf = (length: number): fc.Arbitrary<BigUint64Array> => new WordsOf(length);

function* shrunk(words: BigUint64Array, from: Progress): Generator<fc.Value<BigUint64Array>> {
  let { size, at } = from;
  for (; size >= 1; size >>= 1, at = 0)
    for (; at < words.length; at += size) {
      const end = Math.min(words.length, at + size);
      if (words.subarray(at, end).every((word) => word === 0n)) continue;
      yield new fc.Value(words.slice().fill(0n, at, end), new Progress(size, end));
    }
  for (; at < words.length; at++)
    for (const word of smaller(words[at] ?? 0n))
      yield new fc.Value(words.slice().fill(word, at, at + 1), new Progress(0, at));
}
