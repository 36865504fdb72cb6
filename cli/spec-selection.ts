// Which part of the contract is asked for: a clause, names with a star, a chapter, a register, or where a clause comes from.
import { isOfRegister } from '../properties/report/clause-places.ts';
import type { Citation } from '../spec/cite.ts';
import type { Clause } from '../spec/clause.ts';
import { chapters, contract } from '../spec/contract.ts';
import { partsOf } from '../spec/seed-lines.ts';
import { placesOf, type Register, registers } from '../spec/vocabulary/registers.ts';
import { UsageError, unknown } from './usage.ts';

/** What is printed. */
export interface SpecSelection {
  /** In reading order. */
  readonly clauses: readonly Clause[];
  /** Rows of the ledger. */
  readonly registers: readonly Register[];
  /** Whether that is everything, assumptions too. */
  readonly whole: boolean;
}

const rows = Object.keys(registers) as Register[];

/** What the words stand for together; everything where there are none. Throws UsageError for a word that stands for nothing. */
export function selectionOf(words: readonly string[]): SpecSelection {
  if (words.length === 0) return { clauses: contract, registers: rows, whole: true };
  const parts = words.map(partNamed);
  const chosen = new Set(parts.flatMap(({ clauses }) => clauses));
  return {
    clauses: contract.filter((clause) => chosen.has(clause)),
    registers: [...new Set(parts.flatMap((part) => part.registers))],
    whole: false,
  };
}

type Part = Omit<SpecSelection, 'whole'>;

const only = (clauses: readonly Clause[]): Part => ({ clauses, registers: [] });

/** What one word stands for. */
function partNamed(word: string): Part {
  const exact = contract.filter(({ name }) => name === word);
  if (exact.length > 0) return only(exact);
  if (word.includes('*')) return withStar(word);
  const chapter = chapters.find(({ title }) => slug(title) === slug(word));
  if (chapter !== undefined) return only(chapter.clauses);
  const register = registerNamed(word);
  if (register !== undefined)
    return { clauses: contract.filter(isOfRegister(register)), registers: [register] };
  const cited = contract.filter(({ cite }) => cite.some((one) => isFrom(one, word)));
  if (cited.length > 0) return only(cited);
  return unknown('clause, chapter, register, routine or file', word, names());
}

function withStar(word: string): Part {
  const parts = word.split('*').map((part) => part.replaceAll(/[^\w-]/gu, '\\$&'));
  const pattern = new RegExp(`^${parts.join('.*')}$`, 'u');
  const matching = contract.filter(({ name }) => pattern.test(name));
  if (matching.length === 0)
    throw new UsageError(`no clause is called '${word}'; hvspec spec --contents lists them`);
  return only(matching);
}

/** The row of a register, or of one of its members: DSCR, r20, PMC3. */
const registerNamed = (word: string): Register | undefined =>
  rows.find((row) => row.toLowerCase() === word.toLowerCase()) ??
  rows.find((row) => placesOf(row).some((place) => place.toLowerCase() === word.toLowerCase()));

/** Whether a citation is of a routine or field of the kernel, of a file, or of a line of the seed's file. */
function isFrom(citation: Citation, word: string): boolean {
  const { file = '', line } = /^(?<file>.*?)(?::(?<line>\d+))?$/u.exec(word)?.groups ?? {};
  switch (citation.kind) {
    case 'seed':
      return file === SEED && (line === undefined || hasLine(citation.lines, Number(line)));
    case 'kernel':
      return line === undefined && [citation.identifier, citation.file].includes(file);
    case 'isa':
    case 'abi':
    case 'message':
      return false;
  }
}

const hasLine = (lines: string, line: number): boolean =>
  partsOf(lines).some(([first, last]) => first <= line && line <= last);

const SEED = 'book3s_hv_interrupts.S';

const slug = (title: string): string => title.toLowerCase().replaceAll(/[\s-]+/gu, '-');

/** All that a word may stand for, to tell what comes nearest. */
const names = (): readonly string[] => [
  ...contract.map(({ name }) => name),
  ...chapters.map(({ title }) => slug(title)),
  ...rows,
  ...contract.flatMap(({ cite }) =>
    cite.flatMap((one) => (one.kind === 'kernel' ? [one.identifier, one.file] : [])),
  ),
  SEED,
];
