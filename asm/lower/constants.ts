// Values of the names that a listing leaves open: offsets in structures, and where kernel text begins.
import type { Layout } from '../../model/layout.ts';
import { offsetsIn } from '../facts/fields.ts';
import { KERNEL_BASE } from './placement.ts';

/** The names that have a value in a layout. */
export const constantsIn = (layout: Layout): ReadonlyMap<string, bigint> =>
  new Map<string, bigint>([
    ...offsetsIn(layout),
    ['_stext', KERNEL_BASE],
    ['__start_interrupts', KERNEL_BASE],
  ]);
