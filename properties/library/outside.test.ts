// The library from outside: the project is packed and put beside an empty one, which compiles and runs what docs/library.md shows.
import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { few } from '../testing/rows.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const PAGE = join(ROOT, 'docs/library.md');
const MODULES = join(ROOT, 'node_modules');
const UPDATE = process.env.UPDATE_DOCS === '1';

const BLOCK = /```ts\n(?<code>.*?)```\n\n```text\n(?<prints>.*?)```/gsu;
const page = readFileSync(PAGE, 'utf8');
const blocks = [...page.matchAll(BLOCK)].map(({ groups }) => ({
  code: groups?.code ?? '',
  prints: groups?.prints ?? '',
}));

const OPTIONS = {
  compilerOptions: {
    target: 'ES2023',
    module: 'nodenext',
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    types: ['node'],
    rootDir: '.',
    outDir: 'out',
  },
  include: ['*.ts'],
};

/** An empty project, with the packed one and what that depends on installed in it. */
const outside = mkdtempSync(join(tmpdir(), 'hvspec-library-'));

/** Runs a command in the empty project; its output, where it ends well. */
function run(command: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: outside, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stdout}${stderr}`);
  return stdout;
}

function packed(): readonly string[] {
  const own = join(outside, 'node_modules/power7-hv-spec');
  mkdirSync(own, { recursive: true });
  const args = ['pack', ROOT, '--json', '--ignore-scripts', '--pack-destination', outside];
  const [{ filename, files }] = JSON.parse(run('npm', ...args));
  run('tar', 'xzf', filename, '-C', own, '--strip-components', '1');
  return files.map(({ path }: { path: string }) => path);
}

/** Packages of the project's own installation, beside the packed one. */
function linkDependencies(): void {
  for (const name of readdirSync(MODULES)) {
    const to = join(outside, 'node_modules', name);
    if (name !== 'power7-hv-spec') symlinkSync(join(MODULES, name), to);
  }
}

let files: readonly string[] = [];

beforeAll(() => {
  files = packed();
  linkDependencies();
  writeFileSync(join(outside, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(outside, 'tsconfig.json'), JSON.stringify(OPTIONS));
  for (const [i, { code }] of blocks.entries()) writeFileSync(join(outside, `block${i}.ts`), code);
  run(join(MODULES, '.bin/tsc'));
});

afterAll(() => rmSync(outside, { recursive: true, force: true }));

it('holds no tests, and none of the project’s own tools', () => {
  expect(files.filter((path) => /\.test\.|\/testing\/|\/bench\/|\.map$/u.test(path))).toEqual([]);
  for (const path of ['README.md', 'LICENSE', 'dist/cli/hvspec.js']) expect(files).toContain(path);
});

it('is a command there too', () => {
  const hvspec = 'node_modules/power7-hv-spec/dist/cli/hvspec.js';
  const shown = run(
    'node',
    hvspec,
    'check',
    '--sample',
    'host-dscr-returns',
    '--model',
    'repaired',
    '--runs',
    '50',
  );
  expect(shown).toMatch(/host-dscr-returns/u);
});

describe('docs/library.md', () => {
  const shown: string[] = [];

  it('has its blocks', () => expect(blocks).toHaveLength(4));

  const numbered = blocks.map(({ prints }, i) => ({ i: String(i), prints }));
  it.each(UPDATE ? numbered : few(numbered, 1))('block $i prints what it says', (block) => {
    const prints = run('node', `out/block${block.i}.js`);
    shown[Number(block.i)] = prints;
    if (!UPDATE) expect(prints).toBe(block.prints);
  });

  afterAll(() => {
    if (!UPDATE) return;
    const rewritten = page.replaceAll(BLOCK, (whole, code: string, prints: string) => {
      const i = blocks.findIndex((one) => one.code === code);
      return whole.replace(`\`\`\`text\n${prints}`, `\`\`\`text\n${shown[i] ?? prints}`);
    });
    writeFileSync(PAGE, rewritten);
  });
});
