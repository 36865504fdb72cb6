// Finding the file of an #include inside the tree, in the order in which the kernel's build looks:
// beside the including file for quotes, then the architecture's headers, then the common ones.

/** The text of a file by its path inside the tree; undefined where there is none. */
export type Tree = (path: string) => string | undefined;

/** A file that was found. */
export interface IncludedFile {
  readonly path: string;
  readonly text: string;
}

const folders = [
  'arch/powerpc/include',
  'arch/powerpc/include/generated',
  'arch/powerpc',
  'include',
];

/** The name and style of `<name>` or `"name"`. */
export const includedName = (text: string): { name: string; quoted: boolean } | undefined => {
  const match = /^\s*(?:<([^>]+)>|"([^"]+)")\s*$/.exec(text);
  const name = match?.[1] ?? match?.[2];
  return name === undefined ? undefined : { name, quoted: match?.[2] !== undefined };
};

/** The file that an #include names; `from` is the including file where the name is in quotes. */
export const locate = (
  name: string,
  from: string | undefined,
  tree: Tree,
): IncludedFile | undefined => {
  const beside = from === undefined ? [] : [folderOf(from)];
  for (const folder of [...beside, ...folders]) {
    const path = normal(`${folder}/${name}`);
    const text = path === undefined ? undefined : tree(path);
    if (path !== undefined && text !== undefined) return { path, text };
  }
  return undefined;
};

/** Whether a name leads out of the tree from a folder in which it is looked for. */
export const leadsOut = (name: string, from: string | undefined): boolean =>
  [...(from === undefined ? [] : [folderOf(from)]), ...folders].some(
    (folder) => normal(`${folder}/${name}`) === undefined,
  );

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** The path without `.` and `..`; nothing when it leaves the tree. */
const normal = (path: string): string | undefined => {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return undefined;
    } else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
};
