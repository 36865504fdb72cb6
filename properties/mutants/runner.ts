// How the mutation tool's mutants are tried: in a process that has the tests loaded, one mutant after another.
//
// What was remembered while one mutant was there must not speak for or against the next. So a mutant counts as killed where the test
// that failed passes without it right after, and in any other case by what a new process says, in which nothing was tried before.
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  type DryRunOptions,
  type DryRunResult,
  DryRunStatus,
  type MutantRunOptions,
  type MutantRunResult,
  MutantRunStatus,
  type TestResult,
  type TestRunner,
  TestStatus,
} from '@stryker-mutator/api/test-runner';
import { Late, type Place, place } from './place.ts';
import type { Answer, TestOutcome, TestRun } from './tries.ts';

/** Of the tool's patience: past it, it would end this process, but not the one that is asked. */
const PATIENCE = 0.9;

class TestsInPlace implements TestRunner {
  /** The process that is asked, and whether a mutant was tried in it. */
  private asked: { readonly place: Place; used: boolean } | undefined;

  capabilities() {
    return { reloadEnvironment: true };
  }

  async dryRun({ timeout }: DryRunOptions): Promise<DryRunResult> {
    const round: TestRun = { mutant: undefined, tests: undefined, until: 'end', limit: undefined };
    const { taken, coverage } = await this.ask(round, Date.now() + timeout);
    const tests = taken.map(resultOf);
    const result = { status: DryRunStatus.Complete, tests } as const;
    return coverage === undefined ? result : { ...result, mutantCoverage: coverage };
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { activeMutant, testFilter, hitLimit } = options;
    const until = Date.now() + PATIENCE * options.timeout;
    const round: TestRun = {
      mutant: activeMutant.id,
      tests: testFilter,
      until: 'failure',
      limit: hitLimit,
    };
    try {
      return options.mutantActivation === 'static'
        ? await this.tryLoaded(round, until)
        : await this.tryInPlace(round, until);
    } catch (error) {
      this.drop();
      if (error instanceof Late) return { status: MutantRunStatus.Timeout };
      throw error;
    }
  }

  /** Tries a mutant that is there from the beginning, in a process of its own. */
  private async tryLoaded(round: TestRun, until: number): Promise<MutantRunResult> {
    this.drop();
    const own = await place(round.mutant, until);
    if (own === undefined)
      return {
        status: MutantRunStatus.Killed,
        killedBy: [],
        failureMessage: 'it does not load',
        nrOfTests: 0,
      };
    this.asked = { place: own, used: true };
    const answer = await own.ask(round, until);
    this.drop();
    return told(answer, round);
  }

  private async tryInPlace(round: TestRun, until: number): Promise<MutantRunResult> {
    const isFresh = this.asked?.used !== true;
    const first = await this.ask(round, until);
    const isFailed = first.taken.some(({ failure }) => failure !== undefined);
    if (isFresh || (isFailed && first.isClean)) {
      if (!first.isClean) this.drop();
      return told(first, round);
    }
    this.drop();
    return this.tryInPlace(round, until);
  }

  /** Asks the process that is there, or a new one. */
  private async ask(round: TestRun, until: number): Promise<Answer> {
    if (this.asked === undefined) {
      const fresh = await place(undefined, until);
      if (fresh === undefined) throw new Error('the tests do not load');
      this.asked = { place: fresh, used: false };
    }
    const answer = await this.asked.place.ask(round, until);
    this.asked.used ||= round.mutant !== undefined;
    return answer;
  }

  private drop(): void {
    this.asked?.place.close();
    this.asked = undefined;
  }

  async dispose(): Promise<void> {
    this.drop();
  }
}

const resultOf = ({ id, name, file, ms, failure }: TestOutcome): TestResult => {
  const test = { id, name, fileName: file, timeSpentMs: ms };
  return failure === undefined
    ? { ...test, status: TestStatus.Success }
    : { ...test, status: TestStatus.Failed, failureMessage: failure };
};

/** What the tool is told of a mutant. */
export function told({ taken, hits }: Answer, { limit }: TestRun): MutantRunResult {
  if (limit !== undefined && hits > limit)
    return { status: MutantRunStatus.Timeout, reason: 'it is come to without end' };
  const failed = taken.find(({ failure }) => failure !== undefined);
  if (failed === undefined) return { status: MutantRunStatus.Survived, nrOfTests: taken.length };
  return {
    status: MutantRunStatus.Killed,
    killedBy: [failed.id],
    failureMessage: failed.failure ?? '',
    nrOfTests: taken.length,
  };
}

/** What the tool looks for. */
export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'in-place', TestsInPlace)];
