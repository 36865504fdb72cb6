// For tests: runs the command in this process and catches what it says.
import { type Io, streams } from '../io.ts';
import { main } from '../main.ts';

/** What a run of the command said, and its exit code. */
export interface CommandOutput {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A clock that advances by this many seconds each time that it is read. */
export function clockOf(seconds: number): () => number {
  let looks = 0;
  return () => 1000 * seconds * looks++;
}

/** Runs a line of words; with `interrupt`, as if the user had interrupted it at once. */
export const hvspec = (
  line: string,
  interrupt = false,
  env: Readonly<Record<string, string>> = {},
  now: () => number = () => 0,
): Promise<CommandOutput> =>
  hvspecIn(line.split(/ +/u), { env, interrupted: () => interrupt, now });

/** Runs the command with these arguments, in a world that is another in parts. */
export async function hvspecIn(
  args: readonly string[],
  world: Partial<Omit<Io, 'out' | 'err' | 'colors'>> & {
    readonly coloured?: boolean;
    /** Called before text is written; throws what writing throws. */
    readonly write?: (descriptor: 1 | 2) => void;
  } = {},
): Promise<CommandOutput> {
  const { coloured = false, write, ...more } = world;
  const said = { 1: '', 2: '' };
  const code = await main(args, {
    ...streams((descriptor, text) => {
      write?.(descriptor);
      said[descriptor] += text;
    }, coloured),
    env: {},
    progress: false,
    columns: 80,
    now: () => 0,
    interrupted: () => false,
    ...more,
  });
  return { code, out: said[1], err: said[2] };
}
