// The files from which a source is read: of this machine, or of a revision of a repository, and as a patch makes them.
import { existsSync } from 'node:fs';
import { SOURCE_BYTES, textWithin } from '../input/bounded-reading.ts';
import { reason, Unreadable } from '../input/unreadable.ts';
import { diskFiles } from './disk-files.ts';
import { revisionNamed, textAt } from './git-files.ts';
import type { Files, KernelSource } from './kernel-source.ts';
import { type PatchedFiles, patched } from './patch.ts';

/** Files of this machine, and of revisions that are named as GITDIR:REV. */
export const treeFiles: Files = {
  text(path, tree) {
    const revision = tree === undefined ? undefined : revisionNamed(tree);
    if (tree === undefined || revision === undefined) return diskFiles.text(path, tree);
    return textAt(revision, path.slice(tree.length + 1));
  },
  isFolder: (path) => diskFiles.isFolder(path) || revisionNamed(path) !== undefined,
};

/** The files of a source that may have a patch over it. Throws Unreadable for a patch that is none, or does not apply. */
export function filesOf(source: KernelSource): Files | PatchedFiles {
  const { patch, paths, tree } = source;
  if (patch === undefined) return treeFiles;
  const [first = ''] = paths;
  const whole = paths.length === 1 && treeFiles.isFolder(first);
  if (!whole && !paths.every((path) => existsSync(path))) return treeFiles;
  const inTree: Files = { ...treeFiles, text: (path) => treeFiles.text(path, first) };
  const beside = (name: string) => (tree === undefined ? undefined : `${tree}/${name}`);
  const ownPath = (name: string) =>
    paths.find((path) => path === name || path.endsWith(`/${name}`)) ?? beside(name);
  const locate = whole ? (name: string) => `${first}/${name}` : ownPath;
  return patched(whole ? inTree : treeFiles, patchText(patch), patch, locate);
}

function patchText(file: string): string {
  try {
    return textWithin(file, SOURCE_BYTES);
  } catch (error) {
    if (error instanceof Error && 'code' in error)
      throw new Unreadable(`--patch cannot read '${file}': ${reason(error)}`);
    throw error;
  }
}
