// The verbs of the command line: their arguments and options. Each lives in a file of its own, loaded when it is called.
import type { Command } from 'commander';
import type { CheckFlags } from './check.ts';
import type { CounterexampleFlags } from './counterexample.ts';
import type { ExploreFlags } from './explore.ts';
import type { FaultsFlags } from './faults.ts';
import type { Io } from './io.ts';
import type { KernelFlags } from './kernel.ts';
import type { KillFlags } from './kill.ts';
import type { MergeFlags } from './merge.ts';
import type { ProveFlags } from './prove-asked.ts';
import type { SpecFlags } from './spec.ts';

/** Begins the description of a verb. */
export type Describe = (usage: string, about: string) => Command;

type Finish = (code: number) => void;

/** Every verb, in the order of the help. */
export const verbs: readonly ((verb: Describe, io: Io, done: Finish) => void)[] = [
  check,
  prove,
  kernel,
  explore,
  merge,
  spec,
  faults,
  counterexample,
];

function check(verb: Describe, io: Io, done: Finish): void {
  played(verb('check', 'judge the contract on both reference models, side by side'))
    .argument('[clause...]', 'judge only these clauses')
    .option('--model <model>', 'published or repaired (default: both)')
    .option('--path <p>', 'run only history number <p> of the seed')
    .option('--coverage', 'print a table of how switches began and ended')
    .option('--min-coverage <n>', 'fail if a cell of the coverage table is below n')
    .action(async (names: string[], flags: CheckFlags) => {
      const { checkVerb } = await import('./check.ts');
      done(await checkVerb(names, flags, io));
    });
}

function prove(verb: Describe, io: Io, done: Finish): void {
  verb('prove', 'prove clauses of one or two switches for every machine and guest')
    .argument('[clause...]', 'prove only these clauses')
    .option('--model <model>', 'published or repaired (default: both)')
    .option('--kernel <path>', 'prove them of this kernel source; repeatable', listed)
    .option('--entry <symbol>', 'with --kernel: the routine that the caller calls')
    .option('--exit <symbol>', 'with --kernel: the routine that the vectors go to')
    .option('--define <name[=v]>', 'with --kernel: a preprocessor definition; repeatable', listed)
    .option('--tree <folder>', 'with --kernel: the kernel tree that single files include from')
    .option('--without <assumption>', 'drop this assumption')
    .option('--time <seconds>', 'stop the command after this time')
    .option('--certificate <file>', 'write what was settled, for another solver to check')
    .option('--json <file>', 'write the report for scripts; - for standard output')
    .action(async (names: string[], flags: ProveFlags) => {
      const { proveVerb } = await import('./prove.ts');
      done(await proveVerb(names, flags, io));
    });
}

function kernel(verb: Describe, io: Io, done: Finish): void {
  played(verb('kernel', 'judge kernel source: a kernel tree, or single .S files'))
    .argument(
      '<path...>',
      'the source, also as GITDIR:REV; missing code is taken from the reference path',
    )
    .option('--entry <symbol>', 'the routine that the caller calls (default: __kvmppc_vcore_entry)')
    .option('--exit <symbol>', 'the routine that the vectors go to (default: kvmppc_interrupt)')
    .option('--define <name[=v]>', 'a preprocessor definition; repeatable', listed)
    .option('--tree <folder>', 'the kernel tree that single files include from')
    .option('--clause <clause>', 'judge only this clause; repeatable', listed)
    .option('--prove', 'prove clauses of the switch too, without a solver')
    .option('--cards', 'print the verdict of every clause, and a card for each that is violated')
    .option('--card <n>', 'print the card of this finding, and look for a repair')
    .option('--summary', 'print one line for each finding, as without it')
    .option('--base <tree>', 'say what is new: a tree, GITDIR:REV, or the --json FILE of another')
    .option('--patch <file>', 'judge the source with this unified diff, and say what it changes')
    .addHelpText(
      'after',
      `
With --base or --patch the exit code says what is new only, as git bisect run
wants it: 0 nothing new, 1 something new, 125 the source or the base cannot be
read. Usage errors are 2, and so are a revision that is not there and a patch
that does not apply.`,
    )
    .action(async (paths: string[], flags: KernelFlags) => {
      const { kernelVerb } = await import('./kernel.ts');
      done(await kernelVerb(paths, flags, io));
    });
}

/** The options of a verb that reports on the contract. */
const reporting = (command: Command): Command =>
  command
    .option('--format <format>', 'text, json, sarif, junit or github (default: text)')
    .option('--json <file>', 'write the report for scripts; - for standard output')
    .option('--sarif <file>', 'write the findings in SARIF 2.1.0; - for standard output')
    .option('--junit <file>', 'write the verdicts in JUnit XML; - for standard output');

/** The options of a verb that runs a campaign. */
const played = (command: Command): Command =>
  reporting(
    command
      .option('--runs <n>', 'histories to run on each model (default: 2000)')
      .option('--level <level>', 'judge only the clauses of this level, and run all its histories')
      .option('--seed <s>', 'seed of the histories, the same for all shards (default: random)')
      .option('--sample', 'prove nothing: draw histories of every clause')
      .option('--prove-time <seconds>', 'prove with the solver too, and of two runs, for this time')
      .option('--time <seconds>', 'stop the command after this time; --resume keeps the results')
      .option('--workers <n>', 'number of threads (default: one per core)')
      .option('--shard <i/n>', 'run part i of n (default: from the variables of the CI or cluster)')
      .option('--shards <n>', 'number of parts, if the variables give only the index')
      .option('--resume <file>', 'keep the results in this file, and continue from it')
      .option('--corpus <folder>', 'keep counterexamples in this folder, and replay them first'),
  );

function explore(verb: Describe, io: Io, done: Finish): void {
  verb('explore', 'explore threads, cores and partitions exhaustively')
    .option('--cores <n>', 'cores, 1 to 4 (default: 2)')
    .option('--threads <n>', 'threads of each core, 1 to 4 (default: 4, of a path 2)')
    .option('--partitions <n>', "partitions including the host's, 2 to 4 (default: 3)")
    .option('--vcpus <n>', 'vcpus of each VM, 1 to 4 (default: 1)')
    .option('--without <assumption>', 'drop this assumption')
    .option('--fault <name>', 'plant this fault')
    .option('--limit <states>', 'give up after this many states (default: 20000000)')
    .option('--no-symmetry', 'count equal threads and cores separately')
    .option('--path <path>', 'threads take the steps of this path: published or repaired')
    .option('--kernel <path>', 'threads take the steps of kernel source; repeatable', listed)
    .option('--define <name[=v]>', 'with --kernel: a preprocessor definition; repeatable', listed)
    .option('--tree <folder>', 'with --kernel: the kernel tree that single files include from')
    .option('--rounds <n>', 'with a path: runs of the virtual core, 1 to 4 (default: 1)')
    .option('--strays <n>', 'with a path: interrupts that nobody sends, 0 to 4 (default: 1)')
    .option('--gives-up', 'with a path: the primary thread may give up waiting for naps')
    .option('--json <file>', 'write the report for scripts; - for standard output')
    .action(async (flags: ExploreFlags) => {
      const { exploreVerb } = await import('./explore.ts');
      done(exploreVerb(flags, io));
    });
}

function merge(verb: Describe, io: Io, done: Finish): void {
  reporting(verb('merge', 'merge the files of a campaign written by --resume, and report on it'))
    .argument('<file...>', 'the file of each part')
    .option('--coverage', 'print a table of how switches began and ended')
    .option('--min-coverage <n>', 'fail if a cell of the coverage table is below n')
    .option(
      '--kernel <path>',
      'where the source is, if the parts judged kernel source; repeatable',
      listed,
    )
    .option('--tree <folder>', 'with --kernel: the kernel tree that single files include from')
    .option('--resume <file>', 'keep the merged results in this file')
    .option('--corpus <folder>', 'keep counterexamples in this folder')
    .action(async ([first, ...others]: [string, ...string[]], flags: MergeFlags) => {
      const { mergeVerb } = await import('./merge.ts');
      done(mergeVerb([first, ...others], flags, io));
    });
}

function spec(verb: Describe, io: Io, done: Finish): void {
  verb('spec', 'print the contract, its assumptions, and the ledger of registers')
    .argument(
      '[what...]',
      'only this: clauses (* is any text), a chapter, a register, a routine or file:line cited',
    )
    .option('--contents', 'list the names only')
    .option('--edition [name]', 'what later kernels do on purpose: a list, or all about one')
    .option('--format <format>', 'text, markdown or html (default: text)')
    .option('--json <file>', 'write it for scripts; - for standard output')
    .action(async (words: string[], flags: SpecFlags) => {
      const { specVerb } = await import('./spec.ts');
      done(specVerb(words, flags, io));
    });
}

function faults(verb: Describe, io: Io, done: Finish): void {
  verb('faults', 'list the recorded defects and other faults, and the clauses that each breaks')
    .argument('[name...]', 'only these faults; with --kill, those whose names begin like this')
    .option('--all', 'list every generated fault too')
    .option('--kill', 'try every fault on every clause, and print the kill matrix')
    .option('--model <model>', 'with --kill: published or repaired (default: repaired)')
    .option('--kernel <path>', 'with --kill: plant the faults in kernel source; repeatable', listed)
    .option('--define <name[=v]>', 'with --kernel: a preprocessor definition; repeatable', listed)
    .option('--threads <n>', 'with --kill: number of threads (default: one per core)')
    .option('--runs <n>', 'with --kill: fresh histories for each fault not killed (default: 64)')
    .option('--seed <s>', 'with --kill: seed of the fresh histories (default: random)')
    .option('--elements <file>', 'with --kill: write the format of mutation-testing-elements')
    .option('--json <file>', 'write it for scripts; - for standard output')
    .action(async (names: string[], flags: KillFlags & FaultsFlags & { kill?: boolean }) => {
      if (flags.kill === true) {
        const { killVerb } = await import('./kill.ts');
        done(await killVerb(names, flags, io));
      } else {
        const { faultsVerb } = await import('./faults.ts');
        done(faultsVerb(names, flags, io));
      }
    });
}

function counterexample(verb: Describe, io: Io, done: Finish): void {
  verb('counterexample', 'find a minimal counterexample of a fault, or replay one')
    .argument('[what]', 'a fault, or a file with a counterexample: JSON, ITF or a test')
    .option('--replay <token>', 'replay this token; one from kernel source needs --kernel too')
    .option('--kernel <path>', 'where the source of a token or file is; repeatable', listed)
    .option('--tree <folder>', 'with --kernel: the kernel tree that single files include from')
    .option('--patch <file>', 'with --kernel: the patch with which it was judged')
    .option('--clause <clause>', 'which of the clauses that the fault breaks (default: the first)')
    .option('--format <format>', 'text, json, itf, test, examples or html (default: text)')
    .option('--runs <n>', 'histories to try (default: 4000)')
    .option('--seed <s>', 'seed of the histories (default: 1)')
    .action(async (what: string | undefined, flags: CounterexampleFlags) => {
      const { counterexampleVerb } = await import('./counterexample.ts');
      done(await counterexampleVerb(what, flags, io));
    });
}

/** An option that may be given more than once. */
function listed(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
