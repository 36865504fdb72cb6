// Names and texts of lowered steps: file and line, and the line as its author wrote it.
//
// Several instructions of one line (a macro, a repetition) are told apart by a number after the line; what a macro made is
// written as the assembler has it.
import type { Instruction } from '../listing.ts';
import { writeItem } from '../writing.ts';

/** The site and the text of an instruction. */
export interface Sign {
  readonly site: string;
  readonly text: string;
}

/** Signs for instructions in the order in which they lie. */
export function signs(instructions: readonly Instruction[]): readonly Sign[] {
  const shown = shownNames([...new Set(instructions.map(({ at }) => at.file))]);
  const places = instructions.map(({ at }) => `${shown.get(at.file) ?? at.file}:${at.line}`);
  const total = new Map<string, number>();
  for (const place of places) total.set(place, (total.get(place) ?? 0) + 1);
  const seen = new Map<string, number>();
  return instructions.map((instruction, i) => {
    const place = places[i] ?? '';
    const number = (seen.get(place) ?? 0) + 1;
    seen.set(place, number);
    const { through } = instruction.at;
    return {
      site: total.get(place) === 1 ? place : `${place}.${number}`,
      text: through.length === 0 ? written(instruction) : writeItem(instruction),
    };
  });
}

/** The line without its label and its comment. */
const written = ({ at }: Instruction): string =>
  at.text
    .replace(/(?:\/\*|\/\/|#).*$/u, '')
    .replace(/^(?:[\w.$]+:\s*)+/u, '')
    .replace(/;\s*$/u, '')
    .replaceAll(/\s+/gu, ' ')
    .trim();

/** Files by their last name, where no other file of the program has it. */
function shownNames(files: readonly string[]): ReadonlyMap<string, string> {
  const last = (file: string) => file.slice(file.lastIndexOf('/') + 1);
  return new Map(
    files.map((file) => {
      const same = files.filter((other) => last(other) === last(file));
      return [file, same.length === 1 ? last(file) : file];
    }),
  );
}
