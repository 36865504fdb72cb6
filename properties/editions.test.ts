// Editions on the project's own switch in assembly: each is found where it is written, nothing is then wrong that is done on purpose, and a
// fault in it is caught by what it owes.
import { describe, expect, it } from 'vitest';
import { defectNames } from '../model/paths/repairs.ts';
import { slotOf, slots } from '../model/places.ts';
import { type ClauseName, contract } from '../spec/contract.ts';
import { clausesIn, type EditionName, editionNamed, editions } from '../spec/editions/editions.ts';
import { judge } from '../spec/judging/judge.ts';
import type { Word } from '../spec/vocabulary/words.ts';
import { type Action, hypercallOf } from './arbitraries/guest-program.ts';
import { check } from './campaign/check.ts';
import { switchContract } from './levels/switch/contract.ts';
import type { History } from './levels/switch/history.ts';
import { play, stageWithout } from './levels/switch/play.ts';
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

const LATER_NAMES = `
  DEFINE(KVM_NEED_FLUSH, offsetof(struct kvm, arch.need_tlb_flush.bits));
  DEFINE(VCPU_PRODDED, offsetof(struct kvm_vcpu, arch.prodded));
  HSTATE_FIELD(HSTATE_HOST_IPI, host_ipi);
  DEFINE(PACAMCEMERGSP, offsetof(struct paca_struct, mc_emergency_sp));
`;

/** The own tree, with the names of fields that only later kernels have. */
const files: Files = {
  ...diskFiles,
  text: (path, tree) =>
    path.endsWith('kernel/asm-offsets.c') ? LATER_NAMES : diskFiles.text(path, tree),
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
  const rarely = clauses.filter((clause) =>
    (rare[name] ?? []).some(
      (one) => judge(clause, play(lowered.program, one, stage).trace).verdict === 'violated',
    ),
  );
  return [
    ...new Set([...bad.map(({ clause }) => clause), ...rarely].map((one) => one.name)),
    ...ofText,
  ].sort();
}

/** A history of one switch, in which these places hold something when it is called, and the guest does one thing. */
function history(words: Readonly<Record<string, Word>>, guest: Action): History {
  const drawn = new BigUint64Array(slots + 1);
  drawn[slots] = LETS_BE;
  for (const [place, word] of Object.entries(words)) drawn[slotOf.get(place) ?? slots] = word;
  return [drawn, [{ changes: [], delays: [], guest: [guest] }]];
}

/** The guest makes a hypercall. */
function hypercall(number: Word): Action {
  const actions = [...Array(200).keys()].map(
    (on): Action => ({ does: 'papr-hypercall', on, word: 0n }),
  );
  const found = actions.find((action) => hypercallOf(action) === number);
  if (found === undefined) throw new Error(`no guest makes hypercall ${number}`);
  return found;
}

/** The flags of a history in which what is pending stays so, and HDEC does not expire. */
const LETS_BE = 0x18n;

const later = { DEC: 0x40000000n } as const;

/** What chance brings too seldom: H_CEDE, and an external interrupt while one is pending that is not level-triggered. */
const rare: Partial<Readonly<Record<EditionName, readonly History[]>>> = {
  'ceding-answered-on-the-way-out': [history(later, hypercall(0xe0n))],
  'interrupt-controller-asked-in-real-mode': [
    history(
      { ...later, 'vcpu.pending_exceptions': 1n << 13n },
      { does: 'external', on: 0, word: 0n },
    ),
  ],
};

const stage = stageWithout(new Set());

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
    for (const one of editions)
      for (const other of editions.slice(editions.indexOf(one) + 1)) {
        const isApart = one.instead?.includes(other.name) || other.instead?.includes(one.name);
        if (isApart === true) continue;
        const both = touchedBy(one.name).filter((name) => touchedBy(other.name).includes(name));
        expect({ one: one.name, other: other.name, both }).toMatchObject({ both: [] });
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
  'interrupts-delivered-on-entry-if-level-triggered': {
    FAULT_DELIVERED_WITH_THE_OLD_MSR: ['guest-msr-is-the-vcpus'],
  },
  'interrupts-delivered-on-entry-to-vrma-guests': {
    FAULT_DELIVERED_WITHOUT_A_WAY_BACK: ['guest-starts-from-vcpu'],
  },
  'instructions-read-in-real-mode': {
    FAULT_READ_WITHOUT_SKIPPING: ['translation-off-outside-host-partition'],
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
  'interrupt-controller-asked-in-real-mode': {
    FAULT_CONTROLLER_NOT_HEEDED: ['only-mediated-interrupts-resume'],
    FAULT_GUESTS_IPI_GOES_TO_THE_HOST: ['mediated-interrupt-goes-to-guest'],
    FAULT_MER_AS_IT_WAS: [
      'mediated-interrupt-goes-to-guest',
      'only-a-handler-resumes-a-hypercall',
      'only-mediated-interrupts-resume',
      'resumed-guest-keeps-its-registers',
    ],
  },
  'interrupt-controller-asked-in-real-mode-as-renumbered': {
    FAULT_CONTROLLER_NOT_HEEDED: ['only-mediated-interrupts-resume'],
  },
  'ceding-answered-on-the-way-out': {
    FAULT_CEDED_WITH_EE_OFF: ['pc-and-msr-come-from-the-right-pair'],
    FAULT_CEDED_WITHOUT_AN_ANSWER: ['guest-r3-r12-survives'],
  },
  'a-mask-of-stale-cpus': {
    FAULT_STALE_BUT_FOR_THE_LAST_CPU: ['where-the-vcpu-ran-is-recorded'],
  },
  'a-mode-for-hv-guests': {
    FAULT_MODE_OF_ANOTHER_GUEST: ['vectors-know-that-a-guest-runs'],
  },
  'machine-checks-looked-into-early': {
    FAULT_LOOKED_INTO_WITH_TRANSLATION_ON: ['guest-runs-without-hv'],
  },
  'refused-guests-leave-as-others': {
    FAULT_REFUSED_GUEST_LOSES_ITS_PLACE: ['early-exit-runs-no-guest'],
  },
  'stack-frames-in-real-mode': {
    FAULT_HANDLER_ON_THE_ENTRYS_FRAME: ['handler-runs-as-the-kernel'],
  },
  'units-on-at-once': {
    FAULT_VECTOR_UNIT_OFF: ['units-are-on-while-transferred'],
  },
};

describe.each(
  few(
    editions.map(({ name }) => name),
    2,
  ),
)('%s', (name) => {
  it('is found in the source, at the line that does it', () => {
    const { lowered } = read(name, []);
    expect(editionsFound(lowered)).toEqual([
      { edition: name, site: expect.stringMatching(/^[\w-]+\.S:\d+$/u), by: expect.any(String) },
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
