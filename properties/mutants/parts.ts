// The parts in which the judge is mutated: what is changed, and the tests that must tell. Each part is a run of the tool of its own.
//
// Of every part only the tests beside it are asked, and none that takes long or starts a process: such a process runs what was built, in
// which no mutant is.

/** What is mutated together. */
interface Part {
  readonly mutate: readonly string[];
  /** The tests that try it: files, and folders of them. */
  readonly tests: readonly string[];
}

/** By name, in the order in which they are tried. */
export const parts: Readonly<Record<string, Part>> = {
  judging: {
    mutate: ['spec/judging/**/*.ts', '!spec/judging/**/*.test.ts', '!spec/judging/testing/**'],
    tests: ['spec/judging', 'spec/judging/predicates', 'properties/report/claim-text.test.ts'],
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
      ...[
        'tally',
        'merge',
        'results',
        'missing-shards',
        'sums',
        'sums-wrong',
        'plan',
        'progression',
      ].map((name) => `properties/campaign/${name}.test.ts`),
    ],
  },
  exits: {
    mutate: ['properties/campaign/outcome.ts', 'cli/outcome.ts', 'cli/check.ts'],
    tests: ['properties/campaign/outcome.test.ts', 'cli/check.test.ts', 'cli/outcome.test.ts'],
  },
  verdicts: {
    mutate: ['cli/kill-verdict.ts', 'cli/merge.ts', 'cli/kernel-given.ts'],
    tests: ['cli/kill-verdict.test.ts', 'cli/merge-parts.test.ts', 'cli/kernel-given.test.ts'],
  },
  kernel: { mutate: ['cli/kernel.ts'], tests: ['cli/kernel-code.test.ts'] },
  arbitraries: {
    mutate: [
      ...['draw', 'expand', 'guest-program', 'sequence-of', 'words-of'].map(
        (name) => `properties/arbitraries/${name}.ts`,
      ),
      ...['history', 'history-schema', 'history-seed'].map(
        (name) => `properties/levels/switch/${name}.ts`,
      ),
      'properties/levels/noninterference/history.ts',
      'properties/input/schema.ts',
    ],
    tests: [
      'properties/arbitraries',
      'properties/input/schema.test.ts',
      'properties/levels/switch/history.test.ts',
      'properties/levels/switch/history-schema.test.ts',
      'properties/levels/noninterference/history.test.ts',
    ],
  },
  minimising: {
    mutate: ['properties/levels/minimise.ts', 'properties/work/interruption.ts'],
    tests: ['properties/levels/minimise.test.ts', 'properties/work/interruption.test.ts'],
  },
  compiled: {
    mutate: [
      'judges',
      'monitors',
      'claim-code',
      'predicates',
      'slb-and-list',
      'instrumentation',
    ].map((name) => `properties/compiled/${name}.ts`),
    tests: ['properties/compiled/judges.test.ts', 'properties/compiled/slb-and-list.test.ts'],
  },
};
