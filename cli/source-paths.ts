// Paths of judged source as others are to open them: relative, with slashes.
import { join, relative, sep } from 'node:path';
import { diskFiles } from '../properties/subjects/disk-files.ts';

/**
 * The path of a file by the name that sites have for it, which is its last name where no other file has that. A file of a tree is relative
 * to where the command runs if it is below, else to the tree.
 */
export function sourcePaths(
  paths: readonly string[],
  tree: string | undefined,
  files: readonly string[],
): (name: string) => string | undefined {
  const [first] = paths;
  const whole = first !== undefined && paths.length === 1 && diskFiles.isFolder(first);
  const root = whole ? first : tree;
  return (name) => {
    const file = files.find((one) => one === name) ?? files.find((one) => one.endsWith(`/${name}`));
    if (file === undefined) return undefined;
    const isGiven = root === undefined || paths.includes(file);
    const path = relative(process.cwd(), isGiven ? file : join(root, file));
    return (path.startsWith('..') && !isGiven ? file : path).split(sep).join('/');
  };
}
