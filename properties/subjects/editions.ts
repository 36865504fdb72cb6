// Which editions hold of kernel source: those whose signs its code shows, and where.
import type { LoweredProgram } from '../../asm/lower/lower.ts';
import { type EditionName, editionNamed, editions } from '../../spec/editions/editions.ts';
import { signsText } from '../../spec/vocabulary/signs.ts';

/** An edition that holds, and how that was found. */
export interface EditionFound {
  readonly edition: EditionName;
  /** The instruction with the last of its signs, as `file:line`. */
  readonly site: string;
  /** The signs, in words. */
  readonly by: string;
}

/** The editions that hold of source, in the order of the list: none for which another holds instead. */
export function editionsFound(source: Pick<LoweredProgram, 'signs'>): readonly EditionFound[] {
  const found = shownBy(source);
  const replaced = found.flatMap(({ edition }) => editionNamed(edition).instead ?? []);
  return found.filter(({ edition }) => !replaced.includes(edition));
}

/** The editions whose signs code shows. */
const shownBy = ({ signs }: Pick<LoweredProgram, 'signs'>): readonly EditionFound[] =>
  editions.flatMap(({ name, signs: sought, also = [] }) => {
    const at = signs(sought);
    if (at === undefined || also.some((more) => signs(more) === undefined)) return [];
    const file = at.file.slice(at.file.lastIndexOf('/') + 1);
    return [{ edition: name, site: `${file}:${at.line}`, by: `code ${signsText(sought, also)}` }];
  });
