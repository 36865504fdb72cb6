// The documentation against what it is about: pages made from the contract, numbers, levels and scripts.
// `UPDATE_DOCS=1 npx vitest run properties/docs.test.ts` rewrites the pages.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { chapters, contract } from '../spec/contract.ts';
import { levels } from './levels/levels.ts';
import { contractPage } from './report/contract-page.ts';
import { coverage, traceabilityPage } from './report/traceability-page.ts';

const UPDATE = 'UPDATE_DOCS=1 npx vitest run properties/docs.test.ts';

it.each([
  ['docs/contract.md', contractPage],
  ['docs/traceability.md', traceabilityPage],
] as const)('%s is what the contract makes of it', (path, make) => {
  const made = make();
  if (process.env.UPDATE_DOCS === '1') writeFileSync(path, made);
  else expect(existsSync(path) ? readFileSync(path, 'utf8') : '', `run ${UPDATE}`).toBe(made);
});

it('the README says how many clauses and chapters there are', () => {
  const [, clauses, parts] =
    /\[(\d+) clauses in (\d+) chapters\]/u.exec(readFileSync('README.md', 'utf8')) ?? [];
  expect([clauses, parts]).toEqual([String(contract.length), String(chapters.length)]);
});

it('the README says of each level, in their order, what a run of it is and how it is judged', () => {
  const rows = [
    ...readFileSync('README.md', 'utf8').matchAll(
      /^\| `(\w+)` +\|[^|\n]+\| (sampled|exhaustive)/gmu,
    ),
  ];
  expect(rows.map(([, name, extent]) => ({ name, extent }))).toEqual(
    levels.map(({ name, extent }) => ({ name, extent })),
  );
});

it('every script of package.json has a row in the table of scripts, and no other has', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  const rows = [
    ...readFileSync('docs/maintenance.md', 'utf8').matchAll(/^\| `npm run ([^`]+)` \| \S/gmu),
  ];
  expect(rows.map(([, name]) => name).sort()).toEqual(Object.keys(scripts).sort());
});

it('the README fits its bounds: at most 150 lines', () => {
  expect(readFileSync('README.md', 'utf8').split('\n').length - 1).toBeLessThanOrEqual(150);
});

describe.each(coverage())('sentence $name', ({ silent, clauses, levels: at, faults }) => {
  it('is covered by clauses, levels and faults where it states behaviour, and by nothing where not', () => {
    const covered = clauses.length > 0 && at.length > 0 && faults.length > 0;
    expect(covered, `clauses ${clauses}; faults ${faults}`).toBe(silent === undefined);
  });
});
