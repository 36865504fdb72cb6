// Histories of the vcpus of a VM: which there are, what memory it has, and what happens to them.
//
// Arguments are wrong often: ids that nobody has, in 32 bits or in 64; areas that are crooked, too short, or reach too far.
import fc from 'fast-check';
import type { VcpuEvent, VcpusBeginning } from '../../../model/kvm/vcpu-event.ts';
import {
  ALL_VCPUS,
  HCALL,
  SUBFUNCTION,
  SUBFUNCTION_AT,
} from '../../../spec/vocabulary/vcpu-calls.ts';
import { VCPUS } from '../../../spec/vocabulary/vm.ts';
import type { Word } from '../../../spec/vocabulary/words.ts';
import { choose, type Draws, drawWord } from '../../arbitraries/draw.ts';
import { sequenceOf } from '../../arbitraries/sequence-of.ts';
import {
  flag,
  list,
  oneOf,
  parts,
  type Schema,
  variants,
  whole,
  word,
} from '../../input/schema.ts';

/** What a history begins with, and what happens. */
export interface VcpusHistory {
  readonly beginning: VcpusBeginning;
  readonly events: readonly VcpuEvent[];
}

const number = whole(VCPUS);
const kind = <K extends VcpuEvent['do']>(name: K) => oneOf([name]);

/** How JSON holds a history. */
export const vcpusHistory: Schema<VcpusHistory> = parts<VcpusHistory>({
  beginning: parts<VcpusBeginning>({
    ids: list(whole(4095), VCPUS),
    pages: whole(64),
    gap: flag,
    held: word,
  }),
  events: list(
    variants<'do', VcpuEvent>('do', {
      hypercall: parts({
        do: kind('hypercall'),
        vcpu: number,
        number: word,
        r4: word,
        r5: word,
        r6: word,
        length: word,
        prodBy: number,
      }),
      enter: parts({ do: kind('enter'), vcpu: number }),
      leave: parts({ do: kind('leave'), vcpu: number, ee: flag }),
      interrupt: parts({ do: kind('interrupt'), vcpu: number }),
      signal: parts({ do: kind('signal'), vcpu: number }),
      timer: parts({ do: kind('timer'), vcpu: number }),
      region: parts({
        do: kind('region'),
        slot: word,
        at: word,
        size: word,
        from: word,
      }),
    }),
  ),
});

const PAGE = 24n;

/** vcpus of one virtual core and of several. */
const IDS: readonly (readonly number[])[] = [
  [0],
  [0, 1],
  [0, 4],
  [0, 4],
  [0, 4, 9],
  [3, 4, 9],
  [0, 4, 1, 5],
  [0, 4, 8, 12],
];

export const vcpusHistories: fc.Arbitrary<VcpusHistory> = fc
  .tuple(
    fc.constantFrom(...IDS),
    fc.integer({ min: 1, max: 3 }),
    fc.boolean(),
    fc.bigInt({ min: 0n, max: 0xffff_ffffn }),
    sequenceOf(48, drawEvent, simplerEvents),
  )
  .map(
    ([ids, pages, gap, held, events]) => ({
      beginning: { ids: [...ids], pages, gap, held },
      events: [...events],
    }),
    (kept) => {
      if (!isHistory(kept)) throw new Error('no history');
      const { ids, pages, gap, held } = kept.beginning;
      const known = IDS.find((one) => one.join() === ids.join());
      if (known === undefined) throw new Error('no vcpus');
      return [known, pages, gap, held, kept.events];
    },
  );

const isHistory = (kept: unknown): kept is VcpusHistory =>
  typeof kept === 'object' && kept !== null && 'beginning' in kept && 'events' in kept;

/** How often each comes; an exit more often than an entry, so that vcpus come to make hypercalls. */
const SHARES = {
  hypercall: 24,
  enter: 5,
  leave: 9,
  interrupt: 3,
  signal: 1,
  timer: 3,
  region: 1,
} as const satisfies Readonly<Record<VcpuEvent['do'], number>>;
const KINDS = (Object.keys(SHARES) as (keyof typeof SHARES)[]).flatMap((kind) =>
  Array.from({ length: SHARES[kind] }, () => kind),
);

/** Any event. */
function drawEvent(random: Draws): VcpuEvent {
  const kind = choose(random, KINDS);
  const vcpu = choose(random, [0, 0, 0, 0, 0, 1, 1, 1, 2, 3]);
  switch (kind) {
    case 'hypercall':
      return drawHypercall(random, vcpu);
    case 'leave':
      return { do: kind, vcpu, ee: random.nextInt(0, 1) > 0 };
    case 'region':
      return drawRegion(random);
    case 'enter':
    case 'interrupt':
    case 'signal':
    case 'timer':
      return { do: kind, vcpu };
  }
}

const { H_CEDE, H_CONFER, H_PROD, H_REGISTER_VPA } = HCALL;

/** The four that the kernel answers, most of them registrations, and seldom another: H_RTAS, or one with higher bits. */
const NUMBERS: readonly Word[] = [
  ...Array.from({ length: 18 }, () => H_REGISTER_VPA),
  ...[H_CEDE, H_CEDE, H_CEDE, H_PROD, H_PROD, H_PROD, H_PROD, H_CONFER],
  0xf000n,
  H_CEDE | (1n << 32n),
];

/** What may be wrong with a hypercall: mostly nothing. */
const WRONG = [
  ...Array.from({ length: 9 }, () => 'nothing' as const),
  'id',
  'address',
  'length',
  'length',
  'subfunction',
  'junk',
] as const;
type Wrong = (typeof WRONG)[number];

/** Ids, mostly of vcpus; and those that none has, also in 64 bits. */
const NAMES: readonly Word[] = [0n, 0n, 0n, 0n, 0n, 0n, 4n, 4n, 4n, 1n, 9n];
const STRANGERS: readonly Word[] = [7n, 2n, ALL_VCPUS, 1n << 32n, (5n << 40n) | 4n];

const drawId = (random: Draws, wrong: Wrong): Word =>
  choose(random, wrong === 'id' ? STRANGERS : NAMES);

function drawHypercall(random: Draws, vcpu: number): VcpuEvent {
  const wrong = choose(random, WRONG);
  const asked = choose(random, NUMBERS);
  const chosen = BigInt(
    choose(
      random,
      wrong === 'subfunction' ? [0, 4] : [1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 5, 5, 6, 7],
    ),
  );
  const junk = wrong === 'junk' ? drawWord(random) & ~(7n << BigInt(SUBFUNCTION_AT)) : 0n;
  const confersToAll = asked === H_CONFER && random.nextInt(0, 1) > 0;
  const named = confersToAll ? ALL_VCPUS : drawId(random, wrong);
  return {
    do: 'hypercall',
    vcpu,
    number: asked,
    r4: asked === H_REGISTER_VPA ? (chosen << BigInt(SUBFUNCTION_AT)) | junk : named,
    r5: drawId(random, wrong),
    r6: drawAddress(random, wrong),
    length: drawLength(random, wrong, chosen === SUBFUNCTION.REGISTER_VPA),
    prodBy: choose(random, [0, 0, 0, 1, 2]),
  };
}

/** Where an area begins inside a page of 16 MB: at a multiple of 4 KB or of 128 bytes; then close to the end of 4 KB, or of the page; crooked. */
const GOOD: readonly Word[] = [0n, 0n, 0x1000n, 0x2400n, 0xfff000n, 0xfff080n];
const BAD: readonly Word[] = [0xe00n, 0x2f00n, 0xffff80n, 0x40n, 0x1008n];

/** A page that is given, or a gap, or beyond the last. */
const drawAddress = (random: Draws, wrong: Wrong): Word =>
  wrong !== 'address'
    ? (choose(random, [0n, 0n, 0n, 1n, 2n]) << PAGE) + choose(random, GOOD)
    : choose(random, [
        choose(random, BAD),
        (choose(random, [1n, 2n, 3n, 3n, 4096n]) << PAGE) + choose(random, GOOD),
      ]);

/** A length of 16 bits in the upper half of a word, or of 32: enough; or just too little, or more than any page has. */
const drawLength = (random: Draws, wrong: Wrong, isVpa: boolean): Word =>
  choose(random, isVpa ? LENGTHS.vpa[lengthOf(wrong)] : LENGTHS.other[lengthOf(wrong)]);

const lengthOf = (wrong: Wrong): 'good' | 'bad' => (wrong === 'length' ? 'bad' : 'good');

const LENGTHS = {
  vpa: {
    good: [640n << 16n, 640n << 16n, (1024n << 16n) | 7n],
    bad: [639n << 16n, (639n << 16n) | 0xffffn, 0xffff_0000n],
  },
  other: {
    good: [48n, 100n, 0x1000n, 0x1_0030n],
    bad: [47n, 7n, 0x100_0001n, 0x200_0000n, 0xffff_ffffn],
  },
} as const;

/** Slot 0 goes, moves or gets other pages; others come. */
function drawRegion(random: Draws): VcpuEvent {
  return {
    do: 'region',
    slot: choose(random, [0n, 0n, 0n, 1n, 1n, 4n]),
    at: BigInt(choose(random, [0, 0, 1, 2, 3, 4])) << PAGE,
    size: BigInt(choose(random, [0, 0, 1, 2, 3])) << PAGE,
    from: BigInt(random.nextInt(0, 6)) << PAGE,
  };
}

/** The first vcpu, lower words, nobody who prods. */
function* simplerEvents(event: VcpuEvent): Generator<VcpuEvent> {
  if ('vcpu' in event && event.vcpu > 0) yield { ...event, vcpu: event.vcpu - 1 };
  if (event.do === 'leave' && event.ee) yield { ...event, ee: false };
  if (event.do === 'region')
    for (const field of ['slot', 'at', 'size', 'from'] as const)
      if (event[field] > 0n) yield { ...event, [field]: 0n };
  if (event.do !== 'hypercall') return;
  if (event.prodBy > 0) yield { ...event, prodBy: 0 };
  for (const field of ['r4', 'r5', 'r6', 'length'] as const)
    for (const simpler of lower(event[field])) yield { ...event, [field]: simpler };
}

/** Nothing; without the low or the high half; without what is below the subfunction. */
function* lower(given: Word): Generator<Word> {
  for (const mask of [0n, 0xffff_ffffn, ~0xffff_ffffn, 7n << BigInt(SUBFUNCTION_AT), ~0xffffn])
    if (BigInt.asUintN(64, given & mask) !== given) yield BigInt.asUintN(64, given & mask);
}
