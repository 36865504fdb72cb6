// A sequence as one arbitrary: it shrinks by dropping blocks, down to every single element, and then element by element.
//
// fc.array shortens from one end and does not try every element on its own, so its minimum may keep a bystander.
import fc from 'fast-check';
import type { Draws } from './draw.ts';

class SequenceOf<T> extends fc.Arbitrary<readonly T[]> {
  private readonly most: number;
  private readonly draw: (random: Draws, behind: number) => T;
  private readonly simpler: (element: T) => Iterable<T>;
  constructor(
    most: number,
    draw: (random: Draws, behind: number) => T,
    simpler: (element: T) => Iterable<T>,
  ) {
    super();
    this.most = most;
    this.draw = draw;
    this.simpler = simpler;
  }

  generate(random: fc.Random): fc.Value<readonly T[]> {
    return new fc.Value(drawSome(this.most, random, this.draw), undefined);
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

/** Draws no more than `most` elements, each drawn so, being told how many are behind it. */
export function drawSome<T>(
  most: number,
  random: Draws,
  draw: (random: Draws, behind: number) => T,
): T[] {
  const drawn: T[] = [];
  for (let left = random.nextInt(0, most); left > 0; left--) drawn.push(draw(random, left - 1));
  return drawn;
}

/** No more than `most` elements, each drawn so, each made simpler so. */
export const sequenceOf = <T>(
  most: number,
  draw: (random: Draws, behind: number) => T,
  simpler: (element: T) => Iterable<T>,
): fc.Arbitrary<readonly T[]> => new SequenceOf(most, draw, simpler);
