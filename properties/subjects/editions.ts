// Which editions hold of kernel source: those whose signs its code shows, and where.
import type { LoweredProgram } from '../../asm/lower/lower.ts';
import { type EditionName, editions } from '../../spec/editions/editions.ts';
import { signText } from '../../spec/vocabulary/signs.ts';

/** An edition that holds, and how that was found. */
export interface EditionFound {
  readonly edition: EditionName;
  /** The instruction with the last of its signs, as `file:line`. */
  readonly site: string;
  /** The signs, in words. */
  readonly by: string;
}

/** The editions that hold of source, in the order of the list. */
export const editionsFound = ({ signs }: Pick<LoweredProgram, 'signs'>): readonly EditionFound[] =>
  editions.flatMap(({ name, signs: sought }) => {
    const at = signs(sought);
    if (at === undefined) return [];
    const file = at.file.slice(at.file.lastIndexOf('/') + 1);
    const by = `code ${sought.map(signText).join(', then ')}`;
    return [{ edition: name, site: `${file}:${at.line}`, by }];
  });
