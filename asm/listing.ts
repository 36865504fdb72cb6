// What reading assembly gives: the items of every section in order, each with the line it was written
// on. Everything the assembler decides while reading is already decided here (macros, repetition,
// conditionals, numeric labels, the value of reassigned symbols); what only a layout can decide
// (addresses) is left as expressions. Instructions are not given meaning here.
import type { Expression } from './expression.ts';

/** A place in the source as its author wrote it, however many macros stand between. */
export interface Position {
  readonly file: string;
  readonly line: number;
  /** The source line as written, trimmed; for a call over several lines, its first line. */
  readonly text: string;
  /** The macros expanded on the way, outermost first. */
  readonly through: readonly string[];
}

/** A value, or a base register with a displacement. */
export type Operand =
  | { readonly kind: 'expression'; readonly value: Expression }
  | { readonly kind: 'memory'; readonly displacement: Expression; readonly base: Expression };

/** One instruction, as it was written. */
export interface Instruction {
  readonly kind: 'instruction';
  readonly at: Position;
  /** Lower case, with the record dot (`andi.`) and without the prediction hint. */
  readonly mnemonic: string;
  readonly hint?: '+' | '-';
  readonly operands: readonly Operand[];
}

interface Label {
  readonly kind: 'label';
  readonly at: Position;
  /** The instances of the numeric label 1 are named `1#1`, `1#2` and so on. */
  readonly name: string;
}

/** One value of 1, 2, 4 or 8 bytes, most significant byte first. */
export interface Data {
  readonly kind: 'data';
  readonly at: Position;
  readonly width: 1 | 2 | 4 | 8;
  readonly value: Expression;
}

/** `size` bytes, each `fill`. */
interface Space {
  readonly kind: 'space';
  readonly at: Position;
  readonly size: Expression;
  readonly fill: Expression;
}

/** The location rises to a multiple of `bytes`, a power of two. */
interface Align {
  readonly kind: 'align';
  readonly at: Position;
  readonly bytes: number;
}

/** `. = to`: bare numbers count from the start of the section. */
interface Origin {
  readonly kind: 'origin';
  readonly at: Position;
  readonly to: Expression;
}

/** What a section consists of. */
export type Item = Instruction | Label | Data | Space | Align | Origin;

/** An include that was not followed, which a reader may need to know and need not mind. */
export interface NotIncluded {
  readonly name: string;
  readonly at: Position;
}

/** What was read, section by section. */
export interface Listing {
  /** By section name (`.text`, `.opd`, ...), in the order of first use. */
  readonly sections: ReadonlyMap<string, readonly Item[]>;
  /** The last value of every `name = value`, `.set` and `.equ`. */
  readonly symbols: ReadonlyMap<string, Expression>;
  readonly globals: ReadonlySet<string>;
  readonly notIncluded: readonly NotIncluded[];
  /** What the build is taken to define, by Kconfig's names. */
  readonly configuration: readonly string[];
  /** Features of POWER7 as they were decided, where that is not as Linux 3.1 has it: `NAME`, or `no NAME`. */
  readonly otherFeatures: readonly string[];
}

/** What is wrong, and where. */
export interface SourceError {
  readonly message: string;
  readonly at: Position;
}

/** A listing, or all errors of the reading. */
export type Reading =
  | { readonly ok: true; readonly listing: Listing }
  | { readonly ok: false; readonly errors: readonly SourceError[] };
