// The seed's book3s_hv_interrupts.S, line by line, as facts: which instruction or macro is there, and which value it moves where.
//
// Only lines that say something about the machine have a row: instructions, the two entry points, and the comments that state which
// register holds what. A citation of the seed must begin and end on such a line, and name what its clause speaks of (seed-lines.test.ts).
import type { Place } from './vocabulary/machine.ts';
import { placesOf } from './vocabulary/registers.ts';
import { fieldsOf } from './vocabulary/structures.ts';

export interface SeedLine {
  /** The line in the new file, from 1 to 136. */
  readonly line: number;
  /** Mnemonic or macro; `label` for an entry point, `comment` where a comment states the use of registers. */
  readonly op: string;
  /** The registers and fields that the line reads or writes, or whose value it carries; scratch registers are left out. */
  readonly names: readonly Place[];
}

const NONVOLATILE = /^frame\.gpr\[(?:1[4-9]|2\d|3[01])\]$/u;
const nonvolatile: readonly Place[] = [
  ...placesOf('r14-r31'),
  ...fieldsOf('frame').filter((field) => NONVOLATILE.test(field)),
];
const use: readonly Place[] = ['lppaca.pmcregs_in_use'];
const control = (spr: Place, index: 0 | 1 | 2): readonly Place[] => [
  spr,
  `hstate.host_mmcr[${index}]`,
];
const counter = (spr: Place, index: 0 | 1 | 2 | 3 | 4 | 5): readonly Place[] => [
  spr,
  `hstate.host_pmc[${index}]`,
];

const row = (line: number, op: string, ...names: readonly Place[]): SeedLine => ({
  line,
  op,
  names,
});

/** Every line that a citation may begin or end on, in order. */
export const seedLines: readonly SeedLine[] = [
  row(38, 'comment', 'r4'),
  row(40, 'label', 'NIA'),
  row(43, 'mflr', 'LR', 'caller.lr_save'),
  row(44, 'std', 'LR', 'caller.lr_save'),
  row(47, 'stdu', 'r1', 'frame.back_chain'),
  row(50, 'SAVE_NVGPRS', ...nonvolatile),
  row(53, 'mfspr', 'DSCR', 'hstate.host_dscr'),
  row(54, 'std', 'DSCR', 'hstate.host_dscr', 'r13'),
  row(57, 'mfspr', 'DABR', 'hstate.dabr'),
  row(58, 'std', 'DABR', 'hstate.dabr', 'r13'),
  row(61, 'mfmsr', 'MSR', 'hstate.host_msr'),
  row(62, 'std', 'MSR', 'hstate.host_msr', 'r13'),
  row(63, 'rldicl', 'MSR'),
  row(64, 'rotldi', 'MSR'),
  row(65, 'mtmsrd', 'MSR'),
  row(69, 'li', 'MMCR0'),
  row(70, 'sldi', 'MMCR0'),
  row(71, 'mfspr', ...control('MMCR0', 0)),
  row(72, 'mtspr', 'MMCR0'),
  row(73, 'isync', 'MMCR0', 'UNSYNCED'),
  row(74, 'ld', 'paca.lppaca_ptr', ...use, 'r13'),
  row(75, 'lbz', ...use),
  row(76, 'cmpwi', ...use),
  row(77, 'beq', ...use),
  row(78, 'mfspr', ...control('MMCR1', 1)),
  row(79, 'mfspr', ...control('MMCRA', 2)),
  row(80, 'std', ...control('MMCR0', 0)),
  row(81, 'std', ...control('MMCR1', 1)),
  row(82, 'std', ...control('MMCRA', 2)),
  row(83, 'mfspr', ...counter('PMC1', 0)),
  row(84, 'mfspr', ...counter('PMC2', 1)),
  row(85, 'mfspr', ...counter('PMC3', 2)),
  row(86, 'mfspr', ...counter('PMC4', 3)),
  row(87, 'mfspr', ...counter('PMC5', 4)),
  row(88, 'mfspr', ...counter('PMC6', 5)),
  row(89, 'stw', ...counter('PMC1', 0)),
  row(90, 'stw', ...counter('PMC2', 1)),
  row(91, 'stw', ...counter('PMC3', 2)),
  row(92, 'stw', ...counter('PMC4', 3)),
  row(93, 'stw', ...counter('PMC5', 4)),
  row(94, 'stw', ...counter('PMC6', 5)),
  row(101, 'mfspr', 'DEC', 'HDEC', 'hstate.dec_expires'),
  row(102, 'mftb', 'TB', 'hstate.dec_expires'),
  row(103, 'mtspr', 'DEC', 'HDEC'),
  row(104, 'extsw', 'DEC', 'hstate.dec_expires'),
  row(105, 'add', 'DEC', 'TB', 'hstate.dec_expires'),
  row(106, 'std', 'DEC', 'TB', 'hstate.dec_expires'),
  row(109, 'bl', 'NIA', 'LR', 'hstate.vmhandler'),
  row(110, 'nop', 'r2'),
  row(119, 'label', 'NIA', 'hstate.vmhandler'),
  row(124, 'comment', 'r1'),
  row(125, 'comment', 'r2'),
  row(126, 'comment', 'r12'),
  row(127, 'comment', 'r13'),
  row(131, 'REST_NVGPRS', ...nonvolatile),
  row(133, 'addi', 'r1'),
  row(134, 'ld', 'LR', 'caller.lr_save'),
  row(135, 'mtlr', 'LR'),
  row(136, 'blr', 'LR', 'NIA'),
];

/** The first and the last line of each part of a citation, for example '43-44, 109'. */
export const partsOf = (lines: string): readonly (readonly [first: number, last: number])[] =>
  lines.split(', ').map((part) => {
    const [first = Number.NaN, last = first] = part.split('-').map(Number);
    return [first, last];
  });
