// Which features a tree says that POWER7 has: what its own table of processors is made of.
//
// The kernel's names for the sets of POWER7 are CPU_FTRS_POWER7 (cputable.h) and MMU_FTRS_POWER7 (mmu.h). What a tree defines and its set
// has not is absent, unless it is found at boot; what a tree does not define it says nothing of.
import { cursorOver, expectEnd } from '../cursor.ts';
import { evaluate, symbolsOf } from '../expression.ts';
import { parseExpression } from '../grammar.ts';
import { assemblerStrength } from '../strength.ts';
import { expand } from './expansion.ts';
import { featureName } from './mark.ts';
import { textOf, tokensOf } from './token.ts';
import { expanderAt, isFeature, type Preprocessor } from './unit.ts';

/** The set of each family of features, by the beginning of their names. */
const SETS: readonly (readonly [family: string, set: string, header: string])[] = [
  ['CPU_FTR_', 'CPU_FTRS_POWER7', 'asm/cputable.h'],
  ['MMU_FTR_', 'MMU_FTRS_POWER7', 'asm/mmu.h'],
];

/** The headers in which a tree says what its processors have. */
export const processorHeaders: readonly string[] = SETS.map(([, , header]) => header);

/** The features that a unit defines, and whether its set for POWER7 has them. Empty where it has no such set. */
export const treeFeatures = (unit: Preprocessor): ReadonlyMap<string, boolean> => {
  const found = new Map<string, boolean>();
  for (const [family, set, header] of SETS) {
    if (!unit.macros.has(set)) continue;
    const present = membersOf(unit, set, header);
    for (const name of unit.macros.keys())
      if (name.startsWith(family) && featureName.test(name) && isFeature(unit, name))
        found.set(name, present.has(name));
  }
  return found;
};

/** The features that a set has; what cannot be read is an error of the unit. */
const membersOf = (unit: Preprocessor, set: string, file: string): ReadonlySet<string> => {
  const at = { file, line: 1, text: set, through: [] };
  const expander = expanderAt({ unit, at, path: '', conditionals: [], follow: () => undefined });
  const cursor = cursorOver(textOf(expand(tokensOf(set), expander, 0, true).tokens));
  const expression = parseExpression(cursor, {
    strength: assemblerStrength,
    name: (name) => ({ kind: 'symbol', name }),
  });
  expectEnd(cursor);
  const names = [...symbolsOf(expression)];
  const bits = new Map(names.map((name, index) => [name, 1n << BigInt(index)]));
  const value = evaluate(expression, { symbol: (name) => bits.get(name) });
  if (cursor.fault !== undefined || !value.ok || names.length > 63) {
    expander.fail(`${set} of this tree cannot be read as a set of features`);
    return new Set();
  }
  return new Set(names.filter((name) => (value.value & (bits.get(name) ?? 0n)) !== 0n));
};
