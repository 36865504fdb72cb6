// Hostile input: each ends with one line and exit code 2, and takes no more time of the processor and no more
// memory than is measured here. All run in one process that cannot take longer than it may.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { version } from '../properties/input/version.ts';
import { few } from '../properties/testing/rows.ts';
import { boundedRun, type DrillRun, drilled } from './testing/drill.ts';

const folder = mkdtempSync(join(tmpdir(), 'hvspec-hostile-'));
afterAll(() => rmSync(folder, { recursive: true }));

function holding(text: string | Buffer, ...names: string[]): string {
  const file = join(folder, ...(names.length > 0 ? names : [`${made++}.txt`]));
  mkdirSync(resolve(file, '..'), { recursive: true });
  writeFileSync(file, text);
  return file;
}
let made = 0;

/** A file that takes no room on the disk, and is as long. */
function long(bytes: number): string {
  const file = holding('');
  truncateSync(file, bytes);
  return file;
}

function fifo(...names: string[]): string {
  const file = holding('', ...names);
  rmSync(file);
  execFileSync('mkfifo', [file]);
  return file;
}

/** A file with the token of this JSON. */
const token = (json: string): string =>
  holding(`hv1.${deflateRawSync(Buffer.from(json)).toString('base64url')}`);

const tokenOf = (history: object, more: object = {}): string =>
  token(
    JSON.stringify({
      v: version,
      s: 'published',
      c: 'host-dscr-returns',
      l: 'switch',
      h: history,
      ...more,
    }),
  );

const guest = (...actions: object[]) => ({
  w: [],
  r: [{ changes: [], delays: [], guest: actions }],
});
const action = (does: string) => ({ does, on: 1, word: '0x1' });

function corpus(name: string, put: (folder: string) => void): string {
  const path = join(folder, name);
  mkdirSync(path);
  put(path);
  return path;
}

const LETTERS = 'a'.repeat(100_000);
const small = 'check --sample host-dscr-returns --runs 1';

const all: readonly (readonly [string, () => string, RegExp])[] = [
  ['a source of 100 MB', () => `kernel ${long(1e8)}`, /has more than 2097152 bytes/u],
  ['/dev/zero as source', () => 'kernel /dev/zero', /cannot be read|is not a regular file/u],
  ['a FIFO as source', () => `kernel ${fifo()}`, /cannot be read|is not a regular file/u],
  ['/dev/zero to replay', () => 'counterexample /dev/zero', /is not a regular file: name a file/u],
  ['a FIFO to replay', () => `counterexample ${fifo('a.b')}`, /is not a regular file/u],
  ['200 MB to replay', () => `counterexample ${long(2e8)}`, /has more than 67108864 bytes/u],
  ['/dev/zero to go on with', () => `${small} --resume /dev/zero`, /is not a regular file/u],
  ['a FIFO to go on with', () => `${small} --resume ${fifo()}`, /is not a regular file/u],
  ['/dev/zero to merge', () => 'merge /dev/zero', /is not a regular file/u],
  ['a FIFO to merge', () => `merge ${fifo()}`, /is not a regular file/u],
  ['200 MB to merge', () => `merge ${long(2e8)}`, /has more than 33554432 bytes/u],
  ['JSON that is deep', () => `merge ${holding('['.repeat(5e6))}`, /is nested more than 100 deep/u],
  [
    'JSON of many values',
    () => `merge ${holding(`[${'0,'.repeat(3e6)}0]`)}`,
    /more than 2000000 val/u,
  ],
  ['a corpus that is a device', () => `${small} --corpus /dev/zero`, /cannot be used/u],
  [
    'a corpus with a device',
    () =>
      `${small} --corpus ${corpus('zero', (at) => symlinkSync('/dev/zero', join(at, 'a.json')))}`,
    /a\.json' is not a counterexample of this version \(.*is not a regular file/u,
  ],
  [
    'a corpus with a FIFO',
    () => `${small} --corpus ${corpus('fifo', () => fifo('fifo', 'a.json'))}`,
    /a\.json' is not a counterexample of this version \(.*is not a regular file/u,
  ],
  [
    'a corpus of other things',
    () => `${small} --corpus ${corpus('other', () => holding('{"name":"x"}', 'other', 'a.json'))}`,
    /its schema is undefined.*name a folder that has nothing else/u,
  ],
  [
    'a corpus that is deep',
    () => `${small} --corpus ${corpus('deep', () => holding('['.repeat(1e6), 'deep', 'a.json'))}`,
    /it is nested more than 100 deep/u,
  ],
  [
    'a token of 100 MB',
    () => `counterexample ${token(' '.repeat(1e8))}`,
    /it has more than 1048576 b/u,
  ],
  [
    'a guest of 20,000 actions',
    () => `counterexample ${tokenOf(guest(...new Array<object>(20_000).fill(action('slbia'))))}`,
    /it has 20000 parts of a kind, and 100 is the most/u,
  ],
  [
    '10,000 switches',
    () => `counterexample ${tokenOf({ w: [], r: new Array(10_000).fill(guest().r[0]) })}`,
    /it has 10000 parts of a kind, and 10 is the most/u,
  ],
  [
    'a guest that does constructor',
    () => `counterexample ${tokenOf(guest(action('constructor')))}`,
    /is damaged/u,
  ],
  [
    'a level that is none',
    () => `counterexample ${tokenOf({}, { l: 'toString' })}`,
    /no level is called 'toString'/u,
  ],
  [
    'a level of other clauses',
    () => `counterexample ${tokenOf(guest(), { c: 'asked-is-answered' })}`,
    /is not judged at the level 'switch'/u,
  ],
  [
    'a subject that is not JSON',
    () => `counterexample ${tokenOf(guest(), { s: 'kernel:{' })}`,
    /no path or fault/u,
  ],
  [
    'a token in a token',
    () => `counterexample ${holding(`{"token":${'['.repeat(1e5)}`)}`,
    /nested more than/u,
  ],
  ['a clause of 100,000 letters', () => `check ${LETTERS}`, /a\.\.\. \(100000 letters\)'; see/u],
  ['a fault of 100,000 letters', () => `faults ${LETTERS}`, /a\.\.\. \(100000 letters\)'; see/u],
  ['such a counterexample', () => `counterexample ${LETTERS}`, /a\.\.\. \(100000 letters\)'; see/u],
  ['such faults to kill', () => `faults --kill ${LETTERS}`, /a\.\.\. \(100000 letters\)'; see/u],
  [
    'a number of 100,000 digits',
    () => `check --runs ${'9'.repeat(1e5)}`,
    /must be a whole number/u,
  ],
  ['1e15 runs', () => 'check --runs 1000000000000000', /must be 1000000000 or less/u],
  [
    '1e9 workers',
    () => 'check --workers 1000000000',
    /--workers is 1000000000, and must be \d+ or less/u,
  ],
  ['1e9 threads', () => 'faults --kill exit.dscr --threads 1000000000', /must be \d+ or less/u],
  ['1e15 shards', () => 'check --seed 1 --shard 1/1000000000000000', /1000000 are the most/u],
  [
    'a fault called constructor',
    () => 'counterexample constructor',
    /no fault is called 'constructor'/u,
  ],
  ['a fault called __proto__', () => 'faults __proto__', /no fault is called '__proto__'/u],
];

const cases = few(all, 20);

describe('hostile input', () => {
  let ran: readonly DrillRun[] = [];
  beforeAll(async () => {
    ran = await drilled(cases.map(([, line]) => line()));
  });

  it.each(cases.map(([name, , complaint], i) => [name, complaint, i] as const))(
    '%s is told in one line',
    (_name, complaint, i) => {
      const { code, out, err } = boundedRun(ran[i]);
      expect([code, out]).toEqual([2, '']);
      expect(err).toMatch(/^hvspec: [^\n]{1,500}\n$/u);
      expect(err).toMatch(complaint);
    },
  );
});
