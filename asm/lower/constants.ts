// Values of the names that a listing leaves open: offsets in structures, and where kernel text begins.
import { offsets } from '../facts/fields.ts';
import { KERNEL_BASE } from './placement.ts';

export const constants: ReadonlyMap<string, bigint> = new Map<string, bigint>([
  ...offsets,
  ['_stext', KERNEL_BASE],
  ['__start_interrupts', KERNEL_BASE],
]);
