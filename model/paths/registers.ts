// Transfers of several registers in a row, one step each, named by register.
import type { Gpr } from '../../spec/vocabulary/registers.ts';
import type { Step } from '../step.ts';

/** A step for each general register from one number to another, in order. */
export const eachGpr = (
  from: number,
  to: number,
  make: (register: Gpr, number: number) => Step,
): Readonly<Record<Gpr, Step>> =>
  Object.fromEntries(
    Array.from({ length: to - from + 1 }, (_, i) => [
      `r${from + i}`,
      make(`r${from + i}` as Gpr, from + i),
    ]),
  ) as Record<Gpr, Step>;

/** A step for each of the six performance monitor counters. */
export const eachPmc = (
  make: (register: `PMC${1 | 2 | 3 | 4 | 5 | 6}`, index: number) => Step,
): Readonly<Record<`pmc${number}`, Step>> =>
  Object.fromEntries(
    ([1, 2, 3, 4, 5, 6] as const).map((n) => [`pmc${n}`, make(`PMC${n}`, n - 1)]),
  ) as Record<`pmc${number}`, Step>;
