// Certificates are checked again by other solvers, where they are installed: what a certificate says cannot be, they find cannot be.
import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CertificateEntry } from './certificate.ts';
import { type ProofNews, proveTasks } from './work.ts';

/** Equal words, and a claim about the way; then by cases, and by what is known of sums. */
const CLAUSES = [
  'host-msr-returns',
  'stores-stay-home',
  'hdec-equals-dec',
  'guest-is-not-entered-late',
];

/** How other solvers are run on a script that comes on standard input. */
const SOLVERS: readonly (readonly [name: string, args: readonly string[]])[] = [
  ['z3', ['-in']],
  ['cvc5', ['--lang=smt2', '-']],
];

const isInstalled = ([name]: (typeof SOLVERS)[number]): boolean =>
  spawnSync(name, ['--version']).status === 0;

const answerOf = ([name, args]: (typeof SOLVERS)[number], script: string): string =>
  spawnSync(name, args, { input: script, encoding: 'utf8', timeout: 120_000 }).stdout.trim();

const certificates = new Map<string, readonly CertificateEntry[]>();

beforeAll(async () => {
  const tell = (_: number, news: ProofNews): void => {
    if (news.news !== 'settled') return;
    expect(news.verdict.verdict, news.clause).toBe('proved');
    certificates.set(news.clause, news.certificate);
  };
  const task = { subject: 'repaired', clauses: CLAUSES, without: [], certified: true };
  await proveTasks([task], { left: new AbortController().signal }, tell);
});

const queriesOf = (name: string): readonly string[] =>
  (certificates.get(name) ?? []).flatMap(({ queries }) => queries);

it('there is an entry for each path, and a query for each that compares words or was open', () => {
  expect([...certificates.keys()]).toEqual(CLAUSES);
  expect(certificates.get('host-msr-returns')?.length).toBeGreaterThan(5);
  expect(queriesOf('host-msr-returns').length).toBeGreaterThan(5);
  expect(certificates.get('guest-is-not-entered-late')).toMatchObject([{ by: 'rewriting' }]);
  expect(queriesOf('guest-is-not-entered-late').length).toBeGreaterThan(0);
  for (const script of CLAUSES.flatMap(queriesOf))
    expect(script).toMatch(/^\(set-logic QF_BV\)\n[\s\S]*\n\(check-sat\)\n$/u);
});

describe.each(SOLVERS)('%s', (name, args) => {
  const solver = [name, args] as const;
  const missing = isInstalled(solver) ? '' : ` (not here: ${name} is not installed)`;

  it.skipIf(missing !== '')(`finds no assignment either${missing}`, () => {
    for (const script of CLAUSES.flatMap(queriesOf)) expect(answerOf(solver, script)).toBe('unsat');
  });

  it.skipIf(missing !== '')(`finds one where the last condition is left out${missing}`, () => {
    const scripts = queriesOf('guest-is-not-entered-late').map((script) =>
      script.replace(/\(assert [^\n]*\)\n(?=\(check-sat\)\n$)/u, ''),
    );
    for (const script of scripts) expect(answerOf(solver, script)).toBe('sat');
  });
});
