// How strongly the binary operators bind, from weak to strong, in the two dialects. The assembler binds
// `|`, `&` and `^` more strongly than `+`, and compares as strongly as it adds; the preprocessor is C.
import type { BinaryOperator } from './arithmetic.ts';

/** How strongly each operator binds, from 1; none where a dialect lacks it. */
export type Strength = Readonly<Partial<Record<BinaryOperator, number>>>;

const ranked = (levels: readonly (readonly BinaryOperator[])[]): Strength =>
  Object.fromEntries(levels.flatMap((level, index) => level.map((each) => [each, index + 1])));

/** In assembler text (GNU as). */
export const assemblerStrength: Strength = ranked([
  ['||'],
  ['&&'],
  ['==', '!=', '<', '>', '<=', '>=', '+', '-'],
  ['|', '&', '^', '!'],
  ['*', '/', '%', '<<', '>>'],
]);

/** In conditions of the preprocessor (C). */
export const preprocessorStrength: Strength = ranked([
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<', '>', '<=', '>='],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
]);
