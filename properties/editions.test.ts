// Editions on the project's own switch in assembly: each is found where it is written, nothing is then wrong that is done on purpose, and a
// fault in it is caught by what it owes.
import { describe, expect, it } from 'vitest';
import { defectNames } from '../model/paths/repairs.ts';
import { type ClauseName, contract } from '../spec/contract.ts';
import { clausesIn, type EditionName, editionNamed, editions } from '../spec/editions/editions.ts';
import { check } from './campaign/check.ts';
import { switchContract } from './levels/switch/contract.ts';
import { textLevel } from './levels/vectors/level.ts';
import { diskFiles } from './subjects/disk-files.ts';
import { editionsFound } from './subjects/editions.ts';
import { OWN_TREE, repairName } from './subjects/fixtures.ts';
import { type Files, readKernel } from './subjects/kernel-source.ts';
import { kernelSubject } from './subjects/kernel-subject.ts';
import { few } from './testing/rows.ts';

const touchedBy = (name: EditionName): readonly string[] => Object.keys(editionNamed(name).clauses);

/** The definition with which the own tree does what an edition says. */
const define = (name: EditionName): string => `EDITION_${name.toUpperCase().replaceAll('-', '_')}`;

/** The own tree, with the names of fields that only later kernels have. */
const files: Files = {
  ...diskFiles,
  text: (path, tree) =>
    path.endsWith('kernel/asm-offsets.c')
      ? 'DEFINE(KVM_NEED_FLUSH, offsetof(struct kvm, arch.need_tlb_flush.bits));\n'
      : diskFiles.text(path, tree),
};

/** The own tree with an edition, everything put right, and perhaps a fault. */
function read(name: EditionName, faults: readonly string[]) {
  const asked = {
    paths: [OWN_TREE],
    defines: [...defectNames.map(repairName), define(name), ...faults],
  };
  const reading = readKernel(asked, files);
  if (!reading.ok) throw new Error(reading.errors.map(({ message }) => message).join('\n'));
  return { ...reading, subject: kernelSubject({ ...asked, digest: reading.digest }) };
}

/** What is broken of the clauses that an edition touches, as they are in the contract or as they are owed. */
async function broken(name: EditionName, faults: readonly string[], as: 'contract' | 'owed') {
  const { lowered, subject } = read(name, faults);
  const found = editionsFound(lowered).map(({ edition }) => edition);
  const touched = switchContract.filter((clause) => touchedBy(name).includes(clause.name));
  const clauses = as === 'owed' ? clausesIn(found, touched) : touched;
  const subjects = [{ model: 'kernel', program: lowered.program }];
  const reader = faults.length === 0 ? 'compiled' : 'plain';
  const how = { runs: 150, seed: 5, minimal: false, reader } as const;
  const { results } = await check({ subjects, clauses, ...how });
  const bad = results.filter(({ verdict }) => !['holds', 'vacuous'].includes(verdict));
  const ofText = as === 'owed' ? brokenText(name, subject) : [];
  return [...bad.map(({ clause }) => clause.name), ...ofText].sort();
}

/** The same of the text, whose clauses the level itself takes as they are owed. */
function brokenText(name: EditionName, subject: string): readonly string[] {
  const clauses = contract.filter(
    (clause) => clause.over.includes('text') && touchedBy(name).includes(clause.name),
  );
  if (clauses.length === 0) return [];
  const counts = textLevel
    .open(subject, clauses, { without: new Set(), state: 'as-it-is' })
    ?.run({ seed: 1, runs: 1 });
  return clauses.filter((_, i) => counts?.counts[i]?.worst !== undefined).map((one) => one.name);
}

describe('editions', () => {
  it('name clauses of the contract, and of those that hold together no two name one', () => {
    const known = contract.map(({ name }): string => name);
    expect(
      editions.flatMap(({ name }) => touchedBy(name)).filter((one) => !known.includes(one)),
    ).toEqual([]);
    for (const { instead } of editions) {
      const together = editions.filter(({ name }) => name !== instead);
      if (instead === undefined && editions.some((one) => one.instead !== undefined)) continue;
      const names = together.flatMap(({ name }) => touchedBy(name));
      expect(names.length).toBe(new Set(names).size);
    }
  });

  it('leave every other clause as it is in the contract', () => {
    const all = editions.map(({ name }) => name);
    const owed = clausesIn(all, contract);
    const changed = contract.filter((clause, i) => owed[i] !== clause).map(({ name }) => name);
    expect([...changed].sort()).toEqual([...new Set(all.flatMap(touchedBy))].sort());
    expect(clausesIn([], contract)).toBe(contract);
  });
});

/** Faults of what an edition does, and the clauses that catch each. */
const faults: Readonly<Record<EditionName, Readonly<Record<string, readonly ClauseName[]>>>> = {
  'interrupts-delivered-on-entry': {
    FAULT_DELIVERED_AT_A_WRONG_VECTOR: [
      'guest-msr-is-the-vcpus',
      'guest-resumes-at-pc',
      'guest-starts-from-vcpu',
    ],
    FAULT_DELIVERED_WITH_EE_OFF: [
      'guest-msr-is-the-vcpus',
      'guest-resumes-at-pc',
      'guest-starts-from-vcpu',
      'real-mode-entry-is-recoverable',
    ],
    FAULT_DELIVERED_WITHOUT_A_WAY_BACK: ['guest-starts-from-vcpu'],
    FAULT_DELIVERED_WITH_THE_OLD_MSR: ['guest-msr-is-the-vcpus'],
  },
  'interrupts-delivered-on-entry-as-renumbered': {
    FAULT_DELIVERED_WITHOUT_A_WAY_BACK: ['guest-starts-from-vcpu'],
  },
  'instructions-read-in-real-mode': {
    FAULT_READ_FAULTS_TO_THE_HOST: ['guests-own-vectors-ask-nothing'],
  },
  'interrupts-answered-in-real-mode': {
    FAULT_REFLECTED_TO_A_WRONG_VECTOR: [
      'only-mediated-interrupts-resume',
      'resumed-guest-keeps-its-registers',
    ],
    FAULT_HYPERCALL_REFLECTED: [
      'only-a-handler-resumes-a-hypercall',
      'only-mediated-interrupts-resume',
      'resumed-guest-keeps-its-registers',
    ],
  },
  'a-mask-of-stale-cpus': {
    FAULT_STALE_BUT_FOR_THE_LAST_CPU: ['where-the-vcpu-ran-is-recorded'],
  },
  'a-mode-for-hv-guests': {
    FAULT_MODE_OF_ANOTHER_GUEST: ['vectors-know-that-a-guest-runs'],
  },
};

describe.each(
  few(
    editions.map(({ name }) => name),
    3,
  ),
)('%s', (name) => {
  it('is found in the source, at the line that does it', () => {
    const { lowered } = read(name, []);
    expect(editionsFound(lowered)).toEqual([
      { edition: name, site: expect.stringMatching(/^\w+\.S:\d+$/u), by: expect.any(String) },
    ]);
  });

  it('owes what it does, and that is not what the contract asks for', async () => {
    expect(await broken(name, [], 'owed')).toEqual([]);
    if (name !== 'instructions-read-in-real-mode')
      expect(await broken(name, [], 'contract')).not.toEqual([]);
  });

  it.each(few(Object.entries(faults[name]), 1))(
    'with %s breaks what is owed',
    async (fault, clauses) => {
      expect(await broken(name, [fault], 'owed')).toEqual(clauses);
    },
  );
});
