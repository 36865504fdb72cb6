// Names of registers and condition bits as numbers. Source with the kernel's headers has numbers
// already; source without keeps the names, and `evaluate` finds them here through its environment.
//
// The names are those that GNU as knows, in capitals too, as in its table of registers (gas/config/tc-ppc.c, pre_defined_registers).

const families: readonly (readonly [string, number])[] = [
  ['r', 32],
  ['f', 32],
  ['fr', 32],
  ['v', 32],
  ['vr', 32],
  ['vs', 64],
  ['vsr', 64],
  ['cr', 8],
];

const conditionBits: readonly (readonly [string, bigint])[] = [
  ['lt', 0n],
  ['gt', 1n],
  ['eq', 2n],
  ['so', 3n],
  ['un', 3n],
];

/** Registers with names of their own: the stack pointer, the table of contents, and SPRs by their numbers. */
const named: readonly (readonly [string, bigint])[] = [
  ['sp', 1n],
  ['rtoc', 2n],
  ['r.sp', 1n],
  ['r.toc', 2n],
  ['xer', 1n],
  ['lr', 8n],
  ['ctr', 9n],
  ['dsisr', 18n],
  ['dar', 19n],
  ['dec', 22n],
  ['sdr1', 25n],
  ['srr0', 26n],
  ['srr1', 27n],
];

const numbers: ReadonlyMap<string, bigint> = new Map([
  ...families.flatMap(([family, count]) =>
    Array.from({ length: count }, (_, index) => index).flatMap((index): [string, bigint][] => [
      [`${family}${index}`, BigInt(index)],
      [`${family}.${index}`, BigInt(index)],
    ]),
  ),
  ...conditionBits,
  ...named,
]);

/** The number of `r3`, `R3`, `cr1`, `fr0`, `vr0`, `vsr40` or `eq`. */
export const registerNumber = (name: string): bigint | undefined =>
  numbers.get(name) ?? (name.length > LONGEST ? undefined : numbers.get(name.toLowerCase()));

/** Letters of the longest name, at most. */
const LONGEST = 8;
