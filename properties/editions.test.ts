// Editions on the project's own switch in assembly: each is found where it is written, nothing is then wrong that is done on purpose, and a
// fault in it is caught by what it owes.
import { describe, expect, it } from 'vitest';
import { published } from '../model/paths/published.ts';
import { type ClauseName, contract } from '../spec/contract.ts';
import { clausesIn, type EditionName, editions } from '../spec/editions/editions.ts';
import { check } from './campaign/check.ts';
import { switchContract } from './levels/switch/contract.ts';
import { editionsFound } from './subjects/editions.ts';
import { lowered, OWN_TREE, ownSwitch } from './subjects/fixtures.ts';

/** The definition with which the own tree does what an edition says. */
const define = (name: EditionName): string => `EDITION_${name.toUpperCase().replaceAll('-', '_')}`;

const touchedBy = (name: EditionName): readonly string[] =>
  Object.keys(editions.find((one) => one.name === name)?.clauses ?? {});

/** What is broken of the clauses that an edition touches, as they are in the contract or as they are owed. */
async function broken(name: EditionName, more: readonly string[], as: 'contract' | 'owed') {
  const source = ownSwitch([], [define(name), ...more]);
  const found = editionsFound(source).map(({ edition }) => edition);
  const touched = switchContract.filter((clause) => touchedBy(name).includes(clause.name));
  const clauses = as === 'owed' ? clausesIn(found, touched) : touched;
  const subjects = [{ model: 'kernel', program: source.program }];
  const { results } = await check({ subjects, clauses, runs: 250, seed: 5, minimal: false });
  return results.filter(({ verdict }) => verdict !== 'holds').map(({ clause }) => clause.name);
}

describe('editions', () => {
  it('name clauses of the contract, and no clause is named by two', () => {
    const names = editions.flatMap(({ name }) => touchedBy(name));
    const known = contract.map(({ name }): string => name);
    expect(names.filter((name) => !known.includes(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });

  it('leave every other clause as it is in the contract', () => {
    const all = editions.map(({ name }) => name);
    const owed = clausesIn(all, contract);
    const changed = contract.filter((clause, i) => owed[i] !== clause).map(({ name }) => name);
    expect([...changed].sort()).toEqual(all.flatMap(touchedBy).sort());
    expect(clausesIn([], contract)).toBe(contract);
  });

  it('are not found where nothing is done on purpose', () => {
    expect(editionsFound(lowered(OWN_TREE))).toEqual([]);
    expect(published.labels.size).toBeGreaterThan(0);
  });
});

/** Editions that are judged on histories of the switch, a fault of each, and the clauses that catch it. */
const faults: readonly (readonly [EditionName, string, readonly ClauseName[]])[] = [
  [
    'interrupts-delivered-on-entry',
    'FAULT_DELIVERED_AT_A_WRONG_VECTOR',
    ['guest-msr-is-the-vcpus', 'guest-resumes-at-pc', 'guest-starts-from-vcpu'],
  ],
  [
    'interrupts-delivered-on-entry',
    'FAULT_DELIVERED_WITH_EE_OFF',
    [
      'guest-msr-is-the-vcpus',
      'guest-resumes-at-pc',
      'guest-starts-from-vcpu',
      'real-mode-entry-is-recoverable',
    ],
  ],
  [
    'interrupts-delivered-on-entry',
    'FAULT_DELIVERED_WITHOUT_A_WAY_BACK',
    ['guest-starts-from-vcpu'],
  ],
  ['interrupts-delivered-on-entry', 'FAULT_DELIVERED_WITH_THE_OLD_MSR', ['guest-msr-is-the-vcpus']],
];

const judged = [...new Set(faults.map(([name]) => name))];

describe.each(judged)('%s', (name) => {
  it('is found in the source, at the line that does it', () => {
    expect(editionsFound(ownSwitch([], [define(name)]))).toEqual([
      { edition: name, site: expect.stringMatching(/^\w+\.S:\d+$/u), by: expect.any(String) },
    ]);
  });

  it('breaks the contract, and owes what it does', async () => {
    expect(await broken(name, [], 'contract')).not.toEqual([]);
    expect(await broken(name, [], 'owed')).toEqual([]);
  });
});

it.each(faults)('%s with %s breaks what is owed', async (name, fault, clauses) => {
  expect([...(await broken(name, [fault], 'owed'))].sort()).toEqual(clauses);
});
