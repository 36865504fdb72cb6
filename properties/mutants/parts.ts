// The parts in which the judge is mutated: what is changed, and the tests that must tell. Each part is a run of the tool of its own.
//
// Of every part only the tests beside it are asked, and none that takes long or starts a process: such a process runs what was built, in
// which no mutant is.

/** What is mutated together. */
interface Part {
  readonly mutate: readonly string[];
  /** Patterns of the tests that try it. */
  readonly tests: readonly string[];
}

/** By name, in the order in which they are tried. */
export const parts: Readonly<Record<string, Part>> = {
  judging: {
    mutate: ['spec/judging/**/*.ts', '!spec/judging/**/*.test.ts', '!spec/judging/hand-made.ts'],
    tests: ['spec/judging/*.test.ts'],
  },
  campaigns: {
    mutate: [
      'properties/severity.ts',
      ...['tally', 'merge', 'results', 'missing-shards', 'sums', 'plan'].map(
        (name) => `properties/campaign/${name}.ts`,
      ),
    ],
    tests: [
      'properties/severity.test.ts',
      'properties/campaign/{tally,merge,results,missing-shards,sums,plan,progression}.test.ts',
    ],
  },
  exits: {
    mutate: ['properties/campaign/outcome.ts', 'cli/outcome.ts', 'cli/check.ts'],
    tests: ['properties/campaign/outcome.test.ts', 'cli/{check,outcome}.test.ts'],
  },
  compiled: {
    mutate: ['judging', 'film-claims', 'term-text', 'lists', 'weaving'].map(
      (name) => `properties/compiled/${name}.ts`,
    ),
    tests: ['properties/compiled/{judging,lists}.test.ts'],
  },
};
