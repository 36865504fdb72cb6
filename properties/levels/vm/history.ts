// Lives of KVM: a host with few LPIDs to spare and memory that is not all in huge pages, and what user space asks for.
//
// Arguments are wrong often: no multiple of a page, beyond the limit, with a gap after them. Few VMs and slots, so that
// operations meet each other.
import fc from 'fast-check';
import type { Beginning, Operation } from '../../../model/kvm/vm-operation.ts';
import { choose, type Draws, drawWord } from '../../arbitraries/draw.ts';
import { sequenceOf } from '../../arbitraries/sequence-of.ts';
import {
  flag,
  list,
  oneOf,
  parts,
  type Schema,
  since,
  variants,
  whole,
  word,
} from '../../input/schema.ts';

/** What KVM is loaded on, and the operations that follow. */
export interface VmHistory {
  readonly beginning: Beginning;
  readonly operations: readonly Operation[];
}

/** The number of a VM, an LPID or a page that a history may name. */
const MOST = 0xffff;

const number = whole(MOST);
const kind = <K extends Operation['do']>(name: K) => oneOf([name]);

/** How JSON holds a life. What older ones do not say of the host is as it always was then. */
export const vmHistory: Schema<VmHistory> = parts<VmHistory>({
  beginning: parts<Beginning>({
    wanted: since(parts<Beginning['wanted']>({ hv: flag, pr: flag }), { hv: true, pr: false }),
    pvr: since(word, 0x003f0201n),
    held: since(word, 0n),
    free: list(number),
    hostLpcr: word,
    holes: list(number),
  }),
  operations: list(
    variants<'do', Operation>('do', {
      'create-vm': parts({ do: kind('create-vm'), vm: number, memory: flag }),
      'destroy-vm': parts({ do: kind('destroy-vm'), vm: number }),
      'create-vcpu': parts({ do: kind('create-vcpu'), vm: number, id: word, memory: flag }),
      'set-region': parts({
        do: kind('set-region'),
        vm: number,
        slot: word,
        at: word,
        size: word,
        from: word,
      }),
      'set-sregs': parts({ do: kind('set-sregs'), vm: number, pvr: word }),
      'get-sregs': parts({ do: kind('get-sregs'), vm: number }),
      run: parts({ do: kind('run'), vm: number }),
    }),
  ),
});

const PAGE = 24n;
const LIMIT_IN_PAGES = 4096;

/** LPIDs: few, so that they come again, the host's and the reserved one among them. */
const LPIDS = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 70 }) },
  { weight: 1, arbitrary: fc.constantFrom(0, 1023) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 1022 }) },
);

/** VMs that there may be at once. */
const VMS = 3;

/** Processors: POWER7 in some of its versions, and POWER7+. */
const PVRS: readonly bigint[] = [0x003f0201n, 0x003f0200n, 0x003f0203n, 0x004a0201n];

/** Hypervisor mode is asked for most of the time, else there is no VM. */
const WANTED = fc.record({
  hv: fc.constantFrom(...Array.from({ length: 15 }, () => true), false),
  pr: fc.constantFrom(false, false, true),
});

/** What the host is, and what the kernel on it is asked to be. */
const HOSTS = fc.record({
  wanted: WANTED,
  pvr: fc.constantFrom(...PVRS),
  held: fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
});

/** The operations, most of them on memory. */
export const vmHistories: fc.Arbitrary<VmHistory> = fc
  .tuple(
    HOSTS,
    fc.uniqueArray(LPIDS, { maxLength: 4 }),
    fc.noShrink(fc.bigInt({ min: 0n, max: (1n << 64n) - 1n })),
    fc.uniqueArray(fc.integer({ min: 0, max: 24 }), { maxLength: 2 }),
    sequenceOf(32, drawInLife, simplerOperations),
  )
  .map(
    ([host, free, hostLpcr, holes, operations]) => ({
      beginning: { ...host, free, hostLpcr, holes },
      operations: [...operations],
    }),
    (kept) => {
      if (!isHistory(kept)) throw new Error('no history');
      const { wanted, pvr, held, free, hostLpcr, holes } = kept.beginning;
      return [{ wanted, pvr, held }, [...free], hostLpcr, [...holes], kept.operations];
    },
  );

const isHistory = (kept: unknown): kept is VmHistory =>
  typeof kept === 'object' && kept !== null && 'beginning' in kept && 'operations' in kept;

const KINDS: readonly Operation['do'][] = [
  'create-vm',
  'create-vm',
  'destroy-vm',
  'create-vcpu',
  'create-vcpu',
  'set-region',
  'set-region',
  'set-region',
  'set-region',
  'set-region',
  'set-region',
  'set-sregs',
  'get-sregs',
  'run',
];

/** Any operation; a life often ends with that of its VMs. */
function drawInLife(random: Draws, left: number): Operation {
  if (left < VMS && random.nextInt(0, 1) > 0) return { do: 'destroy-vm', vm: left };
  return drawOperation(random);
}

/** Any operation. */
export function drawOperation(random: Draws): Operation {
  const kind = choose(random, KINDS);
  const vm = choose(random, [0, 0, 0, 1, 2]);
  const memory = random.nextInt(0, 7) > 0;
  switch (kind) {
    case 'create-vm':
      return { do: kind, vm, memory };
    case 'destroy-vm':
    case 'get-sregs':
    case 'run':
      return { do: kind, vm };
    case 'set-sregs':
      return { do: kind, vm, pvr: choose(random, [...PVRS, 0n]) };
    case 'create-vcpu':
      return { do: kind, vm, id: choose(random, [0n, 0n, 1n, 2n, 4095n, 4096n]), memory };
    case 'set-region':
      return drawRegion(random, vm);
  }
}

function drawRegion(random: Draws, vm: number): Operation {
  const crooked = (): bigint =>
    random.nextInt(0, 11) > 0 ? 0n : choose(random, [0x1000n, 0x800000n, drawWord(random) >> 24n]);
  const first = choose(random, [0, 0, 1, 2, random.nextInt(0, 9), LIMIT_IN_PAGES - 1]);
  const count = choose(random, [1, 1, 1, 2, 2, 3, 0, random.nextInt(1, 9)]);
  return {
    do: 'set-region',
    vm,
    slot: choose(random, [0n, 0n, 0n, 0n, 1n, 1n, 2n, 3n, 4n]),
    at: ((BigInt(first) << PAGE) + crooked() - wrapping(random)) & TOP,
    size: (BigInt(count) << PAGE) + crooked(),
    from: BigInt(random.nextInt(0, 20)) << PAGE,
  };
}

/** The last addresses of 64 bits. */
const TOP = (1n << 64n) - 1n;

/** Now and then a region begins so high that it wraps around. */
const wrapping = (random: Draws): bigint =>
  random.nextInt(0, 15) > 0 ? 0n : BigInt(random.nextInt(1, 5)) << PAGE;

/** Fewer pages, lower addresses, the first VM and slot. */
export function* simplerOperations(operation: Operation): Generator<Operation> {
  if (operation.vm > 0) yield { ...operation, vm: operation.vm - 1 };
  if ('memory' in operation && !operation.memory) yield { ...operation, memory: true };
  if (operation.do === 'create-vcpu' && operation.id > 0n) yield { ...operation, id: 0n };
  if (operation.do === 'set-sregs' && operation.pvr > 0n) yield { ...operation, pvr: 0n };
  if (operation.do !== 'set-region') return;
  if (operation.slot > 0n) yield { ...operation, slot: operation.slot - 1n };
  for (const field of ['at', 'size', 'from'] as const)
    for (const word of lower(operation[field])) yield { ...operation, [field]: word };
}

/** Nothing, half, or a page less; at last without what is inside a page. */
function* lower(word: bigint): Generator<bigint> {
  const pages = (word >> PAGE) << PAGE;
  if (word > 0n) yield 0n;
  if (pages !== word && pages > 0n) yield pages;
  if (pages >> PAGE > 1n) yield (word >> (PAGE + 1n)) << PAGE;
  if (pages > 0n) yield word - (1n << PAGE);
}
