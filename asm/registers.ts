// Names of registers and condition bits as numbers. Source with the kernel's headers has numbers
// already; source without keeps the names, and `evaluate` finds them here through its environment.

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

const numbers: ReadonlyMap<string, bigint> = new Map([
  ...families.flatMap(([family, count]) =>
    Array.from({ length: count }, (_, index): [string, bigint] => [
      `${family}${index}`,
      BigInt(index),
    ]),
  ),
  ...conditionBits,
]);

/** The number of `r3`, `cr1`, `fr0`, `vr0`, `vsr40` or `eq`. */
export const registerNumber = (name: string): bigint | undefined => numbers.get(name);
