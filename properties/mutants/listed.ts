// The list of mutants that may survive, each with its reason: `survivors.json` beside this file, read and looked through.
//
// A mutant is named by what its line was and what it has become, so that lines that move above it do not put the list out of date.

/** A mutant that may survive. */
export interface AcceptedMutant {
  readonly file: string;
  readonly mutator: string;
  /** The line where it begins, without the space around it. */
  readonly line: string;
  /** What that line has become. */
  readonly becomes: string;
  /** Why no test could tell it, or why none needs to. */
  readonly because: string;
  /** How often the file has such a line; once where nothing is said. */
  readonly times?: number;
}

const TEXTS = ['file', 'mutator', 'line', 'becomes', 'because'] as const;

/** Reads the list. Throws an Error that says which entry is wrong, and in what. */
export function readListed(text: string): readonly AcceptedMutant[] {
  const entries: unknown = JSON.parse(text);
  if (!Array.isArray(entries)) throw new Error('the list of survivors is no array');
  for (const [i, entry] of entries.entries()) {
    const why = wrongIn(entry);
    if (why !== undefined) throw new Error(`entry ${i + 1} of the list of survivors ${why}`);
  }
  return entries.filter(isListed);
}

const isListed = (entry: unknown): entry is AcceptedMutant => wrongIn(entry) === undefined;

function wrongIn(entry: unknown): string | undefined {
  if (typeof entry !== 'object' || entry === null) return 'is no object';
  const fields = new Map<string, unknown>(Object.entries(entry));
  for (const name of TEXTS) {
    const text = fields.get(name);
    if (typeof text !== 'string' || text.trim() === '') return `has no '${name}'`;
  }
  const times = fields.get('times') ?? 1;
  return Number.isSafeInteger(times) && Number(times) > 0
    ? undefined
    : `has 'times' that is no number of 1 or more`;
}
