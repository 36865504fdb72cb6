// Trials as an assembler program: each loads its registers from a record, executes one instruction, and stores what it left.
//
// r31 leads to the record, r30 to the outcome; r7, r28 to r30, f0 and v0 are the stage's own. No library: one write, then exit.
import { isMultiple } from './operands.ts';
import {
  ELSEWHERE,
  holdsReservation,
  jumps,
  jumpsThrough,
  MEMORY,
  needsReservation,
  reserves,
  type Trial,
} from './trial.ts';

/** Bytes of two vectors and of the status registers behind them. */
const VECTORS = 48;
/** Where memory lies in a record, behind six words, and in an outcome, behind ten: a multiple of 16, as vectors want it. */
const MEMORY_IN = 48;
const MEMORY_OUT = 80;
/** Bytes of a record and of an outcome. */
const RECORD = MEMORY_IN + 8 * MEMORY + VECTORS;
export const OUTCOME: number = MEMORY_OUT + 8 * MEMORY + VECTORS;
/** Where in an outcome it is said whether the address is still reserved. */
const RESERVED = 72;

const head = `
	.section ".opd","aw"
	.globl	_start
_start:	.quad	._start, .TOC.@tocbase, 0
	.text
load:	ld	7,24(31)
	mtcrf	255,7
	ld	7,32(31)
	mtxer	7
	ld	7,40(31)
	mtctr	7
${Array.from({ length: MEMORY }, (_, i) => `	ld	7,${MEMORY_IN + 8 * i}(31)\n	std	7,${MEMORY_OUT + 8 * i}(30)\n`).join('')}
	addi	6,30,${MEMORY_OUT + 16}
	addi	7,31,${MEMORY_IN + 8 * MEMORY}
	lxvd2x	1,0,7
	addi	7,7,16
	lxvd2x	33,0,7
	addi	7,7,16
	lxvd2x	32,0,7
	mtvscr	0
	lfd	0,0(7)
	mtfsf	255,0,1,0
	ld	3,0(31)
	ld	4,8(31)
	ld	5,16(31)
	li	28,0
	li	29,0
	blr
save:	std	3,0(30)
	std	4,8(30)
	std	5,16(30)
	addi	7,30,${MEMORY_OUT}
	subf	7,7,6
	std	7,24(30)
	mfcr	7
	std	7,32(30)
	mfxer	7
	std	7,40(30)
	mfctr	7
	std	7,48(30)
	std	29,56(30)
	std	28,64(30)
	addi	7,30,${MEMORY_OUT + 8 * MEMORY}
	stxvd2x	1,0,7
	addi	7,7,16
	stxvd2x	33,0,7
	addi	7,7,16
	mfvscr	0
	stxvd2x	32,0,7
	mffs	0
	stfd	0,0(7)
	addi	31,31,${RECORD}
	addi	30,30,${OUTCOME}
	blr
._start:
	lis	31,records@ha
	addi	31,31,records@l
	lis	30,outcomes@ha
	addi	30,30,outcomes@l
`;

/** The program of some trials; it writes an outcome for each to standard output. */
export function programOf(trials: readonly Trial[]): string {
  const size = OUTCOME * trials.length;
  const tail = `
	li	0,4
	li	3,1
	lis	4,outcomes@ha
	addi	4,4,outcomes@l
	lis	5,${size >> 16}
	ori	5,5,${size & 0xffff}
	sc
	li	0,1
	li	3,0
	sc
	.data
	.balign	16
records:
${trials.map(recordOf).join('\n')}
	.bss
	.balign	16
outcomes:	.space	${size}
`;
  return [head, ...trials.map(staged), tail].join('\n');
}

function recordOf({ before }: Trial): string {
  const { r3, r4, r5, cr, xer, ctr, memory, vectors, fpscr, vscr } = before;
  return `	.quad	${[r3, r4, r5, cr, xer, ctr, ...memory, ...vectors, fpscr, vscr].join(',')}`;
}

function staged({ text, before }: Trial): string {
  if (jumps(text)) return branching(text);
  if (isMultiple(text.split(' ')[0] ?? '')) return multiple(text);
  const reserve = needsReservation(text) ? reserving(text, holdsReservation(before)) : '';
  return `	bl	load\n${reserve}	${text}\n	bl	save${reserves(text) ? stillReserved(text) : ''}`;
}

/** r30 and r31 are the stage's: they make room for r4 and r5 while the instruction runs. */
const multiple = (text: string): string => `	bl	load
	mr	7,30
	mr	8,31
	mr	30,4
	mr	31,5
	${text}
	mr	4,30
	mr	5,31
	mr	30,7
	mr	31,8
	bl	save`;

/** Some conditional stores find their reservation; the others find that of an address where no trial stores. */
function reserving(text: string, held: boolean): string {
  const load = text.startsWith('stw') ? 'lwarx' : 'ldarx';
  return held ? `	${load}	7,6,5\n` : `	addi	7,6,${ELSEWHERE}\n	${load}	7,0,7\n`;
}

/** Only a conditional store can tell: it stores what is there already, when all else has been saved. */
function stillReserved(text: string): string {
  const store = /^(?:lw|stw)/u.test(text) ? 'stwcx.' : 'stdcx.';
  return `
	${store}	3,6,5
	mfcr	7
	rlwinm	7,7,3,31,31
	std	7,${RESERVED - OUTCOME}(30)`;
}

function branching(text: string): string {
  const through = jumpsThrough(text);
  return `	bl	load
	lis	7,${through === 'LR' ? '1f' : '0f'}@ha
	addi	7,7,${through === 'LR' ? '1f' : '0f'}@l
	mtlr	7
${through === 'CTR' ? '	lis	7,1f@ha\n	addi	7,7,1f@l\n	mtctr	7\n' : ''}0:	${text.replace('target', '1f')}
	b	2f
1:	li	29,1
2:${through === 'CTR' ? COUNT_FROM_TARGET : ''}	mflr	28
	lis	7,(0b+4)@ha
	addi	7,7,(0b+4)@l
	subf	28,7,28
	bl	save`;
}

/** CTR holds an address: what is recorded is how far it is from the target. */
const COUNT_FROM_TARGET = `	mfctr	28
	lis	7,1b@ha
	addi	7,7,1b@l
	subf	28,7,28
	mtctr	28
`;
