// The tutorials as they stand: each command is run where the ones before it have left off, and prints what the page shows.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { few } from '../properties/testing/rows.ts';
import { hvspecIn } from './testing/run-cli.ts';

/** Where a reader would be, in the project's folder: what she makes lies in a folder of its own. */
const here = mkdtempSync(join(tmpdir(), 'hvspec-tutorial-'));
symlinkSync(resolve('asm'), join(here, 'asm'));
/** A program finds the project by its name only inside it. */
const program = mkdtempSync(resolve('dist/tutorial-'));
afterAll(() => {
  for (const folder of [here, program]) rmSync(folder, { recursive: true });
});

const TREE = 'my-tree';

/** What a command prints. */
async function printed(command: string): Promise<string> {
  const [name = '', ...args] = command.split(' ');
  if (name === 'node')
    return execFileSync(process.execPath, args, { cwd: program, encoding: 'utf8' });
  if (name !== 'npx') return execFileSync('bash', ['-c', command], { cwd: here, encoding: 'utf8' });
  const words = args.slice(1).map((word) => (word === TREE ? join(here, TREE) : word));
  const { out, err } = await hvspecIn([...words, '--workers', '1']);
  return `${out}${err}`.replaceAll(`${here}/`, '');
}

/** The commands of a block, each with what the page says that it prints. */
const commandsIn = (block: string): readonly (readonly [string, string])[] =>
  block
    .split(/^\$ /mu)
    .slice(1)
    .map((part) => {
      const end = part.indexOf('\n');
      return [part.slice(0, end), part.slice(end + 1)] as const;
    });

/** How long it took. */
const TOOK = /\bin [\d.]+ s(?: \([^)]*\))?/gu;

/** Text without what differs from run to run. */
const steady = (text: string): string => text.replaceAll(TOOK, 'in N s').trim();

/** A text with the time and the blank lines at the end that another has: what differs from run to run stays as it is shown. */
function timedAs(shown: string, prints: string): string {
  const took = shown.match(TOOK) ?? [];
  const [end = '\n'] = /\n*$/u.exec(shown) ?? [];
  return prints.trim().replaceAll(TOOK, (own) => took.shift() ?? own) + end;
}

/** The file that a block of a kind is to be saved as. */
const SAVED: Readonly<Record<string, string>> = {
  diff: join(here, 'repair.diff'),
  js: join(program, 'first-clause.mjs'),
};

const UPDATE = process.env.UPDATE_DOCS === '1';

const pages = ['docs/tutorial-kernel.md', 'docs/tutorial-clause.md'];

it.each(UPDATE ? pages : few(pages, 1))('%s', async (page) => {
  let commands = 0;
  const text = readFileSync(page, 'utf8');
  let rewritten = text;
  for (const [, kind = '', block = ''] of text.matchAll(/```(\w+)\n([\s\S]*?)```/gu)) {
    const file = SAVED[kind];
    if (file !== undefined) writeFileSync(file, block);
    if (kind !== 'console') continue;
    for (const [command, shown] of commandsIn(block)) {
      const prints = await printed(command);
      if (!UPDATE) expect(steady(prints), command).toBe(steady(shown));
      else if (steady(prints) !== steady(shown))
        rewritten = rewritten.replace(shown, () => timedAs(shown, prints));
      commands++;
    }
  }
  expect(commands).toBeGreaterThan(0);
  if (UPDATE) writeFileSync(page, rewritten);
});
