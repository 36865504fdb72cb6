// For tests: runs the command in this process and catches what it says.
import picocolors from 'picocolors';
import { main } from './main.ts';

/** What a run of the command said, and its exit code. */
export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a line of words; with `interrupt`, as if the user had interrupted it at once. */
export async function hvspec(
  line: string,
  interrupt = false,
  env: Readonly<Record<string, string>> = {},
): Promise<Said> {
  let out = '';
  let err = '';
  const code = await main(line.split(/ +/u), {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    env,
    progress: false,
    colors: picocolors.createColors(false),
    onInterrupt: (listener) => {
      if (interrupt) listener();
      return () => undefined;
    },
  });
  return { code, out, err };
}
