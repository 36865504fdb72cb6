// The command line as a whole: from arguments to an exit code, and what is said of an error.
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { reason } from '../properties/input/unreadable.ts';
import { version } from '../properties/input/version.ts';
import { complain, type Io } from './io.ts';
import { refuse, UsageError } from './usage.ts';
import { type Describe, verbs } from './verbs.ts';

/** Runs the command with these arguments and returns the exit code. */
export async function main(args: readonly string[], io: Io): Promise<number> {
  let code = 0;
  let [isWorking, quiet] = [false, false];
  const heard: Io = {
    ...io,
    get quiet() {
      return quiet;
    },
    get progress() {
      return !quiet && io.progress;
    },
  };
  const command = described(heard, (result) => {
    code = result;
  }).hook('preAction', (_, verb) => {
    isWorking = WORKING.includes(verb.name()) || verb.opts().kill === true;
    quiet = verb.opts().quiet === true;
    if (quiet) refusePrinting(verb.opts());
  });
  try {
    await command.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    return failed(error, io, isWorking);
  }
}

/** Refuses what only standard output would have. Throws UsageError. */
function refusePrinting(flags: Readonly<Record<string, unknown>>): void {
  refuse(flags, ['format', 'coverage', 'cards', 'card'], '--quiet prints no report');
  const dashed = ['json', 'sarif', 'junit'].find((name) => flags[name] === '-');
  if (dashed !== undefined)
    throw new UsageError(`--${dashed} - would be ignored: --quiet prints no report`);
}

/** Complaints about what the user can fix, by the names of their classes: a verb's code is loaded when it is called. */
const MENDABLE: readonly string[] = ['UsageError', 'Unreadable', 'InvalidHistory'];

/** Verbs that have run something by the time they print: what is lost then is a verdict. */
const WORKING: readonly string[] = [
  'check',
  'prove',
  'kernel',
  'explore',
  'merge',
  'counterexample',
];

/** One line says it all; a thread's errors arrive by their text alone. */
const DISAGREED = /^two readers of the model disagree: /u;

function failed(error: unknown, io: Io, isWorking: boolean): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof Error && error.name === 'OutputError') {
    complain(io, error.message);
    return isWorking ? 4 : 2;
  }
  if (error instanceof Error && (MENDABLE.includes(error.name) || isOfSystem(error))) {
    complain(io, error.message);
    return 2;
  }
  if (error instanceof Error && DISAGREED.test(error.message)) {
    complain(io, error.message);
    return 3;
  }
  const what = error instanceof Error ? (error.stack ?? reason(error)) : reason(error);
  io.err(`hvspec: internal error: ${what}\n`);
  return 3;
}

/** Whether the system refused something that was asked of it: a file that went away, too many open files. */
const isOfSystem = (error: Error): boolean => 'syscall' in error && 'code' in error;

function described(io: Io, done: (code: number) => void): Command {
  const program = new Command('hvspec')
    .description('Judges the contract of the KVM world switch on POWER7.')
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: io.out,
      writeErr: io.err,
      outputError: (text) => io.err(oneLine(text)),
    });
  const verb: Describe = (usage, about) =>
    program.command(usage).description(about).copyInheritedSettings(program);
  for (const describe of verbs) describe(verb, io, done);
  verb('completion', 'print the completions for a shell, made from these tables')
    .argument('<shell>', 'bash, zsh or fish')
    .action(async (shell: string) => {
      const { completionFor } = await import('./completion.ts');
      io.out(completionFor(shell, program));
      done(0);
    });
  for (const command of program.commands) {
    if (WORKING.includes(command.name()) && command.name() !== 'counterexample')
      command.option('--quiet', 'print no report and no progress: files and the exit code say it');
    onceEach(command);
  }
  return program;
}

/** An option of one value that is given twice would be ignored once. */
function onceEach(command: Command): void {
  for (const option of command.options.filter((one) => one.required && !one.parseArg)) {
    let isGiven = false;
    option.argParser((value) => {
      if (isGiven) throw new InvalidArgumentError('It is given twice.');
      isGiven = true;
      return value;
    });
  }
}

/** Commander's complaint in one line, with the remedy that it suggests. */
const oneLine = (text: string): string =>
  `hvspec: ${text
    .replace(/^error: /u, '')
    .trim()
    .replaceAll('\n', ' ')}; see hvspec --help\n`;
