// The command that replays a counterexample. Of kernel source it names where that is: a token alone opens no file.

import { decodeToken } from '../counterexample/token.ts';
import { kernelSourceFrom } from '../subjects/kernel-subject.ts';

/** The command, to be pasted into a shell. */
export function replayCommand(token: string): string {
  const source = kernelSourceFrom(decodeToken(token).subject);
  const tree = source?.tree === undefined ? [] : [`--tree ${quoted(source.tree)}`];
  const paths = (source?.paths ?? []).map((path) => `--kernel ${quoted(path)}`);
  return ['npx hvspec counterexample', ...paths, ...tree, `--replay ${token}`].join(' ');
}

/** A word as a shell takes it. */
const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
