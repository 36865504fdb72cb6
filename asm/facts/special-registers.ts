// Numbers of special purpose registers, for source that is read without its headers: those of the specification, and what
// else kernel source names (Power ISA 2.06, and the 970 for what only it has).
import {
  placesOf,
  type Register,
  type RegisterRow,
  registers,
} from '../../spec/vocabulary/registers.ts';

/** Names that the specification does not have, or that the kernel gives another number. */
const OTHERS: Readonly<Record<string, number>> = {
  CTRLF: 136,
  CTRLT: 152,
  TBRL: 268,
  TBRU: 269,
  ASR: 280,
  TBWL: 284,
  TBWU: 285,
  TBU40: 286,
  LPID: 319,
  PMC7: 793,
  PMC8: 794,
  SIAR: 780,
  SDAR: 781,
  PPR32: 898,
  HID0: 1008,
  HID1: 1009,
  HID4: 1012,
  HID5: 1014,
};

/** Numbers by name. */
export const specialRegisters: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    (Object.keys(registers) as Register[]).flatMap((row) => {
      const { spr }: RegisterRow = registers[row];
      return spr === undefined ? [] : placesOf(row).map((place, i) => [place, spr + i] as const);
    }),
  ),
  ...OTHERS,
};
