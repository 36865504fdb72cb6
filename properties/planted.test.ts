// Small differences to the own tree, put right: each is one that a reader of patches would pass over, and that clauses once passed over too.
import { expect, it } from 'vitest';
import { publishedCode } from '../model/protocol/host-code.ts';
import { contract } from '../spec/contract.ts';
import { searchProtocol } from './levels/protocol/search.ts';
import { protocolOf } from './levels/protocol/subjects.ts';
import { brokenOn } from './mutation/pool.ts';
import { diskFiles } from './subjects/disk-files.ts';
import { OWN_TREE, ownDefines } from './subjects/fixtures.ts';
import { type Files, readKernel } from './subjects/kernel-source.ts';
import { few, triesAll } from './testing/rows.ts';

const HANDLERS = 'kvm/book3s_hv_rmhandlers.S';
const VECTORS = 'kernel/exceptions-64s.S';

/** What one text of the tree has in place of another. */
type Plant = readonly [file: string, from: string, to: string];

/** The tree with these differences. Throws where a text is not in its file just once. */
function planted(plants: readonly Plant[], defines: readonly string[]) {
  const read = new Set<string>();
  const files: Files = {
    ...diskFiles,
    text: (path, tree) =>
      plants.reduce(
        (text, [file, from, to]) => {
          if (!path.endsWith(file)) return text;
          read.add(file);
          const parts = text?.split(from) ?? [];
          if (parts.length !== 2) throw new Error(`${parts.length - 1} times in ${file}: ${from}`);
          return parts.join(to);
        },
        diskFiles.text(path, tree),
      ),
  };
  const reading = readKernel({ paths: [OWN_TREE], defines }, files);
  const lacking = plants.filter(([file]) => !read.has(file));
  if (lacking.length > 0) throw new Error(`not read: ${lacking.map(([file]) => file).join(', ')}`);
  if (!reading.ok) throw new Error(reading.errors.map(({ message }) => message).join('\n'));
  return reading.lowered.program;
}

const AGAIN = '\tbne-\t1b\n';
const COUNT_IN = '\taddi\tr5, r5, 1\n\tstwcx.\tr5, 0, r7\n\tbne-\t1b\n\tlwz';
const COUNT_OUT = '\taddi\tr5, r5, 0x100\n\tstwcx.\tr5, 0, r7\n\tbne-\t1b\n';
const CLEARED = '\tli\tr6, KVM_GUEST_MODE_NONE\n\tstb\tr6, HSTATE_IN_GUEST(r13)\n';

const COUNTED = ['lost-reservation-loses-no-update', 'virtual-core-is-left-as-often-as-entered'];

const plants: readonly (readonly [
  what: string,
  breaks: readonly string[],
  differences: readonly Plant[],
])[] = [
  [
    'the address of the VPA is compared as a word',
    ['vpa-counts-the-exit', 'guest-pmu-survives'],
    [[HANDLERS, 'cmpdi\tcr1, r8, 0', 'cmpwi\tcr1, r8, 0']],
  ],
  [
    'a thread goes on when it was not counted in',
    COUNTED,
    [[HANDLERS, COUNT_IN, COUNT_IN.replace(AGAIN, '')]],
  ],
  [
    'a thread goes on when it was not counted out',
    COUNTED,
    [[HANDLERS, COUNT_OUT, COUNT_OUT.replace(AGAIN, '')]],
  ],
  [
    '0xe60 does not say that it used HSRR0',
    ['pc-and-msr-come-from-the-right-pair'],
    [[VECTORS, 'BOOK3S_INTERRUPT_HMI + 2', 'BOOK3S_INTERRUPT_HMI']],
  ],
  [
    'the flag of a guest is taken away where the host is back',
    ['host-vector-runs-for-its-interrupts'],
    [
      [HANDLERS, CLEARED, ''],
      [
        'kvm/book3s_hv_interrupts.S',
        'kvmppc_handler_highmem:\n',
        'kvmppc_handler_highmem:\n\tli\tr6, 0\n\tstb\tr6, HSTATE_IN_GUEST(r13)\n',
      ],
    ],
  ],
  [
    'fewer fields of FPSCR are loaded',
    ['guest-starts-from-vcpu'],
    [[HANDLERS, '\tMTFSF_L(fr0)\n', '\tmtfsf\t0xfe, fr0\n']],
  ],
];

it.each(few(plants, 2))('%s', (_what, breaks, differences) => {
  const broken = brokenOn(planted(differences, [...ownDefines([]), 'REAL_MODE_HCALLS']), 'all');
  expect([...broken].map(({ name }) => name)).toEqual(expect.arrayContaining([...breaks]));
});

/** What the threads of a core break, two of them in one run: the tree has the protocol of Linux 3.1, which breaks some clauses as it is. */
function brokenByThreads(differences: readonly Plant[]): readonly string[] {
  const program = planted(differences, ['SECONDARIES']);
  const size = { threads: 2, rounds: 1, strays: 0, givesUp: false };
  const protocol = protocolOf({ program, code: publishedCode }, size);
  const clauses = contract.filter(({ over }) => over.includes('protocol'));
  const { findings } = searchProtocol({ protocol, threads: 2, clauses, symmetric: true });
  return clauses.flatMap(({ name }, i) => (findings[i]?.way === undefined ? [] : [name]));
}

const ofThreads: readonly (readonly [
  what: string,
  breaks: readonly string[],
  difference: Plant,
])[] = [
  [
    'the primary thread does not wait until all are out',
    ['siblings-run-in-one-partition', 'partition-changes-while-no-sibling-translates'],
    [HANDLERS, '\tbne\t2b\n\tisync\n', '\tisync\n'],
  ],
  [
    'the first thread to leave calls the others just where there are none',
    ['everyone-comes-to-rest'],
    [HANDLERS, '\tble\t1f\n\tPUT(HDEC', '\tbgt\t1f\n\tPUT(HDEC'],
  ],
];

it.runIf(triesAll).each(ofThreads)('%s (HVSPEC_TESTS=all)', (_what, breaks, difference) => {
  const asItIs = brokenByThreads([]);
  expect(asItIs.filter((name) => breaks.includes(name))).toEqual([]);
  expect(brokenByThreads([difference])).toEqual(expect.arrayContaining([...breaks]));
});
