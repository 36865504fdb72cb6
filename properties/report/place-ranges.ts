// Lists of places, with those that differ in one number only as a range: `vcpu.gpr[0–31]`, `PMC1–6`.

/** A range: all that a name is but one number, and the numbers, ascending. */
interface Range {
  readonly before: string;
  readonly after: string;
  readonly numbers: number[];
}

/** The places as ranges, in the order in which each is first met; nothing is left out, and what stands alone is said as it is. */
export function placeRanges(places: readonly string[]): readonly string[] {
  const ranges = new Map<string, Range>();
  for (const place of places) {
    const parts = /^(?<before>[^\d]*?)(?<number>\d+)(?<after>.*)$/su.exec(place)?.groups;
    const { before = place, after = '', number } = parts ?? {};
    const key = JSON.stringify([before, number === undefined, after]);
    const range = ranges.get(key) ?? { before, after, numbers: [] };
    if (number !== undefined) range.numbers.push(Number(number));
    ranges.set(key, range);
  }
  return [...ranges.values()].flatMap(rangeText);
}

function rangeText({ before, after, numbers }: Range): readonly string[] {
  if (numbers.length === 0) return [before];
  return runs(numbers).map(([first, last]) =>
    first === last ? `${before}${first}${after}` : `${before}${first}–${last}${after}`,
  );
}

/** Numbers that follow one another, as first and last; two in a row are said one by one. */
function runs(numbers: readonly number[]): readonly (readonly [number, number])[] {
  const found: [number, number][] = [];
  for (const number of [...new Set(numbers)].toSorted((a, b) => a - b)) {
    const last = found.at(-1);
    if (last !== undefined && last[1] === number - 1) last[1] = number;
    else found.push([number, number]);
  }
  return found.flatMap(([first, last]): (readonly [number, number])[] =>
    last - first === 1
      ? [
          [first, first],
          [last, last],
        ]
      : [[first, last]],
  );
}
