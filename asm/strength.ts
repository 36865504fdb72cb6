// How strongly the binary operators bind, from weak to strong, in the two dialects. The assembler binds
// `|`, `&` and `^` more strongly than `+`, and compares as strongly as it adds; the preprocessor is C.
import type { BinaryOperator } from './arithmetic.ts';

export type Strength = Readonly<Partial<Record<BinaryOperator, number>>>;

const ranked = (levels: readonly (readonly BinaryOperator[])[]): Strength =>
  Object.fromEntries(levels.flatMap((level, index) => level.map((each) => [each, index + 1])));

export const assemblerStrength: Strength = ranked([
  ['||'],
  ['&&'],
  ['==', '!=', '<', '>', '<=', '>=', '+', '-'],
  ['|', '&', '^', '!'],
  ['*', '/', '%', '<<', '>>'],
]);

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
