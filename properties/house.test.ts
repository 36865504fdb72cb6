// The house rules, kept by a test rather than by memory: imports one way, short files that say what they are, no loose ends.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contract } from '../spec/contract.ts';

const VOCABULARY = /^spec\/vocabulary\//u;

/** How claims are read against runs: what is to be reviewed stands without it. */
const JUDGING = 'spec/judging/';

/** Each room, and whether it may import a file. */
const rooms: Readonly<Record<string, (path: string, by: string) => boolean>> = {
  spec: (path, by) =>
    path.startsWith('spec/') && (by.startsWith(JUDGING) || !path.startsWith(JUDGING)),
  model: (path) => path.startsWith('model/') || VOCABULARY.test(path),
  asm: (path) => /^(?:asm|model)\//u.test(path) || VOCABULARY.test(path),
  properties: (path) => /^(?:spec|model|asm|properties)\//u.test(path),
  cli: (path) => /^(?:spec|model|asm|properties|cli)\//u.test(path),
};

/**
 * The rooms of properties/, floor by floor, the ground first: a file imports from its own room and from floors below, type imports
 * included. A room is a folder, or a file of one that stands higher or lower than the rest of it. Tests may look at anything.
 */
const floors: readonly (readonly string[])[] = [
  ['input/', 'work/', 'severity.ts', 'testing/'],
  ['subjects/'],
  ['arbitraries/'],
  ['levels/switch/'],
  ['history', 'alignment'].map((name) => `levels/noninterference/${name}.ts`),
  ['levels/noninterference/observation-points.ts'],
  ['levels/noninterference/play.ts'],
  ['compiled/', 'proof/'],
  ['levels/'],
  [
    'levels/switch/level.ts',
    ...['noninterference', 'interruption', 'kvm-run', 'vm', 'threads', 'vectors'].map(
      (name) => `levels/${name}/`,
    ),
  ],
  ['levels/levels.ts'],
  ['campaign/', 'proof/report.ts'],
  ['mutation/'],
  ['repair/', 'proof/faults/'],
  ['counterexample/'],
  ['causes/'],
  ['report/'],
  ['library/'],
  ['bench/', 'oracle/'],
  ['site/'],
  ['mutants/'],
];

/** The room of a file, and the number of its floor; undefined where it is in none. */
function roomOf(path: string): { readonly room: string; readonly floor: number } | undefined {
  const found = floors
    .flatMap((rooms, floor) => rooms.map((room) => ({ room, floor })))
    .filter(({ room }) => path.startsWith(`properties/${room}`));
  return found.toSorted((a, b) => b.room.length - a.room.length)[0];
}

/** Whether a file of properties/ may import another. */
function isDownward(by: string, path: string): boolean {
  const [from, to] = [roomOf(by), roomOf(path)];
  if (from === undefined || to === undefined) return false;
  return from.room === to.room || from.floor > to.floor;
}

/** What a file imports, by name: statically or not. */
const IMPORTED = /(?:^import |^\}? ?from |[\w}*] from |import\()'([^'\n]+)'/gmu;

/** What stands on nothing but the language; its tests, and what is there for them, may use the tools of tests. */
const PURE = /^(?:spec|model)\//u;
const FOR_TESTS = /\.test\.ts$|\/testing\//u;

/** Where states are few and readable, and may be made with these. */
const READABLE = /^model\/(?:core|kvm)\//u;
const FOR_READING: readonly string[] = ['immer', 'ts-pattern'];

/** Files that are not of this project, or not of its text. */
const NOT_OURS = ['.git', 'node_modules', 'dist', 'dist-site', 'coverage'];

const files = Object.keys(rooms).flatMap((room) =>
  readdirSync(room, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => ({
      room,
      path: `${room}/${name}`,
      text: readFileSync(`${room}/${name}`, 'utf8'),
    })),
);

/** Everything that a text imports, as it names it. */
const named = (text: string): readonly string[] =>
  [...text.matchAll(IMPORTED)].map(([, to]) => to ?? '');

/** The files of the project that one imports. */
const importsOf = (text: string, path: string): readonly string[] =>
  named(text)
    .filter((to) => to.startsWith('.'))
    .map((to) => new URL(to, `file:///${path}`).pathname.slice(1));

describe.each(files)('$path', ({ room, path, text }) => {
  const lines = text.split('\n');

  it('imports only what its room may', () => {
    expect(importsOf(text, path).filter((to) => rooms[room]?.(to, path) !== true)).toEqual([]);
    const allowed = READABLE.test(path) ? FOR_READING : [];
    if (PURE.test(path) && !FOR_TESTS.test(path))
      expect(named(text).filter((to) => !to.startsWith('.') && !allowed.includes(to))).toEqual([]);
  });

  it('is short, and says at its head what it is', () => {
    expect(lines.length - 1).toBeLessThanOrEqual(300);
    const body = lines[0]?.startsWith('#!') ? lines.slice(1) : lines;
    const header = body.findIndex((line) => !line.startsWith('//'));
    expect(header).toBeGreaterThanOrEqual(1);
    expect(header).toBeLessThanOrEqual(8);
  });

  it('has a name in kebab-case, no default export, and no loose end', () => {
    expect(path).toMatch(/^[a-z0-9/-]+(?:\.test)?\.ts$/u);
    if (path === 'properties/house.test.ts') return;
    const loose = [
      /^export default/mu,
      /(?:: |<|\bas )any\b(?! value)|as unknown as/u,
      /\b(?:TODO|FIXME|XXX)\b/u,
    ];
    expect(loose.filter((pattern) => pattern.test(text))).toEqual([]);
  });
});

const onFloors = files.filter(
  ({ room, path }) => room === 'properties' && !path.endsWith('.test.ts'),
);

it.each(onFloors)(
  '$path imports only from its own room and from floors below',
  ({ path, text }) => {
    expect(roomOf(path), 'it is on no floor').toBeDefined();
    const imported = importsOf(text, path).filter((to) => to.startsWith('properties/'));
    expect(imported.filter((to) => !isDownward(path, to))).toEqual([]);
  },
);

it('an import that runs back up between rooms of properties/ is seen', () => {
  expect(isDownward('properties/levels/level.ts', 'properties/report/card.ts')).toBe(false);
  expect(isDownward('properties/levels/vm/level.ts', 'properties/levels/kvm-run/level.ts')).toBe(
    false,
  );
  expect(isDownward('properties/report/card.ts', 'properties/levels/level.ts')).toBe(true);
  expect(isDownward('properties/levels/switch/play.ts', 'properties/compiled/evaluator.ts')).toBe(
    false,
  );
});

it('a switch over forms of claim names them all', () => {
  const switching = files.filter(({ text }) => /switch \(\w+\.claim\)/u.test(text));
  expect(switching.length).toBeGreaterThan(3);
  expect(
    switching.filter(({ text }) => /^\s+default:/mu.test(text)).map(({ path }) => path),
  ).toEqual([]);
});

it('the model names no clause: it cannot know what judges it', () => {
  const named = files
    .filter(({ room }) => room === 'model')
    .flatMap(({ path, text }) =>
      contract.filter(({ name }) => text.includes(`'${name}'`)).map(({ name }) => [path, name]),
    );
  expect(named).toEqual([]);
});

it('no text names a place on the machine where it was written', () => {
  const texts = readdirSync('.', { withFileTypes: true })
    .filter(({ name }) => !NOT_OURS.includes(name))
    .flatMap((top) =>
      top.isDirectory()
        ? readdirSync(top.name, { recursive: true, withFileTypes: true })
            .filter((entry) => entry.isFile())
            .map((entry) => `${entry.parentPath}/${entry.name}`)
        : [top.name],
    );
  const named = texts.filter((path) =>
    /(?<![\w.])\/(?:work|home|tmp|root|Users)\/\w/u.test(readFileSync(path, 'utf8')),
  );
  expect(named).toEqual([]);
});

it('a test that replaces a module has modules of its own', () => {
  const list = /^const APART = \[([^\]]+)\];$/mu.exec(
    readFileSync('vitest.config.ts', 'utf8'),
  )?.[1];
  const apart = [...(list ?? '').matchAll(/'([^']+)'/gu)].map(([, path]) => path);
  const replacing = files.filter(({ text }) => /^vi\.mock\(/mu.test(text)).map(({ path }) => path);
  expect(replacing.sort()).toEqual(apart);
});
