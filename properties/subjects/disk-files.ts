// The files of this machine, for reading kernel source: no file of a tree is one outside of it, and whatever keeps one from being read
// is told in a line.
import { realpathSync, statSync } from 'node:fs';
import { sep } from 'node:path';
import { SOURCE_BYTES, textWithin } from '../input/bounded-reading.ts';
import { Unreadable } from '../input/unreadable.ts';
import { heed } from '../work/interruption.ts';
import type { Files } from './kernel-source.ts';

export const diskFiles: Files = {
  text(path, tree) {
    heed();
    if (!isA(path, 'file')) return undefined;
    return told(path, () => {
      if (tree !== undefined) checkInside(tree, path);
      return textWithin(path, SOURCE_BYTES);
    });
  },
  isFolder: (path) => isA(path, 'folder'),
};

/** Names that nothing can have: a file is only looked for by them. */
const NOT_THERE: readonly unknown[] = [
  'ENAMETOOLONG',
  'ENOTDIR',
  'ENOENT',
  'ERR_INVALID_ARG_VALUE',
];

function isA(path: string, kind: 'file' | 'folder'): boolean {
  return told(path, () => {
    const stats = statIn(path);
    return stats !== undefined && (kind === 'file' ? stats.isFile() : stats.isDirectory());
  });
}

function statIn(path: string): ReturnType<typeof statSync> {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (error instanceof Error && 'code' in error && NOT_THERE.includes(error.code))
      return undefined;
    throw error;
  }
}

/** A link may lead to another place of the tree, and to none outside. */
function checkInside(tree: string, path: string): void {
  const [root, real] = [realpathSync(tree), realpathSync(path)];
  if (real !== root && !real.startsWith(root.endsWith(sep) ? root : root + sep))
    throw new Unreadable(
      `'${path}' is a link that leads out of the tree '${tree}': put the file itself there`,
    );
}

function told<A>(path: string, act: () => A): A {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    throw new Unreadable(`'${path}' cannot be read: ${error.message}`);
  }
}
