// What the documentation shows of the command is what the command prints: its help, and the output of the commands named between run
// marks. `UPDATE_DOCS=1 npx vitest run cli/docs.test.ts` rewrites both; output that is only a part is cut by hand.
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hvspec } from './testing/run-cli.ts';

const UPDATE = 'UPDATE_DOCS=1 npx vitest run cli/docs.test.ts';
const isUpdate = process.env.UPDATE_DOCS === '1';

const COMMAND = 'docs/command.md';
const HELP = '\n## Help\n';

/** The help of the command and of each verb, as Markdown. */
async function helpText(): Promise<string> {
  const { out } = await hvspec('--help');
  const verbs = [...out.matchAll(/^ {2}([a-z]+) \[options\]/gmu)].map(([, name = '']) => name);
  const helps = await Promise.all(
    verbs.map(async (name) => [`hvspec ${name}`, (await hvspec(`${name} --help`)).out]),
  );
  return [['hvspec', out], ...helps]
    .map(([title, text = '']) => `### ${title}\n\n\`\`\`\n${text.trim()}\n\`\`\`\n`)
    .join('\n');
}

it('the help of every verb is in the documentation', async () => {
  const page = readFileSync(COMMAND, 'utf8');
  const at = page.indexOf(HELP);
  expect(at).toBeGreaterThan(0);
  const made = `${page.slice(0, at)}${HELP}\n${await helpText()}`;
  if (isUpdate) writeFileSync(COMMAND, made);
  else expect(page, `run ${UPDATE}`).toBe(made);
});

/** A command and what it prints, in a page. */
const RUN = /<!-- run -->\n\n```\n\$ npx hvspec ([^\n]+)\n([\s\S]*?)```\n\n<!-- \/run -->/gu;

const runs = ['README.md', COMMAND].flatMap((page) =>
  [...readFileSync(page, 'utf8').matchAll(RUN)].map(([, line = '', shown = '']) => ({
    page,
    line,
    shown,
  })),
);

it('there are such commands', () => expect(runs.length).toBeGreaterThan(1));

describe.each(runs)('$page shows what hvspec $line', ({ page, line, shown }) => {
  it('prints', async () => {
    const { out } = await hvspec(line);
    if (shown !== '' && out.includes(shown)) return;
    if (!isUpdate) expect(out, `run ${UPDATE}`).toContain(shown === '' ? 'output' : shown);
    const text = readFileSync(page, 'utf8');
    const block = `$ npx hvspec ${line}\n`;
    writeFileSync(
      page,
      text.replace(`${block}${shown}`, () => `${block}${out.trim()}\n`),
    );
  });
});
