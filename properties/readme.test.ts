// The README's table of clauses is the contract's; `UPDATE_README=1 npx vitest run properties/readme.test.ts` rewrites it.
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readmeTable } from './report/readme-table.ts';

const README = new URL('../README.md', import.meta.url);
const BETWEEN = /(<!-- clauses -->\n)[\s\S]*(<!-- \/clauses -->)/u;

it('the README lists the contract', ({ task }) => {
  const text = readFileSync(README, 'utf8');
  const made = text.replace(
    BETWEEN,
    (_all, begin: string, end: string) => `${begin}\n${readmeTable()}\n${end}`,
  );
  expect(text).toMatch(BETWEEN);
  if (process.env.UPDATE_README === '1') writeFileSync(README, made);
  else
    expect(text, `${task.name}: run UPDATE_README=1 npx vitest run properties/readme.test.ts`).toBe(
      made,
    );
});
