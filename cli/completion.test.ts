// Completions: every verb and option is in each script, and bash completes with its own.
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { hvspec } from './testing/run-cli.ts';

const script = async (shell: string): Promise<string> => (await hvspec(`completion ${shell}`)).out;

/** What bash offers for a line, the last word of which is being typed. */
async function offered(line: string): Promise<readonly string[]> {
  const words = line.split(' ');
  const typed = `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}) COMP_CWORD=${words.length - 1}`;
  const run = `${await script('bash')}\n${typed}\n_hvspec\nprintf '%s\\n' "\${COMPREPLY[@]}"\n`;
  const { stdout, stderr } = spawnSync('bash', ['--norc'], { input: run, encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((word) => word !== '');
}

describe('bash completes', () => {
  it.each([
    ['hvspec ch', ['check']],
    ['hvspec check host-cr', ['host-cr-fields-return']],
    ['hvspec kernel --sar', ['--sarif']],
    ['hvspec check --model ', ['published', 'repaired']],
    ['hvspec check --format j', ['json', 'junit']],
    ['hvspec spec --format m', ['markdown']],
    ['hvspec check --level vc', ['vcpus']],
    ['hvspec kernel --base-of-nothing', []],
    ['hvspec check --runs ', []],
    ['hvspec kernel --tree READ', ['README.md']],
    ['hvspec completion f', ['fish']],
  ])('%s', async (line, words) => {
    expect(await offered(line)).toEqual(words);
  });
});

it.each(['bash', 'zsh', 'fish'])('%s has every verb with its options', async (shell) => {
  const made = await script(shell);
  const { out } = await hvspec('--help');
  const verbs = [...out.matchAll(/^ {2}([a-z]+) [[<]/gmu)].map(([, name = '']) => name);
  expect(verbs).toContain('kernel');
  const missing: string[] = [];
  for (const verb of verbs.filter((name) => name !== 'help')) {
    const help = (await hvspec(`${verb} --help`)).out;
    const flags = [...help.matchAll(/^ {2}(?:-\w, )?--([\w-]+)/gmu)].map(([, flag = '']) => flag);
    const lines = made.split('\n').filter((line) => line.includes(verb));
    for (const flag of flags)
      if (!lines.some((line) => new RegExp(`(?:--|-l )${flag}(?![\\w-])`, 'u').test(line)))
        missing.push(`${verb} --${flag}`);
  }
  expect(missing).toEqual([]);
});

it('of another shell there are none', async () => {
  const { code, err } = await hvspec('completion powershell');
  expect([code, err]).toEqual([2, "hvspec: no shell is called 'powershell'; see hvspec --help\n"]);
});
