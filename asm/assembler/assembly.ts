// What the assembler knows while it reads: sections and the current one, symbols, macros, open
// conditionals and feature sections, and the numbering of numeric labels. One assembly serves all
// files of a reading; what ends with a file is reset by its reader.
import type { Budget } from '../budget.ts';
import type { Expression } from '../expression.ts';
import type { Item, Position, SourceError } from '../listing.ts';
import type { Statement } from '../preprocessor/statement.ts';

/** A macro of the assembler (.macro). */
export interface AssemblerMacro {
  readonly name: string;
  readonly parameters: readonly MacroParameter[];
  readonly body: readonly Statement[];
}

/** A parameter of such a macro. */
export interface MacroParameter {
  readonly name: string;
  readonly required: boolean;
  readonly rest: boolean;
  readonly otherwise: string;
}

/** An open .if: whether this branch counts, and whether one has been taken. */
interface Branching {
  readonly at: Position;
  readonly outer: boolean;
  active: boolean;
  taken: boolean;
}

/** An open feature section: where its body and its alternative begin in the items of its section. */
export interface FeatureFrame {
  readonly at: Position;
  readonly label: string;
  readonly section: string;
  readonly body: number;
  alternative: number | undefined;
}

/** What has been assembled so far, for all files of a reading. */
export interface Assembly {
  readonly features: ReadonlyMap<string, boolean>;
  readonly budget: Budget;
  readonly sections: Map<string, Item[]>;
  section: string;
  previous: string;
  readonly pushed: { section: string; previous: string }[];
  readonly symbols: Map<string, Expression>;
  readonly labels: Map<string, Position>;
  readonly globals: Set<string>;
  readonly macros: Map<string, AssemblerMacro>;
  readonly branchings: Branching[];
  readonly frames: FeatureFrame[];
  /** How many instances of each numeric label there have been, in all files and before this one. */
  readonly instances: Map<string, number>;
  readonly earlier: Map<string, number>;
  readonly forward: { readonly label: string; readonly written: string; readonly at: Position }[];
  readonly errors: SourceError[];
  depth: number;
  /** Counts expansions of macros (`\@`) and frozen locations. */
  expansions: number;
  frozen: number;
}

/** An assembly with nothing in it, for a processor with these features. */
export const emptyAssembly = (
  features: ReadonlyMap<string, boolean>,
  budget: Budget,
): Assembly => ({
  features,
  budget,
  sections: new Map(),
  section: '.text',
  previous: '.text',
  pushed: [],
  symbols: new Map(),
  labels: new Map(),
  globals: new Set(),
  macros: new Map(),
  branchings: [],
  frames: [],
  instances: new Map(),
  earlier: new Map(),
  forward: [],
  errors: [],
  depth: 0,
  expansions: 0,
  frozen: 0,
});

/** Reports an error, if there is a message. */
export const complain = (assembly: Assembly, at: Position, message: string | undefined): void => {
  if (message !== undefined) assembly.errors.push({ message, at });
};

/** The items of a section, which is made where there is none yet. */
export const itemsOf = (assembly: Assembly, section: string): Item[] => {
  const items = assembly.sections.get(section) ?? [];
  assembly.sections.set(section, items);
  return items;
};

/** Adds an item to the current section. */
export const emit = (assembly: Assembly, item: Item): void => {
  itemsOf(assembly, assembly.section).push(item);
};
