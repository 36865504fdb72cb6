// Trees of a repository that are not checked out: the same text as on disk, and one line for whatever cannot be read.
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SOURCE_BYTES } from '../input/bounded-reading.ts';
import { OWN_TREE } from './fixtures.ts';
import { readKernel } from './kernel-source.ts';
import { treeFiles } from './source-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'hvspec-git-'));
const repository = join(folder, 'linux');
const ENTRY = 'arch/powerpc/kvm/book3s_hv_interrupts.S';

function git(...args: readonly string[]): void {
  const who = ['-c', 'user.name=A Tester', '-c', 'user.email=tester@example.org'];
  const { status, stderr } = spawnSync('git', ['-C', repository, ...who, ...args]);
  if (status !== 0) throw new Error(stderr.toString());
}

beforeAll(() => {
  cpSync(OWN_TREE, repository, { recursive: true });
  writeFileSync(join(repository, 'long'), 'x'.repeat(SOURCE_BYTES + 1));
  symlinkSync(ENTRY, join(repository, 'inside'));
  symlinkSync('../elsewhere', join(repository, 'outside'));
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '--message', 'first');
  git('tag', 'v1');
  writeFileSync(join(repository, ENTRY), '# nothing\n');
  git('commit', '--quiet', '--all', '--message', 'second');
});
afterAll(() => rmSync(folder, { recursive: true }));

const at = (revision: string): string => `${repository}:${revision}`;
const text = (path: string, revision = 'v1') =>
  treeFiles.text(`${at(revision)}/${path}`, at(revision));

describe('a revision of a repository', () => {
  it('is a tree, and is read and lowered as a folder with the same files is', () => {
    expect(treeFiles.isFolder(at('v1'))).toBe(true);
    const [one, other] = [at('v1'), OWN_TREE].map((path) =>
      readKernel({ paths: [path], defines: [] }, treeFiles),
    );
    if (one?.ok !== true || other?.ok !== true) throw new Error('it is not read');
    expect(one.digest).toBe(other.digest);
    expect(one.lowered.instructions).toBe(other.lowered.instructions);
  });

  it('has the files of that revision, whatever is checked out', () => {
    expect(text(ENTRY)).toBe(readFileSync(join(OWN_TREE, ENTRY), 'utf8'));
    expect(text(ENTRY, 'HEAD')).toBe('# nothing\n');
    expect(text('inside')).toBe(text(ENTRY));
    expect([text('arch'), text('nowhere'), text('../x'), text('arch/../../x')]).toEqual(
      Array(4).fill(undefined),
    );
  });

  it.each([
    ['outside', "' is a link that leads out of the tree: put the file there"],
    ['long', 'bytes, the most that is read'],
  ])('has no file that is %s', (path, why) => {
    expect(() => text(path)).toThrow(why);
  });

  it.each(['nowhere', '', '--help', 'HEAD:arch/powerpc/kvm/book3s_hv_interrupts.S'])(
    'must be there: %j',
    (revision) => {
      expect(() => treeFiles.isFolder(at(revision))).toThrow(
        `has no revision '${revision}': name a commit, tag or branch of it`,
      );
    },
  );

  it('must be one of a repository', () => {
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    expect(() => treeFiles.isFolder(`${empty}:HEAD`)).toThrow(
      /^'\S+empty' is no git repository that can be read: fatal: not a git repository/u,
    );
    expect(treeFiles.isFolder(`${join(folder, 'nowhere')}:HEAD`)).toBe(false);
  });
});
