// Mnemonics of fixed-point arithmetic, Book I 3.3.8, with the extended ones of appendix E.
import {
  ALL_ONES,
  carryBit,
  inverted,
  NOUGHT,
  ONE,
  orZero,
  product,
  type RecordForm,
  sum,
} from '../../model/steps/fixed-point.ts';
import { highProduct, quotient, signedProduct } from '../../model/steps/multiply-divide.ts';
import { assigning } from '../../model/steps/result.ts';
import { displaced } from '../../model/steps/storage.ts';
import { constant, register, type Source } from '../../model/steps/transfer.ts';
import type { Gpr } from '../../spec/vocabulary/registers.ts';
import { overflowing, recording, together } from './families.ts';
import { type Form, type Forms, form } from './form.ts';

/** RT := RA + RB + C, or with RA inverted. */
const three =
  (c: Source, invert: boolean, carry: boolean) =>
  (recorded: RecordForm): readonly Form[] => [
    form(['gpr', 'gpr', 'gpr'], (rt, ra, rb) =>
      sum(rt, side(ra, invert), register(rb), c, { ...recorded, carry }),
    ),
  ];

/** RT := RA + a constant + C, or with RA inverted. */
const two =
  (b: Source, c: Source, invert: boolean, carry: boolean) =>
  (recorded: RecordForm): readonly Form[] => [
    form(['gpr', 'gpr'], (rt, ra) => sum(rt, side(ra, invert), b, c, { ...recorded, carry })),
  ];

const side = (ra: Gpr, invert: boolean): Source => (invert ? inverted(register(ra)) : register(ra));

/** sub and subc: the operands of subf the other way round. */
const turned =
  (carry: boolean) =>
  (recorded: RecordForm): readonly Form[] => [
    form(['gpr', 'gpr', 'gpr'], (rt, ra, rb) =>
      sum(rt, inverted(register(rb)), register(ra), ONE, { ...recorded, carry }),
    ),
  ];

const MINUS_ONE = constant(ALL_ONES);

const sums = together(
  overflowing('add', three(NOUGHT, false, false)),
  overflowing('addc', three(NOUGHT, false, true)),
  overflowing('adde', three(carryBit, false, true)),
  overflowing('subf', three(ONE, true, false)),
  overflowing('subfc', three(ONE, true, true)),
  overflowing('subfe', three(carryBit, true, true)),
  overflowing('sub', turned(false)),
  overflowing('subc', turned(true)),
  overflowing('addme', two(MINUS_ONE, carryBit, false, true)),
  overflowing('addze', two(NOUGHT, carryBit, false, true)),
  overflowing('subfme', two(MINUS_ONE, carryBit, true, true)),
  overflowing('subfze', two(NOUGHT, carryBit, true, true)),
  overflowing('neg', two(NOUGHT, ONE, true, false)),
);

const low =
  (bits: 32 | 64) =>
  (recorded: RecordForm): readonly Form[] => [
    form(['gpr', 'gpr', 'gpr'], (rt, ra, rb) =>
      signedProduct(rt, register(ra), register(rb), bits, recorded),
    ),
  ];

const high = (mnemonic: string, bits: 32 | 64, signed: boolean): Forms =>
  recording(mnemonic, (record) => [
    form(['gpr', 'gpr', 'gpr'], (rt, ra, rb) =>
      highProduct(rt, register(ra), register(rb), { bits, signed }, record),
    ),
  ]);

const quotients = (mnemonic: string, bits: 32 | 64, signed: boolean, extended: boolean): Forms =>
  overflowing(mnemonic, (recorded) => [
    form(['gpr', 'gpr', 'gpr'], (rt, ra, rb) =>
      quotient(rt, register(ra), register(rb), { bits, signed, extended }, recorded),
    ),
  ]);

const products = together(
  overflowing('mulld', low(64)),
  overflowing('mullw', low(32)),
  high('mulhd', 64, true),
  high('mulhdu', 64, false),
  high('mulhw', 32, true),
  high('mulhwu', 32, false),
  quotients('divd', 64, true, false),
  quotients('divdu', 64, false, false),
  quotients('divw', 32, true, false),
  quotients('divwu', 32, false, false),
  quotients('divde', 64, true, true),
  quotients('divdeu', 64, false, true),
  quotients('divwe', 32, true, true),
  quotients('divweu', 32, false, true),
);

/** addic and subic: the immediate is added, or its negative. */
const carrying =
  (kind: 'si' | 'less') =>
  (record: boolean): readonly Form[] => [
    form(['gpr', 'gpr', kind], (rt, ra, immediate) =>
      sum(rt, register(ra), constant(addend(kind, immediate)), NOUGHT, { record, carry: true }),
    ),
  ];

/** addi, addis and their like: a halfword, or the one above it. */
const plain = (kind: 'si' | 'high' | 'less', shift: 0n | 16n): readonly Form[] => [
  form(['gpr', 'base', kind], (rt, ra, immediate) =>
    sum(rt, orZero(ra), constant(shifted(addend(kind, immediate), shift)), NOUGHT),
  ),
];

const addend = (kind: 'si' | 'high' | 'less', value: bigint): bigint =>
  kind === 'less' ? BigInt.asUintN(64, -value) : value;

const shifted = (value: bigint, by: 0n | 16n): bigint => BigInt.asUintN(64, value << by);

/** Every mnemonic of this section. */
export const arithmetic: Forms = together(
  sums,
  products,
  recording('addic', carrying('si')),
  recording('subic', carrying('less')),
  {
    addi: plain('si', 0n),
    subi: plain('less', 0n),
    addis: plain('high', 16n),
    subis: plain('less', 16n),
    li: [form(['gpr', 'si'], (rt, si) => assigning(rt, constant(si)))],
    lis: [form(['gpr', 'high'], (rt, si) => assigning(rt, constant(shifted(si, 16n))))],
    la: [
      form(['gpr', 'memory'], (rt, { base, displacement }) =>
        assigning(rt, displaced(base, displacement)),
      ),
    ],
    subfic: [
      form(['gpr', 'gpr', 'si'], (rt, ra, si) =>
        sum(rt, inverted(register(ra)), constant(si), ONE, { carry: true }),
      ),
    ],
    mulli: [form(['gpr', 'gpr', 'si'], (rt, ra, si) => product(rt, register(ra), constant(si)))],
  },
);
