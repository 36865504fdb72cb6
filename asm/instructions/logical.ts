// Mnemonics of the logical instructions, Book I 3.3.12, with the extended ones of appendix E.
import { bitsPermuted, byteParity, bytesCompared, onesCounted } from '../../model/steps/bytes.ts';
import * as how from '../../model/steps/logical.ts';
import { assigning } from '../../model/steps/result.ts';
import { constant, register } from '../../model/steps/transfer.ts';
import { recording, together } from './families.ts';
import { type Form, type Forms, form } from './form.ts';

const registers = (mnemonic: string, bitwise: how.Bitwise): Forms =>
  recording(mnemonic, (record) => [
    form(['gpr', 'gpr', 'gpr'], (ra, rs, rb) =>
      how.combined(ra, register(rs), register(rb), bitwise, record),
    ),
  ]);

/** With an immediate in the low halfword, or (shifted) the one above. */
const immediate = (bitwise: how.Bitwise, record: boolean, shift: 0n | 16n): readonly Form[] => [
  form(['gpr', 'gpr', 'ui'], (ra, rs, ui) =>
    how.combined(ra, register(rs), constant(ui << shift), bitwise, record),
  ),
];

const unary = (mnemonic: string, meaning: (record: boolean) => Form): Forms =>
  recording(mnemonic, (record) => [meaning(record)]);

/** or, which with one register three times over may also set the program priority. */
const orForms: readonly Form[] = [
  form(['gpr', 'gpr', 'gpr'], (ra, rs, rb) => {
    const priority = ra === rs && rs === rb ? how.priorityOf(ra) : undefined;
    return priority ?? how.combined(ra, register(rs), register(rb), how.or);
  }),
];

/** Every mnemonic of this section. */
export const logical: Forms = together(
  registers('and', how.and),
  { ...registers('or', how.or), or: orForms },
  registers('xor', how.xor),
  registers('nand', how.nand),
  registers('nor', how.nor),
  registers('eqv', how.equivalent),
  registers('andc', how.andComplement),
  registers('orc', how.orComplement),
  unary('mr', (record) => form(['gpr', 'gpr'], (ra, rs) => assigning(ra, register(rs), record))),
  unary('not', (record) =>
    form(['gpr', 'gpr'], (ra, rs) => how.combined(ra, register(rs), register(rs), how.nor, record)),
  ),
  unary('extsb', (record) => form(['gpr', 'gpr'], (ra, rs) => how.extended(ra, rs, 8, record))),
  unary('extsh', (record) => form(['gpr', 'gpr'], (ra, rs) => how.extended(ra, rs, 16, record))),
  unary('extsw', (record) => form(['gpr', 'gpr'], (ra, rs) => how.extended(ra, rs, 32, record))),
  unary('cntlzw', (record) =>
    form(['gpr', 'gpr'], (ra, rs) => how.leadingZeros(ra, rs, 32, record)),
  ),
  unary('cntlzd', (record) =>
    form(['gpr', 'gpr'], (ra, rs) => how.leadingZeros(ra, rs, 64, record)),
  ),
  {
    popcntb: [form(['gpr', 'gpr'], (ra, rs) => onesCounted(ra, rs, 8))],
    popcntw: [form(['gpr', 'gpr'], (ra, rs) => onesCounted(ra, rs, 32))],
    popcntd: [form(['gpr', 'gpr'], (ra, rs) => onesCounted(ra, rs, 64))],
    prtyw: [form(['gpr', 'gpr'], (ra, rs) => byteParity(ra, rs, 32))],
    prtyd: [form(['gpr', 'gpr'], (ra, rs) => byteParity(ra, rs, 64))],
    cmpb: [form(['gpr', 'gpr', 'gpr'], bytesCompared)],
    bpermd: [form(['gpr', 'gpr', 'gpr'], bitsPermuted)],
    'andi.': immediate(how.and, true, 0n),
    'andis.': immediate(how.and, true, 16n),
    ori: immediate(how.or, false, 0n),
    oris: immediate(how.or, false, 16n),
    xori: immediate(how.xor, false, 0n),
    xoris: immediate(how.xor, false, 16n),
    nop: [form([], () => () => [])],
  },
);
