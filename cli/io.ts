// Where the command's words go, so that a test can read them, and the one place at which text leaves the process: nothing
// that came from outside is printed raw, except our own colours.
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import picocolors from 'picocolors';
import { reason } from '../properties/input/unreadable.ts';
import { printable, printableLine } from '../properties/report/printable.ts';
import { UsageError } from './usage.ts';

/** What makes text coloured, or leaves it. */
export type Colors = Pick<
  ReturnType<typeof picocolors.createColors>,
  'bold' | 'green' | 'red' | 'yellow'
>;

export interface Io {
  /** Standard output. Throws OutputError. */
  out(text: string): void;
  /** Standard error. What cannot be said there is not said. */
  err(text: string): void;
  /** The environment's variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether standard error is a terminal that can show progress. */
  readonly progress: boolean;
  readonly colors: Colors;
  /** Letters of a line of standard output. */
  readonly columns: number;
  /** Whether reports are not printed: files have them, and the exit code says how it is. */
  readonly quiet?: boolean;
  /** Milliseconds since the command was started. */
  now(): number;
  /** Whether the user has interrupted. */
  interrupted(): boolean;
  /** Where other threads of the command see that it is to end; none where there are no others. */
  readonly flag?: Int32Array | undefined;
}

/** Standard output is full or closed; the caller does not get what was to be printed. */
class OutputError extends Error {
  override readonly name = 'OutputError';
}

/** Descriptors of the two streams. */
const [OUT, ERR] = [1, 2] as const;

/** The two streams and the colours, over what writes text to a descriptor. */
export function streams(
  write: (descriptor: 1 | 2, text: string) => void,
  coloured: boolean,
): Pick<Io, 'out' | 'err' | 'colors'> {
  const mark = randomBytes(16).toString('hex');
  const ready = (text: string): string => text.split(mark).map(printable).join('\u001b');
  return {
    colors: marked(picocolors.createColors(coloured), mark),
    out(text) {
      try {
        write(OUT, ready(text));
      } catch (error) {
        throw new OutputError(`standard output cannot be written: ${reason(error)}`);
      }
    },
    err(text) {
      try {
        write(ERR, ready(text));
      } catch {
        // Standard error was closed on purpose: print nothing.
      }
    },
  };
}

/** Colours whose escape is a word that no text from outside can contain. */
function marked(colors: Colors, mark: string): Colors {
  const by = (paint: Colors['red']) => (text: Parameters<typeof paint>[0]) =>
    paint(text).replaceAll('\u001b', mark);
  return {
    bold: by(colors.bold),
    green: by(colors.green),
    red: by(colors.red),
    yellow: by(colors.yellow),
  };
}

/** Says one line on standard error. */
export const complain = (io: Io, message: string): void =>
  io.err(`hvspec: ${printableLine(message)}\n`);

/** A report for scripts, and the same as text. */
export interface Report {
  readonly json: () => object;
  readonly text: () => string;
}

/**
 * Prints a report as text, or as JSON where that goes to standard output or to a file; what cannot be written to the file
 * is printed, and then it is said why. Says whether everything is where it was to be.
 */
export function deliver(io: Io, file: string | undefined, { json, text }: Report): boolean {
  if (file === undefined) {
    if (io.quiet !== true) io.out(text());
  } else if (file === '-') io.out(inJson(json()));
  else {
    const failed = writeJson('--json', file, json());
    if (failed !== undefined) {
      io.out(text());
      complain(io, `${failed}; the report is above`);
      return false;
    }
    if (io.quiet !== true) io.out(`${file} written\n`);
  }
  return true;
}

/** A value as JSON, for people too. */
export const inJson = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

/** Writes JSON to a file; why that fails, where it does. */
export const writeJson = (option: string, file: string, value: object): string | undefined =>
  writeText(option, file, inJson(value));

/** Writes text to a file; why that fails, where it does. */
export function writeText(option: string, file: string, text: string): string | undefined {
  try {
    writeFileSync(file, text);
    return undefined;
  } catch (error) {
    return `${option} cannot write '${file}': ${reason(error)}`;
  }
}

/** Refuses a file that cannot be written, before any work is done for it. */
export function checkWritable(file: string | undefined, option = '--json'): void {
  if (file === undefined || file === '-') return;
  try {
    closeSync(openSync(file, 'a'));
  } catch (error) {
    throw new UsageError(
      `${option} cannot write '${file}': ${reason(error)}; name a file in a folder that exists`,
    );
  }
}
