// Sorted numbers packed as arithmetic progressions: a shard's blocks are one, however many they are.

/** First, how many, step. */
type Progression = readonly [first: number, count: number, step: number];

/** The numbers, sorted and without doubles, as few progressions. */
export function packed(numbers: readonly number[]): readonly Progression[] {
  const made: Progression[] = [];
  let at = 0;
  while (at < numbers.length) {
    const first = numbers[at] ?? 0;
    const step = (numbers[at + 1] ?? first + 1) - first;
    let count = 1;
    while (numbers[at + count] === first + count * step) count++;
    made.push([first, count, step]);
    at += count;
  }
  return made;
}

/** The numbers of progressions. */
export const unpacked = (progressions: readonly Progression[]): readonly number[] =>
  progressions.flatMap(([first, count, step]) =>
    Array.from({ length: count }, (_, i) => first + i * step),
  );
