// The files of a revision of a git repository that is not checked out, named as GITDIR:REV. Git reads them; nothing is fetched, no hook runs.
import { existsSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { SOURCE_BYTES } from '../input/bounded-reading.ts';
import { Unreadable } from '../input/unreadable.ts';
import { heed } from '../work/interruption.ts';
import { firstLine, git } from './git.ts';

/** A tree of a repository. */
interface Revision {
  readonly gitDir: string;
  /** The name of its tree: whatever the revision leads to later, this is what is read. */
  readonly tree: string;
  /** Texts that were read at once, by path. */
  readonly texts: ReadonlyMap<string, string>;
  /** False where it is known that there is no such file. */
  readonly mayBe: (path: string) => boolean;
}

/** Resolved once, so that all files are of one tree. */
const known = new Map<string, Revision>();

/** The tree that a name of the form GITDIR:REV stands for; undefined where it has another form. Throws Unreadable. */
export function revisionNamed(name: string): Revision | undefined {
  const found = known.get(name);
  if (found !== undefined) return found;
  const at = name.indexOf(':');
  if (at < 1 || name.includes('\0') || existsSync(name)) return undefined;
  const [folder, revision] = [name.slice(0, at), name.slice(at + 1)];
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return undefined;
  const made = resolved(folder, revision);
  known.set(name, made);
  return made;
}

function resolved(folder: string, revision: string): Revision {
  const inside = join(folder, '.git');
  const gitDir = existsSync(inside) ? inside : folder;
  const { status, err } = git(gitDir, ['rev-parse', '--git-dir']);
  if (status !== 0)
    throw new Unreadable(`'${folder}' is no git repository that can be read: ${firstLine(err)}`);
  const asked = ['--quiet', '--end-of-options', `${revision}^{tree}`];
  const tree = git(gitDir, ['rev-parse', '--verify', ...asked]);
  if (revision === '' || tree.status !== 0)
    throw new Unreadable(
      `'${folder}' has no revision '${revision}': name a commit, tag or branch of it`,
    );
  return listed(gitDir, firstLine(tree.out));
}

/** A tree, with the texts that most of a source is made of: a process of git for each of them would take long. */
function listed(gitDir: string, tree: string): Revision {
  const { status, out, full } = git(gitDir, ['ls-tree', '-r', '-z', tree, '--', ...LISTED]);
  const entries = status === 0 && !full ? out.toString().split('\0').filter(Boolean) : [];
  const paths = new Set(entries.map((entry) => entry.slice(entry.indexOf('\t') + 1)));
  const isListed = (path: string) => LISTED.some((folder) => path.startsWith(`${folder}/`));
  const isKnown = entries.length > 0 && !entries.some((entry) => entry.startsWith(LINK));
  return {
    gitDir,
    tree,
    texts: isKnown ? textsOf(gitDir, tree, [...paths].filter(isRead)) : new Map(),
    mayBe: (path) => !isKnown || !isListed(path) || paths.has(path),
  };
}

/** Folders whose files are listed at once, and what marks a link among them. */
const LISTED = ['arch/powerpc', 'include'] as const;
const LINK = '120000 ';

/** Files that are read at once. */
const isRead = (path: string): boolean =>
  /^arch\/powerpc\/(?:include\/|kvm\/[^/]*\.[Sh]$|kernel\/(?:[^/]*\.S|asm-offsets\.c)$)/u.test(
    path,
  ) && !/[\0\n]/u.test(path);

/** The texts of many files; none where they are too long together. */
function textsOf(
  gitDir: string,
  tree: string,
  paths: readonly string[],
): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const { status, out, full } = git(gitDir, BATCH, namesIn(tree, paths));
  if (status !== 0 || full) return texts;
  let at = 0;
  for (const path of paths) {
    const end = out.indexOf('\n', at);
    const size = sizeIn(out.subarray(at, end).toString());
    if (size === undefined) return new Map();
    if (size <= SOURCE_BYTES) texts.set(path, out.subarray(end + 1, end + 1 + size).toString());
    at = end + size + 2;
  }
  return texts;
}

const BATCH = ['cat-file', '--batch', '--follow-symlinks'] as const;

/** What asks for files of a tree. */
const namesIn = (tree: string, paths: readonly string[]): string =>
  paths.map((path) => `${tree}:${path}\n`).join('');

/** The bytes of a file, by the line before it; undefined where there is none. */
function sizeIn(head: string): number | undefined {
  const [, size] = /^[0-9a-f]+ blob (\d+)$/u.exec(head) ?? [];
  return size === undefined ? undefined : Number(size);
}

/** The text of a file of a tree; undefined where there is none. Throws Unreadable. */
export function textAt(revision: Revision, path: string): string | undefined {
  heed();
  const inside = posix.normalize(path);
  if (/^\.\.(?:\/|$)|^\/|[\0\n]/u.test(inside) || !revision.mayBe(inside)) return undefined;
  return revision.texts.get(inside) ?? textAlone(revision, inside);
}

function textAlone({ gitDir, tree }: Revision, path: string): string | undefined {
  const { status, out, err, full } = git(gitDir, BATCH, namesIn(tree, [path]));
  const head = firstLine(out);
  const size = sizeIn(head);
  if (full || (size ?? 0) > SOURCE_BYTES)
    throw new Unreadable(`'${path}' has more than ${SOURCE_BYTES} bytes, the most that is read`);
  if (status !== 0) throw new Unreadable(`'${path}' cannot be read: git: ${firstLine(err)}`);
  if (head.startsWith('symlink '))
    throw new Unreadable(`'${path}' is a link that leads out of the tree: put the file there`);
  const begin = out.indexOf('\n') + 1;
  return size === undefined ? undefined : out.subarray(begin, begin + size).toString();
}
