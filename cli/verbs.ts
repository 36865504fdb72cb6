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

/** Begins the description of a verb. */
export type Describe = (usage: string, about: string) => Command;

type Done = (code: number) => void;

/** Every verb, in the order of the help. */
export const verbs: readonly ((verb: Describe, io: Io, done: Done) => void)[] = [
  check,
  kernel,
  explore,
  merge,
  spec,
  faults,
  counterexample,
];

function check(verb: Describe, io: Io, done: Done): void {
  played(verb('check', 'judges the contract on both reference paths, side by side'))
    .argument('[clause...]', 'judge these clauses only')
    .option('--model <model>', 'published or repaired; both by default')
    .option('--path <p>', "one history of the seed's series, by its number")
    .option('--coverage', 'print how switches ended, by how they began')
    .option('--min-coverage <n>', 'fail if a cell of that is met less often')
    .action(async (names: string[], flags: CheckFlags) => {
      const { checkVerb } = await import('./check.ts');
      done(await checkVerb(names, flags, io));
    });
}

function kernel(verb: Describe, io: Io, done: Done): void {
  played(verb('kernel', 'judges kernel source: a kernel tree, or single .S files'))
    .argument('<path...>', 'what is not given is taken from the reference path')
    .option('--entry <symbol>', 'what the caller calls (__kvmppc_vcore_entry)')
    .option('--define <name[=v]>', 'as for the preprocessor; may be given again', listed)
    .option('--tree <folder>', 'the kernel tree in which includes of single files are followed')
    .option('--clause <clause>', 'judge this clause only; may be given again', listed)
    .action(async (paths: string[], flags: KernelFlags) => {
      const { kernelVerb } = await import('./kernel.ts');
      done(await kernelVerb(paths, flags, io));
    });
}

/** The options of a verb that plays a campaign. */
const played = (command: Command): Command =>
  command
    .option('--runs <n>', 'histories to play on each path (2000)')
    .option('--level <level>', 'judge the clauses of this level only, all runs of it')
    .option('--seed <s>', 'of the histories; random by default, and one for all shards')
    .option('--time <seconds>', 'for all of the command; what is known is kept by --resume')
    .option('--workers <n>', 'as many threads (one a core)')
    .option('--shard <i/n>', "one part of n; else as the engine's variables say")
    .option('--shards <n>', 'how many parts, where the engine says only which this is')
    .option('--resume <file>', 'keep what is known there, also when stopped, and go on from it')
    .option('--corpus <folder>', 'keep counterexamples there, and play those first')
    .option('--json <file>', 'the report for scripts; - for standard output');

function explore(verb: Describe, io: Io, done: Done): void {
  verb('explore', 'explores threads, cores and partitions exhaustively')
    .option('--cores <n>', 'cores, 1 to 4 (2)')
    .option('--threads <n>', 'threads of each core, 1 to 4 (4)')
    .option('--partitions <n>', "partitions, the host's among them, 2 to 4 (3)")
    .option('--vcpus <n>', 'vcpus of each VM, 1 to 4 (1)')
    .option('--without <assumption>', 'let it be broken')
    .option('--fault <name>', 'explore with this fault')
    .option('--limit <states>', 'give up behind so many (20000000)')
    .option('--no-symmetry', 'tell alike threads and cores apart')
    .option('--json <file>', 'the report for scripts; - for standard output')
    .action(async (flags: ExploreFlags) => {
      const { exploreVerb } = await import('./explore.ts');
      done(exploreVerb(flags, io));
    });
}

function merge(verb: Describe, io: Io, done: Done): void {
  verb('merge', 'unites parts of a campaign that --resume has kept, and reports on the whole')
    .argument('<file...>', 'what each part has kept')
    .option('--coverage', 'print how switches ended, by how they began')
    .option('--min-coverage <n>', 'fail if a cell of that is met less often')
    .option('--kernel <path>', 'the source of parts that are of kernel source', listed)
    .option('--tree <folder>', 'with --kernel: the tree in which its includes are followed')
    .option('--resume <file>', 'keep the whole there')
    .option('--corpus <folder>', 'keep counterexamples there')
    .option('--json <file>', 'the report for scripts; - for standard output')
    .action(async ([first, ...others]: [string, ...string[]], flags: MergeFlags) => {
      const { mergeVerb } = await import('./merge.ts');
      done(mergeVerb([first, ...others], flags, io));
    });
}

function spec(verb: Describe, io: Io, done: Done): void {
  verb('spec', 'prints the contract, its assumptions, and the fate of every register')
    .argument('[clause...]', 'print these clauses only')
    .option('--json <file>', 'for scripts; - for standard output')
    .action(async (names: string[], flags: { json?: string }) => {
      const { specVerb } = await import('./spec.ts');
      done(specVerb(names, flags, io));
    });
}

function faults(verb: Describe, io: Io, done: Done): void {
  verb('faults', 'lists the recorded defects and other faults, and the clauses that each breaks')
    .argument('[name...]', 'these faults only; with --kill, those whose names begin so')
    .option('--all', 'also every generated fault')
    .option('--kill', 'try every fault on every clause, and print what becomes of each')
    .option('--model <model>', 'with --kill: published or repaired (repaired)')
    .option('--kernel <path>', 'with --kill: kernel source; may be given again', listed)
    .option('--define <name[=v]>', 'with --kernel: as for the preprocessor', listed)
    .option('--threads <n>', 'with --kill: as many threads (one a core)')
    .option('--runs <n>', 'with --kill: fresh histories for each fault that is not killed (64)')
    .option('--seed <s>', 'with --kill: of the fresh histories beside the pool; random by default')
    .option('--elements <file>', 'with --kill: for the report of mutation-testing-elements')
    .option('--json <file>', 'for scripts; - for standard output')
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

function counterexample(verb: Describe, io: Io, done: Done): void {
  verb('counterexample', 'finds one minimal counterexample of a fault, or replays one')
    .argument('[what]', 'a fault, or a file with a token: JSON, ITF or a test')
    .option('--replay <token>', 'replay this one; one of kernel source needs --kernel too')
    .option('--kernel <path>', 'the source of a token or file; may be given again', listed)
    .option('--tree <folder>', 'with --kernel: the tree in which its includes are followed')
    .option('--clause <clause>', 'of those that the fault breaks; the first by default')
    .option('--format <format>', 'text, json, itf, test, examples or html (text)')
    .option('--runs <n>', 'histories to try (4000)')
    .option('--seed <s>', 'of the histories (1)')
    .action(async (what: string | undefined, flags: CounterexampleFlags) => {
      const { counterexampleVerb } = await import('./counterexample.ts');
      done(await counterexampleVerb(what, flags, io));
    });
}

/** An option that may be given more than once. */
function listed(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
