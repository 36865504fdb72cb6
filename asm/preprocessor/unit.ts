// One translation unit on its way through the preprocessor: what it has defined, what it has put out and
// what went wrong. The reading itself is in preprocessor.ts, the directives in directive.ts.
import { type Budget, spend } from '../budget.ts';
import type { NotIncluded, Position, SourceError } from '../listing.ts';
import type { Conditionals } from './condition.ts';
import type { Expander } from './expansion.ts';
import type { Tree } from './inclusion.ts';
import type { LogicalText } from './logical-lines.ts';
import { type Macro, parseMacro } from './macro.ts';
import { featureName, markMacros } from './mark.ts';
import type { Statement } from './statement.ts';

/** What one translation unit has come to. */
export interface Preprocessor {
  readonly macros: Map<string, Macro>;
  /** Macros that text may not define or undefine, because their meaning is known better here. */
  readonly reserved: ReadonlySet<string>;
  /** The features that are known by name; a tree may define more. */
  readonly features: ReadonlySet<string>;
  readonly tree: Tree | undefined;
  /** Texts already cut into lines, for all units of a reading. */
  readonly cache: Map<string, LogicalText>;
  /** Only directives are read, and text is passed over: what a header of C code defines. */
  readonly definitionsOnly?: true;
  readonly once: Set<string>;
  readonly budget: Budget;
  readonly statements: Statement[];
  readonly errors: SourceError[];
  readonly notIncluded: NotIncluded[];
  depth: number;
}

/** Where the preprocessor is. */
export interface Place {
  readonly unit: Preprocessor;
  readonly path: string;
  readonly conditionals: Conditionals;
  readonly at: Position;
  /** Reads a file that is included here. */
  readonly follow: (path: string, text: string) => void;
}

/** An expander that counts work and reports faults at a place. */
export const expanderAt = ({ unit, at }: Place): Expander => ({
  macros: unit.macros,
  isFeature: (name) => isFeature(unit, name),
  spend: (amount) => spend(unit.budget, amount),
  fail: (message) => unit.errors.push({ message, at }),
});

/** Whether a name is that of one feature: a known one, or one that the text defines as a number of its own. */
export const isFeature = ({ features, macros }: Preprocessor, name: string): boolean =>
  features.has(name) ||
  (featureName.test(name) &&
    (macros
      .get(name)
      ?.body()
      .some(({ kind }) => kind === 'number') ??
      false));

/** Defines `NAME`, `NAME body` or `NAME(parameters) body`; what is wrong with it, if anything. */
export const define = (unit: Preprocessor, definition: string): string | undefined => {
  const macro = parseMacro(definition);
  if (typeof macro === 'string') return macro;
  if (!unit.reserved.has(macro.name)) unit.macros.set(macro.name, macro);
  return undefined;
};

/** Defines the macros that mark feature sections. */
export const defineMarks = (macros: Map<string, Macro>): void => {
  for (const [name, { parameters, mark }] of markMacros) {
    macros.set(name, { name, parameters, variadic: false, body: () => [], mark });
  }
};
