// The schedule of generated code: statements in the order in which they were emitted, and each local right before the first
// line that reads it, so that few are live at a time. Dead locals are eliminated.
//
// A local that reads the buffer stays before every statement that may change what it reads.

/** Whether a statement may change this half of the buffer. */
export type Changes = (half: number) => boolean;

/** A local with its name, or a statement. */
export interface Line {
  readonly name?: string;
  readonly text: string;
  readonly changes?: Changes;
}

const NAMES = /\bv\d+\b/gu;
const READS = /\bR\[([^\]]+)\]/gu;

/** The text of lines, each before those that may read it. */
export function scheduledText(lines: readonly Line[]): string {
  const statements = lines.filter(({ name }) => name === undefined);
  const texts = statements.map((): string[] => []);
  /** The statement before which each name must be defined. */
  const needed = new Map<string, number>();
  let here = statements.length;
  for (const line of lines.toReversed()) {
    if (line.name === undefined) here--;
    const at = line.name === undefined ? here : needed.get(line.name);
    if (at === undefined) continue;
    const place = line.name === undefined ? here : firstChanging(statements, line, here, at);
    for (const [used] of line.text.matchAll(NAMES))
      needed.set(used, Math.min(place, needed.get(used) ?? place));
    texts[place]?.push(line.text);
  }
  return texts.flatMap((text) => text.reverse()).join('\n');
}

/** The first of the statements from one on that may change what a local reads, up to the one that needs it. */
function firstChanging(
  statements: readonly Line[],
  { text }: Line,
  from: number,
  to: number,
): number {
  const halves = Array.from(text.matchAll(READS), ([, half]) => Number(half));
  if (halves.length === 0) return to;
  for (let i = from; i < to; i++) {
    const changes = statements[i]?.changes;
    if (changes !== undefined && halves.some((half) => Number.isNaN(half) || changes(half)))
      return i;
  }
  return to;
}
