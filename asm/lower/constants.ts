// Values of the names that a listing leaves open: offsets in structures, and where kernel text begins.
import type { Layout } from '../../model/layout.ts';
import { type MoreFields, offsetsIn } from '../facts/fields.ts';
import { INTERRUPT_FRAME } from '../facts/spare-fields.ts';
import { KERNEL_BASE } from './placement.ts';

/** Sizes and numbers of asm-offsets.c that no layout decides. Nothing here lies in another PACA or frame, so any size would do. */
const NUMBERS: readonly (readonly [string, bigint])[] = [
  ['IPI_PRIORITY', 4n],
  ['PACA_SIZE', 0x1000n],
];

/** The names that have a value in a layout; a tree may have more fields. */
export const constantsIn = (layout: Layout, more?: MoreFields): ReadonlyMap<string, bigint> =>
  new Map<string, bigint>([
    ...NUMBERS,
    ['INT_FRAME_SIZE', BigInt(INTERRUPT_FRAME)],
    ...offsetsIn(layout, more),
    ['_stext', KERNEL_BASE],
    ['__start_interrupts', KERNEL_BASE],
  ]);
