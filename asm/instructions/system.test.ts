// Privileged instructions from their text: what Power ISA 2.06B, Book III-S says each leaves.
import { describe, expect, it } from 'vitest';
import { execute } from '../../model/interpret.ts';
import { ownLayout } from '../../model/layout.ts';
import { noCells, withWords, wordIn } from '../../model/state.ts';
import { LPCR, MSR, UNSYNCED } from '../../spec/vocabulary/bits.ts';
import type { Place } from '../../spec/vocabulary/machine.ts';
import { lowBits } from '../../spec/vocabulary/words.ts';
import { readAssembly } from '../read.ts';
import { forms } from './forms.ts';
import { decode } from './operands.ts';

type Words = Readonly<Partial<Record<Place, bigint>>>;
const ALL = lowBits(64);
const { HV, ME, EE, PR, IR, DR, RI, FP, LE, SF } = MSR;
const VALID = 0x08000000n;

/** What some places hold after an instruction that starts with these words. */
function held(text: string, words: Words, expected: Words): Words {
  const reading = readAssembly([{ path: 'one.S', text }]);
  const [item] = reading.ok ? (reading.listing.sections.get('.text') ?? []) : [];
  if (item?.kind !== 'instruction') throw new Error(`${text} is not one instruction`);
  const decoding = decode(item, { symbol: () => undefined }, forms);
  if (!decoding.ok) throw new Error(decoding.why);
  const begun = withWords(noCells(), Object.entries(words) as [Place, bigint][]);
  const { cells } = execute(begun, { text, meaning: decoding.meaning }, { code: () => 0n });
  const places = Object.keys(expected) as Place[];
  return Object.fromEntries(places.map((place) => [place, wordIn(cells, place)]));
}

const complaint = (text: string): string => {
  try {
    held(text, {}, {});
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

describe.each<[string, readonly (readonly [string, Words, Words])[]]>([
  [
    'special purpose registers',
    [
      ['mfspr r3, 17', { DSCR: 5n }, { r3: 5n }],
      ['mfspr r3, 22', { DEC: 0xffffffffn }, { r3: 0xffffffffn }],
      ['mtspr 310, r3', { r3: 0x1_0000_0002n }, { HDEC: 2n }],
      ['mtspr 792, r3', { r3: 6n }, { PMC6: 6n }],
      ['mfspr r3, 136', { CTRL: 1n }, { r3: 1n }],
      ['mtspr 152, r3', { r3: 0n, CTRL: 1n }, { CTRL: 0n }],
      ['mtspr 780, r3', { r3: 7n, SIAR: 1n }, { SIAR: 1n }],
      ['mfspr r3, 780', { SIAR: 7n }, { r3: 7n }],
      ['mtspr 796, r3', { r3: 7n }, { SIAR: 7n }],
      ['mftb r3', { TB: ALL }, { r3: ALL }],
      ['mfspr r3, 268', { TB: 9n }, { r3: 9n }],
      ['mtlr r3', { r3: 5n }, { LR: 5n }],
      ['mfctr r3', { CTR: 5n }, { r3: 5n }],
      ['mtxer r3', { r3: ALL }, { XER: 0xffffffffn }],
      ['mtdar r3', { r3: 5n }, { DAR: 5n }],
      ['mfsrr1 r3', { SRR1: 5n }, { r3: 5n }],
      ['mtspr 318, r3', { r3: LPCR.MER }, { LPCR: LPCR.MER, UNSYNCED: UNSYNCED.TRANSLATION }],
      [
        'mtspr 319, r3',
        { r3: 0x3ffn },
        { LPIDR: 0x3ffn, UNSYNCED: UNSYNCED.TRANSLATION | UNSYNCED.PARTITION },
      ],
      ['mtspr 795, r3', { r3: 1n }, { MMCR0: 1n, UNSYNCED: UNSYNCED.COUNTERS }],
    ],
  ],
  [
    'the machine state',
    [
      ['mfmsr r3', { MSR: SF | HV }, { r3: SF | HV }],
      [
        'mtmsr r3',
        { r3: FP | EE | LE, MSR: SF | HV | ME | RI },
        { MSR: SF | HV | ME | FP | EE, UNSYNCED: UNSYNCED.UNITS },
      ],
      ['mtmsr r3, 1', { r3: RI | FP, MSR: SF | EE }, { MSR: SF | RI }],
      [
        'mtmsrd r3',
        { r3: SF | FP | EE, MSR: HV | ME | LE },
        { MSR: SF | FP | EE | HV | ME | LE, UNSYNCED: UNSYNCED.UNITS },
      ],
      ['mtmsrd r3', { r3: PR, MSR: HV }, { MSR: HV | PR | EE | IR | DR }],
      ['mtmsrd r3, 1', { r3: RI, MSR: SF | EE | FP }, { MSR: SF | FP | RI, UNSYNCED: 0n }],
      ['mtmsrd r3, 0', { r3: 0n, MSR: HV | EE }, { MSR: HV }],
      [
        'rfid',
        { MSR: HV | SF, SRR0: 0x103n, SRR1: SF | HV | IR },
        { MSR: SF | HV | IR, NIA: 0x100n },
      ],
      ['hrfid', { MSR: HV | SF, HSRR0: 0x104n, HSRR1: SF | EE }, { MSR: SF | EE, NIA: 0x104n }],
      ['nap', { NIA: 0x104n }, { NIA: 0x100n }],
    ],
  ],
  [
    'segments',
    [
      [
        'slbmte r3, r4',
        { r3: 7n, r4: VALID | 5n },
        { 'SLB[5].esid': VALID, 'SLB[5].vsid': 7n, UNSYNCED: UNSYNCED.TRANSLATION },
      ],
      [
        'slbmfee r3, r4',
        { r4: 5n, 'SLB[5].esid': VALID | (1n << 60n) },
        { r3: VALID | (1n << 60n) },
      ],
      ['slbmfev r3, r4', { r4: 5n, 'SLB[5].esid': VALID, 'SLB[5].vsid': 9n }, { r3: 9n }],
      ['slbmfev r3, r4', { r4: 5n, 'SLB[5].esid': 0n, 'SLB[5].vsid': 9n }, { r3: 0n }],
      [
        'slbia',
        { 'SLB[0].esid': VALID, 'SLB[1].esid': VALID, 'SLB[31].esid': VALID },
        { 'SLB[0].esid': VALID, 'SLB[1].esid': 0n, 'SLB[31].esid': 0n },
      ],
      [
        'slbie r3',
        { r3: 3n << 28n, 'SLB[2].esid': (3n << 28n) | VALID, 'SLB[4].esid': (4n << 28n) | VALID },
        { 'SLB[2].esid': 3n << 28n, 'SLB[4].esid': (4n << 28n) | VALID },
      ],
      [
        'slbie r3',
        {
          r3: (3n << 40n) | (1n << 25n),
          'SLB[2].esid': (3n << 40n) | (1n << 28n) | VALID,
          'SLB[2].vsid': 1n << 62n,
        },
        { 'SLB[2].esid': (3n << 40n) | (1n << 28n) },
      ],
    ],
  ],
  [
    'cached translations',
    [
      [
        'tlbiel r3',
        { r3: 0x800n, 'TLB[0]': ALL, 'TLB[1]': ALL },
        { 'TLB[0]': ALL - 1n, 'TLB[1]': ALL, UNSYNCED: UNSYNCED.STORAGE },
      ],
      [
        'tlbiel r3',
        { r3: 0x800n + (127n << 12n), 'TLB[0]': ALL, 'TLB[1]': ALL },
        { 'TLB[0]': ALL, 'TLB[1]': ALL >> 1n },
      ],
      ['tlbiel r3', { r3: 0n, 'TLB[0]': ALL }, { 'TLB[0]': ALL }],
    ],
  ],
  [
    'traps',
    [
      ...(
        [
          ['tw 16, r3, r4', -1n, 1n],
          ['tw 2, r3, r4', 1n, 0xffffffffn],
          ['twlgt r3, r4', 0x8000_0000n, 0x7fff_ffffn],
          ['tdne r3, r4', 1n << 40n, 1n << 41n],
          ['tdi 4, r3, -2', -2n, 0n],
          ['tdlgei r3, 7', 7n, 0n],
          ['trap', 0n, 0n],
        ] as const
      ).map(([text, a, b]): readonly [string, Words, Words] => [
        text,
        { r3: a & ALL, r4: b & ALL, NIA: 0x1004n, MSR: SF | HV | ME | EE | IR | DR | RI | FP },
        {
          NIA: 0x700n,
          SRR0: 0x1000n,
          SRR1: SF | HV | ME | EE | IR | DR | RI | FP | 0x20000n,
          MSR: SF | HV | ME,
        },
      ]),
      ...(
        [
          ['tw 14, r3, r4', -1n, 0n],
          ['twne r3, r4', 1n << 40n, 1n << 41n],
          ['tdllt r3, r4', -1n, 1n],
          ['twi 0, r3, 0', 0n, 0n],
        ] as const
      ).map(([text, a, b]): readonly [string, Words, Words] => [
        text,
        { r3: a & ALL, r4: b & ALL, NIA: 0x1004n, MSR: SF, SRR0: 5n, SRR1: 6n },
        { NIA: 0x1004n, MSR: SF, SRR0: 5n, SRR1: 6n },
      ]),
    ],
  ],
  [
    'cache blocks',
    [
      [
        'dcbz r4, r5',
        {
          r4: ownLayout.addressOf('vcpu'),
          r5: 0n,
          ...Object.fromEntries([8, 9, 10].map((i) => [`vcpu.gpr[${i}]`, ALL])),
        },
        Object.fromEntries(
          [8, 9, 10].map((i): [Place, bigint] => {
            const place = `vcpu.gpr[${i as 8 | 9 | 10}]` as const;
            const block = (at: bigint) => at & ~127n;
            const there = ownLayout.addressOf('vcpu') + ownLayout.distanceTo(place);
            return [place, block(there) === block(ownLayout.addressOf('vcpu')) ? 0n : ALL];
          }),
        ),
      ],
      ['dcbf 0, r3', { r3: ownLayout.addressOf('vcpu'), 'vcpu.gpr[0]': 5n }, { 'vcpu.gpr[0]': 5n }],
      ['icbi r3, r4', { UNSYNCED: 0x1fn }, { UNSYNCED: 0x1fn }],
    ],
  ],
  [
    'synchronisation',
    [
      ['isync', { UNSYNCED: 0x1fn }, { UNSYNCED: UNSYNCED.STORAGE | UNSYNCED.PARTITION }],
      [
        'ptesync',
        { UNSYNCED: 0x1fn },
        { UNSYNCED: 0x1fn & ~(UNSYNCED.STORAGE | UNSYNCED.PARTITION) },
      ],
      ['lwsync', { UNSYNCED: 0x1fn }, { UNSYNCED: 0x1fn }],
    ],
  ],
  [
    'caching inhibited',
    [
      [
        'stwcix r3, r4, r5',
        {
          r3: 0x1_0000_0007n,
          r4: ownLayout.addressOf('vcpu'),
          r5: ownLayout.distanceTo('vcpu.cr'),
        },
        { 'vcpu.cr': 7n },
      ],
      [
        'lwzcix r3, 0, r5',
        { r5: ownLayout.addressOf('vcpu') + ownLayout.distanceTo('vcpu.cr'), 'vcpu.cr': 9n },
        { r3: 9n },
      ],
    ],
  ],
  [
    'special purpose registers by another number',
    [
      ['mfspr r3, 269', { TB: 0x1234_5678_0000_0009n }, { r3: 0x1234_5678n }],
      [
        'mtspr 284, r4',
        { TB: 0x5_0000_0007n, r4: 0xf_0000_0009n },
        { TB: 0x5_0000_0009n, TB_OFFSET: 2n },
      ],
      [
        'mtspr 285, r4',
        { TB: 0x5_0000_0007n, r4: 0xf_0000_0009n, TB_OFFSET: 1n },
        { TB: 0x9_0000_0007n, TB_OFFSET: 0x4_0000_0001n },
      ],
      [
        'mtspr 286, r4',
        { TB: 0x5_0000_0007n, r4: 0x4_ff00_0009n },
        { TB: 0x4_ff00_0007n, TB_OFFSET: 0xffff_ffff_ff00_0000n },
      ],
      ['mtspr 336, r4', { HMER: 0xff0n, r4: 0x3fn }, { HMER: 0x30n }],
      ['mtspr 338, r4', { r4: 2n }, { PCR: 2n }],
      ['mfspr r3, 787', { PMC1: 5n, UNSYNCED: UNSYNCED.COUNTERS }, { r3: 5n, UNSYNCED: 36n }],
      ['mfspr r3, 259', { SPRG3: 5n }, { r3: 5n }],
      ['mfspr r3, 776', { PMC6: 5n }, { r3: 5n }],
      ['mfspr r3, 287', { PVR: 0x3f0200n }, { r3: 0x3f0200n }],
      ['mfspr r3, 898', { PPR: 0x10_0000_0000_0001n }, { r3: 0x10_0000n }],
      ['mtspr 898, r4', { PPR: 0x10_0000_0000_0001n, r4: 0xcn }, { PPR: 0xc_0000_0001n }],
    ],
  ],
])('%s', (_section, rows) => {
  it.each(rows)('%s with %o', (text, words, expected) => {
    expect(held(text, words, expected)).toEqual(expected);
  });
});

describe('what is refused', () => {
  it.each([
    ['mfspr r3, 152', 'SPR 152 is CTRL, and cannot be read by this number'],
    ['mtspr 136, r3', 'SPR 136 is CTRL, and cannot be written by this number'],
    ['mtspr 268, r3', 'SPR 268 is TB, and cannot be written by this number'],
    ['mfspr r3, 284', 'SPR 284 is TB, and cannot be read by this number'],
    ['mtspr 287, r3', 'SPR 287 is PVR, and cannot be written by this number'],
    ['mtspr 771, r3', 'SPR 771 is PMC, and cannot be written by this number'],
    ['mfspr r3, 176', 'SPR 176 is DPDES, of POWER8 and later'],
    ['mtspr 464, r3', 'SPR 464 is PTCR, of POWER9 and later'],
    ['mtspr 468, r3', 'SPR 468 is HASHKEYR, of POWER10 and later'],
    ['mtspr 280, r3', 'SPR 280 is ASR, of processors before POWER7'],
    ['mfspr r3, 62', 'SPR 62 is ESR, of embedded processors'],
    ['mtspr 1009, r3', 'SPR 1009 is HID1, of POWER7, and no part of what is specified here'],
    ['mfspr r3, 1022', 'SPR 1022 is THRM3, of processors before POWER7'],
    ['mfspr r3, 1000', 'there is no SPR 1000 on POWER7'],
    ['tlbiel r3, 1', 'tlbiel with L = 1 is not described here'],
    ['mtmsr r3, 2', 'L of mtmsr is 2, and must be 0 or 1'],
    ['lmw r5, 0(r5)', 'the base of lmw must not be 0, nor a register that is loaded'],
    ['lswi r30, r31, 8', 'the base of lswi must not be a register that is loaded'],
    ['stswi r3, r4, 32', 'the number of bytes is 32, and must be 0 to 31'],
    ['tw 32, r3, r4', 'TO of a trap is 32, and must be 0 to 31'],
    ['mfspr r3, 1024', 'operand 2 of mfspr is 1024 and must be 0 to 1023'],
  ])('%s', (text, why) => {
    expect(complaint(text)).toBe(why);
  });
});
