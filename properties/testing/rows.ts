// For tests: how many rows of a long table are tried. In CI a few are, evenly; where HVSPEC_TESTS is `all`, every one.
export const triesAll: boolean = process.env.HVSPEC_TESTS === 'all';

/** About so many of the rows, the first among them; all where all are tried. */
export function few<T>(rows: readonly T[], most: number): readonly T[] {
  const every = triesAll ? 1 : Math.ceil(rows.length / most);
  return rows.filter((_, i) => i % every === 0);
}
