// A sequence as one arbitrary: it shrinks by dropping blocks, down to every single element, and then element by element.
//
// fc.array shortens from one end and does not try every element on its own, so its minimum may keep a bystander.
import fc from 'fast-check';

class SequenceOf<T> extends fc.Arbitrary<readonly T[]> {
  private readonly most: number;
  private readonly draw: (random: fc.Random, behind: number) => T;
  private readonly simpler: (element: T) => Iterable<T>;
  constructor(
    most: number,
    draw: (random: fc.Random, behind: number) => T,
    simpler: (element: T) => Iterable<T>,
  ) {
    super();
    this.most = most;
    this.draw = draw;
    this.simpler = simpler;
  }

  generate(random: fc.Random): fc.Value<readonly T[]> {
    const length = random.nextInt(0, this.most);
    return new fc.Value(
      Array.from({ length }, (_, i) => this.draw(random, length - 1 - i)),
      undefined,
    );
  }

  canShrinkWithoutContext(value: unknown): value is readonly T[] {
    return Array.isArray(value);
  }

  shrink(value: readonly T[]): fc.Stream<fc.Value<readonly T[]>> {
    return fc.stream(this.shorter(value));
  }

  private *shorter(elements: readonly T[]): Generator<fc.Value<readonly T[]>> {
    for (let size = elements.length; size >= 1; size = size >> 1)
      for (let at = 0; at < elements.length; at += size)
        yield new fc.Value(elements.toSpliced(at, size), undefined);
    for (const [i, element] of elements.entries())
      for (const other of this.simpler(element))
        yield new fc.Value(elements.with(i, other), undefined);
  }
}

/** No more than `most` elements, each drawn so, being told how many are behind it; each made simpler so. */
export const sequenceOf = <T>(
  most: number,
  draw: (random: fc.Random, behind: number) => T,
  simpler: (element: T) => Iterable<T>,
): fc.Arbitrary<readonly T[]> => new SequenceOf(most, draw, simpler);
