// The README's tables are made from the contract; `UPDATE_README=1 npx vitest run properties/readme.test.ts` rewrites them.
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { levels } from './levels/levels.ts';
import { readmeTable } from './report/readme-table.ts';
import { coverage, sentenceTable } from './report/sentence-table.ts';

const README = new URL('../README.md', import.meta.url);

it.each([
  ['clauses', readmeTable],
  ['sentences', sentenceTable],
] as const)('the README has the table of %s', (what, make) => {
  const text = readFileSync(README, 'utf8');
  const between = new RegExp(`(<!-- ${what} -->\\n)[\\s\\S]*(<!-- /${what} -->)`, 'u');
  const made = text.replace(
    between,
    (_all, begin: string, end: string) => `${begin}\n${make()}\n${end}`,
  );
  expect(text).toMatch(between);
  if (process.env.UPDATE_README === '1') writeFileSync(README, made);
  else expect(text, 'run UPDATE_README=1 npx vitest run properties/readme.test.ts').toBe(made);
});

it('the README says of each level, in their order, what a run of it is', () => {
  const text = readFileSync(README, 'utf8');
  const table = text.slice(text.indexOf('| Level'), text.indexOf('The run loop is held'));
  const named = [...table.matchAll(/^\| `(\w+)`/gmu)].map(([, name]) => name);
  expect(named).toEqual(levels.map(({ name }) => name));
});

describe.each(coverage())('sentence $name', ({ silent, clauses, models, faults }) => {
  it('is covered by clauses, models and faults where it states behaviour, and by nothing where not', () => {
    const covered = clauses.length > 0 && models.length > 0 && faults.length > 0;
    expect(covered, `clauses ${clauses}; faults ${faults}`).toBe(silent === undefined);
  });
});
