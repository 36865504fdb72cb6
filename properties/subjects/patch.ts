// A unified diff, as from a mailing list, over the files of a tree: they are read as the patch makes them, and nothing is written.
import { applyPatch, parsePatch, type StructuredPatch } from 'diff';
import { Unreadable } from '../input/unreadable.ts';
import { heed } from '../work/interruption.ts';
import type { Files } from './kernel-source.ts';

/** Files as a patch makes them. */
export interface PatchedFiles extends Files {
  /** Paths of files that the patch changes, removes or makes. */
  readonly changed: readonly string[];
  /** Files that it changes and that are not there: a part of a kernel tree is enough to be judged. */
  readonly absent: readonly string[];
  /** Files in which a hunk was applied though lines about it differ. */
  readonly inexact: readonly string[];
  /** Changed files that were asked for so far. */
  readonly met: ReadonlySet<string>;
}

/** Says under which path a file of the patch is there, if it is. */
type Locate = (name: string) => string | undefined;

/** Lines about a change that may differ, as `patch` lets them. */
const FUZZ = 2;

/** Puts a patch over files; `name` is what messages call it. Throws Unreadable where it is none, or does not apply. */
export function patched(files: Files, text: string, name: string, locate: Locate): PatchedFiles {
  const changed = new Map<string, string | undefined>();
  const [absent, inexact, met] = [[] as string[], new Set<string>(), new Set<string>()];
  const textOf = (path: string): string | undefined =>
    changed.has(path) ? changed.get(path) : files.text(path);
  const find = (one: string): string | undefined => {
    const path = locate(one);
    return path !== undefined && textOf(path) !== undefined ? path : undefined;
  };
  for (const part of partsOf(text, name)) {
    heed();
    const target = targetOf(part, find, locate);
    if (target === undefined) {
      absent.push(bare(part.oldFileName));
      continue;
    }
    const { from, to } = target;
    const made = applied(part, (from !== undefined && textOf(from)) || '', name);
    if (made.fuzz > 0) inexact.add(to);
    if (from !== undefined && from !== to && part.isCopy !== true) changed.set(from, undefined);
    changed.set(to, isNone(part.newFileName) || part.isDelete === true ? undefined : made.text);
  }
  if (changed.size === 0)
    throw new Unreadable(
      `'${name}' changes no file of the tree (it names ${absent.join(', ')}): give a patch of a kernel`,
    );
  return {
    isFolder: (path) => files.isFolder(path),
    text(path, tree) {
      if (!changed.has(path)) return files.text(path, tree);
      met.add(path);
      return changed.get(path);
    },
    changed: [...changed.keys()],
    absent,
    inexact: [...inexact],
    met,
  };
}

/** The parts of a patch that change text, a file each. Throws Unreadable. */
function partsOf(text: string, name: string): readonly StructuredPatch[] {
  const [, encoding] = ENCODED.exec(text) ?? [];
  if (encoding !== undefined)
    throw new Unreadable(`'${name}' is encoded (${encoding}): save the message decoded`);
  const parts = parsed(text, name).filter(({ hunks, isRename }) => hunks.length > 0 || isRename);
  if (BINARY.test(text)) throw new Unreadable(`'${name}' changes a file that is no text`);
  if (parts.length === 0 || parts.some(({ oldFileName }) => oldFileName === undefined))
    throw new Unreadable(
      `'${name}' holds no unified diff with names of files: give what diff -u or git format-patch wrote`,
    );
  return parts;
}

const ENCODED = /^content-transfer-encoding:[^\S\n]*(quoted-printable|base64)/imu;
const BINARY = /^(?:GIT binary patch|Binary files .* differ)$/mu;

function parsed(text: string, name: string): readonly StructuredPatch[] {
  try {
    return parsePatch(withoutProse(text));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Unreadable(`'${name}' is a damaged diff: ${why.split('\n', 1).join('')}`);
  }
}

/**
 * A message without the lines after a hunk that look like more of it, such as its signature (`-- `): how many lines a hunk has is
 * said at its head.
 */
function withoutProse(text: string): string {
  let [old, made] = [0, 0];
  const kept = text.split('\n').filter((line) => {
    const [, before = '1', after = '1'] = HUNK.exec(line) ?? [];
    if (old + made <= 0 && HUNK.test(line)) [old, made] = [Number(before), Number(after)];
    else if (old + made <= 0) return !/^[ +-]/u.test(line) || FILE.test(line);
    else if (!line.startsWith('\\')) {
      if (!line.startsWith('+')) old--;
      if (!line.startsWith('-')) made--;
    }
    return true;
  });
  return kept.join('\n');
}

const HUNK = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/u;
const FILE = /^(?:---|\+\+\+) \S/u;

const isNone = (name: string | undefined): boolean => name === undefined || name === '/dev/null';

/** Where a part finds its text, and where it leaves it; undefined where the tree has no such file. */
function targetOf(
  { oldFileName, newFileName, isRename, isCopy, isCreate }: StructuredPatch,
  find: Locate,
  locate: Locate,
): { readonly from: string | undefined; readonly to: string } | undefined {
  if (isNone(oldFileName) || isCreate === true) {
    const to = locate(bare(newFileName));
    return to === undefined ? undefined : { from: find(bare(newFileName)), to };
  }
  const names = [...shortenings(oldFileName), ...(isRename ? [] : shortenings(newFileName))];
  const from = names.map(find).find((path) => path !== undefined);
  if (from === undefined) return undefined;
  const moved = isRename === true || isCopy === true ? locate(bare(newFileName)) : from;
  return moved === undefined ? undefined : { from, to: moved };
}

/** A name without the prefix that git puts before it. */
const bare = (name: string | undefined): string => (name ?? '').replace(/^[ab]\//u, '');

/** A name without its first parts: patches are made beside a tree, or a few folders above it. */
function shortenings(name: string | undefined): readonly string[] {
  if (name === undefined || isNone(name)) return [];
  const parts = name.split('/');
  if (parts.includes('..')) return [];
  const shorter = parts.map((_, i) => parts.slice(i).join('/')).slice(0, MOST_PARTS);
  return [bare(name), ...shorter];
}

/** Parts of a name that may be left, as with `patch -p`. */
const MOST_PARTS = 6;

/** A text with a part of a patch made in it. Throws Unreadable for the first hunk that does not apply. */
function applied(
  part: StructuredPatch,
  text: string,
  name: string,
): { readonly text: string; readonly fuzz: number } {
  for (let fuzz = 0; fuzz <= FUZZ; fuzz++) {
    const made = applyPatch(text, part, { fuzzFactor: fuzz });
    if (made !== false) return { text: made, fuzz };
  }
  const { hunks } = part;
  const bad = hunks.findIndex(
    (_, i) =>
      applyPatch(text, { ...part, hunks: hunks.slice(0, i + 1) }, { fuzzFactor: FUZZ }) === false,
  );
  const { oldStart = 0, oldLines = 0, newStart = 0, newLines = 0 } = hunks[bad] ?? {};
  throw new Unreadable(
    `'${name}': hunk ${bad + 1} of ${hunks.length} for ${bare(part.oldFileName)} (@@ -${oldStart},${oldLines} +${newStart},${newLines} @@) does not apply: make the patch for this tree`,
  );
}
