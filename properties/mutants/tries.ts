// What a process that tries mutants is asked, and what it answers.
import type { MutantCoverage } from '@stryker-mutator/api/core';

/** What a process is started with. */
export interface Start {
  /** The files of the tests, below the folder of the copy. */
  readonly files: readonly string[];
  /** A mutant that is there when they are loaded, and stays. */
  readonly mutant: string | undefined;
}

/** A round of tests. */
export interface TestRun {
  /** The mutant that is there meanwhile; undefined for that of the start, or none. */
  readonly mutant: string | undefined;
  /** The tests by their ids; undefined for all. */
  readonly tests: readonly string[] | undefined;
  /** Where it ends: with the first test that fails, or with the last. */
  readonly until: 'failure' | 'end';
  /** How often the mutant may be come to: a loop that never ends is left so. */
  readonly limit: number | undefined;
}

/** What a test came to. */
export interface TestOutcome {
  readonly id: string;
  readonly name: string;
  readonly file: string;
  readonly ms: number;
  /** Why it failed, if it did. */
  readonly failure: string | undefined;
}

export interface Answer {
  readonly taken: readonly TestOutcome[];
  /** How often the mutant was come to. */
  readonly hits: number;
  /** Whether the test that failed passes without the mutant, there and then: what it did has left nothing behind. */
  readonly isClean: boolean;
  readonly coverage: MutantCoverage | undefined;
}
