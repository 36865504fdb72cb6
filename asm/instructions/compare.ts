// Mnemonics of comparisons, Book I 3.3.9, with the extended ones of appendix E, and of the condition register, 2.5.
import { compared } from '../../model/steps/compare.ts';
import {
  chosen,
  combineBits,
  moveField,
  moveFieldFromCr,
  moveFieldFromXer,
  moveFromCr,
  moveToCr,
} from '../../model/steps/condition-register.ts';
import { orZero } from '../../model/steps/fixed-point.ts';
import * as how from '../../model/steps/logical.ts';
import { constant, register } from '../../model/steps/transfer.ts';
import { type Form, type Forms, form, InvalidOperand } from './form.ts';

/** cmpw, cmpd and the like: with a field, or CR0. */
const registers = (bits: 32 | 64, signed: boolean): readonly Form[] => [
  form(['gpr', 'gpr'], (ra, rb) => compared(0, register(ra), register(rb), bits, signed)),
  form(['field', 'gpr', 'gpr'], (field, ra, rb) =>
    compared(field, register(ra), register(rb), bits, signed),
  ),
];

const immediate = (bits: 32 | 64, kind: 'si' | 'ui'): readonly Form[] => [
  form(['gpr', kind], (ra, value) =>
    compared(0, register(ra), constant(value), bits, kind === 'si'),
  ),
  form(['field', 'gpr', kind], (field, ra, value) =>
    compared(field, register(ra), constant(value), bits, kind === 'si'),
  ),
];

/** cmp, cmpl, cmpi, cmpli: L says how many bits. */
const width = (l: number): 32 | 64 => {
  if (l !== 0 && l !== 1) throw new InvalidOperand(`L of a comparison is ${l}, and must be 0 or 1`);
  return l === 0 ? 32 : 64;
};

const withWidth = (signed: boolean): readonly Form[] => [
  form(['field', 'number', 'gpr', 'gpr'], (field, l, ra, rb) =>
    compared(field, register(ra), register(rb), width(l), signed),
  ),
];

const immediateWithWidth = (kind: 'si' | 'ui'): readonly Form[] => [
  form(['field', 'number', 'gpr', kind], (field, l, ra, value) =>
    compared(field, register(ra), constant(value), width(l), kind === 'si'),
  ),
];

const bits = (bitwise: how.Bitwise): readonly Form[] => [
  form(['bit', 'bit', 'bit'], (to, a, b) => combineBits(to, a, b, bitwise)),
];

/** mfocrf and mtocrf: just one field. */
function one(fields: number): number {
  if (fields === 0 || (fields & (fields - 1)) !== 0)
    throw new InvalidOperand(`0x${fields.toString(16)} does not name just one field of CR`);
  return fields;
}

/** isellt and its like: by a bit of CR0. */
function iselOf(bit: number): readonly Form[] {
  return [form(['gpr', 'base', 'gpr'], (rt, ra, rb) => chosen(rt, orZero(ra), register(rb), bit))];
}

/** Every mnemonic of these sections. */
export const compare: Forms = {
  cmpw: registers(32, true),
  cmpd: registers(64, true),
  cmplw: registers(32, false),
  cmpld: registers(64, false),
  cmpwi: immediate(32, 'si'),
  cmpdi: immediate(64, 'si'),
  cmplwi: immediate(32, 'ui'),
  cmpldi: immediate(64, 'ui'),
  cmp: withWidth(true),
  cmpl: withWidth(false),
  cmpi: immediateWithWidth('si'),
  cmpli: immediateWithWidth('ui'),
  mfcr: [form(['gpr'], moveFromCr)],
  mfocrf: [form(['gpr', 'number'], (rt, fields) => moveFieldFromCr(rt, one(fields)))],
  mtcr: [form(['gpr'], (rs) => moveToCr(0xff, rs))],
  mtcrf: [form(['number', 'gpr'], moveToCr)],
  mtocrf: [form(['number', 'gpr'], (fields, rs) => moveToCr(one(fields), rs))],
  mcrf: [form(['field', 'field'], moveField)],
  crand: bits(how.and),
  cror: bits(how.or),
  crxor: bits(how.xor),
  crnand: bits(how.nand),
  crnor: bits(how.nor),
  creqv: bits(how.equivalent),
  crandc: bits(how.andComplement),
  crorc: bits(how.orComplement),
  crset: [form(['bit'], (bit) => combineBits(bit, bit, bit, how.equivalent))],
  crclr: [form(['bit'], (bit) => combineBits(bit, bit, bit, how.xor))],
  crmove: [form(['bit', 'bit'], (to, from) => combineBits(to, from, from, how.or))],
  isel: [
    form(['gpr', 'base', 'gpr', 'bit'], (rt, ra, rb, bit) =>
      chosen(rt, orZero(ra), register(rb), bit),
    ),
  ],
  isellt: iselOf(0),
  iselgt: iselOf(1),
  iseleq: iselOf(2),
  mcrxr: [form(['field'], moveFieldFromXer)],
  crnot: [form(['bit', 'bit'], (to, from) => combineBits(to, from, from, how.nor))],
};
