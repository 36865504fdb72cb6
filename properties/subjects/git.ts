// Git as a process of its own: it reads a repository, asks nobody, fetches nothing, and has a bounded time.
import { spawnSync } from 'node:child_process';
import { Unreadable } from '../input/unreadable.ts';

/** What a run of git came to. */
interface GitRun {
  readonly status: number | null;
  readonly out: Buffer;
  readonly err: Buffer;
  /** Whether it had more to say than is read. */
  readonly full: boolean;
}

/** How long git may take, in milliseconds, and what is read of what it says, in bytes. */
const [LONGEST_MS, MOST] = [60_000, 2 ** 25];

/** Runs git on a repository. Throws Unreadable where it cannot be run, or takes too long. */
export function git(gitDir: string, args: readonly string[], input = ''): GitRun {
  const { status, stdout, stderr, error } = spawnSync('git', ['--git-dir', gitDir, ...args], {
    input,
    env: ownEnvironment(),
    maxBuffer: MOST,
    timeout: LONGEST_MS,
  });
  const code = error !== undefined && 'code' in error ? error.code : undefined;
  if (error !== undefined && code !== 'ENOBUFS')
    throw new Unreadable(
      code === 'ENOENT'
        ? `'${gitDir}' is read with git, which is not installed: install it, or give a folder`
        : `git cannot read '${gitDir}': ${error.message}`,
    );
  return { status, out: stdout, err: stderr, full: error !== undefined };
}

/** The environment without another repository in it, as hooks have one. */
function ownEnvironment(): Readonly<Record<string, string | undefined>> {
  const others = Object.entries(process.env).filter(([name]) => !/^GIT_(?!CONFIG)/u.test(name));
  return {
    ...Object.fromEntries(others),
    GIT_NO_LAZY_FETCH: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C',
  };
}

/** The first line of what git says. */
export function firstLine(text: Buffer): string {
  const end = text.indexOf('\n');
  return (end < 0 ? text : text.subarray(0, end)).toString().trim();
}
