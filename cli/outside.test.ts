// What is named by what came from outside is not opened: by links and includes out of a tree, by tokens, by files of counterexamples
// and campaigns. And a link to where a campaign is kept stays one.
import {
  cpSync,
  lstatSync,
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
import { OWN_FILE, OWN_TREE } from '../properties/subjects/fixtures.ts';
import { hvspec } from './testing/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'hvspec-outside-'));
const file = (...names: readonly string[]): string => join(folder, ...names);
afterAll(() => rmSync(folder, { recursive: true }));

const ENTRY = 'arch/powerpc/kvm/book3s_hv_interrupts.S';
const RUNS = '--runs 20 --seed 1 --clause host-cr-fields-return';

/** A copy of the own tree, in which something is another. */
function tree(name: string, change: (root: string) => void): string {
  const root = file(name);
  cpSync(OWN_TREE, root, { recursive: true });
  change(root);
  return root;
}

const including = (name: string) => (root: string) =>
  writeFileSync(
    join(root, ENTRY),
    `#include "${name}"\n${readFileSync(join(root, ENTRY), 'utf8')}`,
  );

describe('a tree is not left', () => {
  beforeAll(() => {
    mkdirSync(file('out'));
    writeFileSync(file('out', 'secret.h'), 'no such mnemonic\n');
  });

  it.each([
    ['../../../../secret.h'],
    ['../../secret.h'],
    ['../../../../../../../../../../etc/passwd'],
    ['x/../../../../../out/secret.h'],
  ])('by #include "%s"', async (name) => {
    const root = tree(`dots-${name.length}`, including(name));
    const { code, err } = await hvspec(`kernel ${root} ${RUNS}`);
    expect(code).toBe(2);
    expect(err).toBe(
      `hvspec: ${ENTRY}:1: ${name} leads out of the tree: include a file inside of it: #include "${name}"\n`,
    );
  });

  it.each([
    [
      'a linked header',
      (root: string) => symlinkSync(file('out', 'secret.h'), join(root, 'include/linked.h')),
      'linked.h',
    ],
    [
      'a linked folder',
      (root: string) => symlinkSync(file('out'), join(root, 'include/linked')),
      'linked/secret.h',
    ],
    [
      'a relative link',
      (root: string) => symlinkSync('../../out/secret.h', join(root, 'include/linked.h')),
      'linked.h',
    ],
  ])('by %s', async (what, link, name) => {
    const root = tree(what.replaceAll(' ', '-'), (at) => {
      mkdirSync(join(at, 'include'), { recursive: true });
      link(at);
      including(name)(at);
    });
    const { code, out, err } = await hvspec(`kernel ${root} ${RUNS}`);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(
      /^hvspec: '.*' is a link that leads out of the tree '.*': put the file itself there\n$/u,
    );
  });

  it('but may be led through by its own links, and may be one', async () => {
    const root = tree('inside', (at) => {
      mkdirSync(join(at, 'include'), { recursive: true });
      writeFileSync(join(at, 'include/real.h'), '#define FROM_A_LINK 1\n');
      symlinkSync('real.h', join(at, 'include/linked.h'));
      including('linked.h')(at);
    });
    symlinkSync(root, file('linked-tree'));
    const { code } = await hvspec(`kernel ${file('linked-tree')} ${RUNS}`);
    expect(code).toBe(1);
  });
});

describe('a token of kernel source', () => {
  const copy = file('enter.S');
  let token = '';
  beforeAll(async () => {
    writeFileSync(copy, readFileSync(OWN_FILE, 'utf8'));
    const { out } = await hvspec(`kernel ${copy} ${RUNS} --json -`);
    token = JSON.parse(out).results[0].counterexample.token;
  });

  it('opens nothing by itself, and says what it wants', async () => {
    const { code, out, err } = await hvspec(`counterexample --replay ${token}`);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(
      `this token is from kernel source, and opens no file by itself: give --kernel ${copy}`,
    );
  });

  it('nor from a file', async () => {
    writeFileSync(file('kept.json'), JSON.stringify({ token }));
    const { code, err } = await hvspec(`counterexample ${file('kept.json')}`);
    expect(code).toBe(2);
    expect(err).toContain('is from kernel source, and opens no file by itself');
  });

  it('replays on the source that is given, wherever that is now', async () => {
    const moved = file('moved.S');
    writeFileSync(moved, readFileSync(copy, 'utf8'));
    for (const path of [copy, moved]) {
      const line = `counterexample --kernel ${path} --replay ${token} --format examples`;
      const { code, out } = await hvspec(line);
      expect(code).toBe(0);
      expect(out).toContain(`npx hvspec counterexample --kernel ${path} --replay hv1.`);
    }
  });

  it('does not replay on another', async () => {
    writeFileSync(file('other.S'), `${readFileSync(copy, 'utf8')}\tnop\n`);
    const { code, err } = await hvspec(
      `counterexample --kernel ${file('other.S')} --replay ${token}`,
    );
    expect([code, err.includes('has changed since')]).toEqual([2, true]);
  });
});

it('a campaign on kernel source is merged where the source is given', async () => {
  const part = file('part');
  await hvspec(`kernel ${OWN_FILE} ${RUNS} --resume ${part}`);
  const alone = await hvspec(`merge ${part}`);
  expect([alone.code, alone.out]).toEqual([2, '']);
  expect(alone.err).toContain(`give --kernel ${OWN_FILE}`);
  const { code, out } = await hvspec(`merge ${part} --kernel ${OWN_FILE}`);
  expect(code).toBe(1);
  expect(out).toContain('host-cr-fields-return: violated');
});

describe('a link to what --resume keeps', () => {
  const check = 'check host-dscr-returns --model repaired --runs 20 --seed 1';

  it.each([
    ['to a file', true],
    ['to none yet', false],
  ])('%s stays a link', async (_, isThere) => {
    const [link, real] = [file(`link-${isThere}`), file(`real-${isThere}`)];
    symlinkSync(`real-${isThere}`, link);
    if (isThere) await hvspec(`${check} --resume ${real}`);
    const { code } = await hvspec(`${check} --resume ${link}`);
    expect(code).toBe(0);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(real, 'utf8')).toContain('hvspec.campaign');
  });

  it('that leads in a circle is refused', async () => {
    symlinkSync('circle', file('circle'));
    const { code, err } = await hvspec(`${check} --resume ${file('circle')}`);
    expect([code, err.includes('form a loop')]).toEqual([2, true]);
  });
});
