// The tests that mutants are tried with: those beside what is mutated, and none that takes long or starts a process.
//
// A process of its own runs what was built, in which no mutant is; so such a test kills none.

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'spec/**/*.test.ts',
      'properties/gravity.test.ts',
      'properties/minimise.test.ts',
      'properties/campaign/{tally,merge,results,lacking,sums,plan,progression}.test.ts',
      'properties/compiled/{judging,lists}.test.ts',
      'properties/arbitraries/*.test.ts',
      'cli/{check,outcome,kill-verdict,merge-parts,kernel-code}.test.ts',
    ],
    isolate: false,
  },
});
