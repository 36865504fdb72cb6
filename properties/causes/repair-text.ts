// A repair in words: what each of its edits changes, and at which step of the program.
import type { Edit } from '../../model/mutate.ts';

/** A line for each edit. */
export const repairTexts = (edits: readonly Edit[]): readonly string[] => edits.map(repairText);

function repairText(edit: Edit): string {
  switch (edit.edit) {
    case 'drop':
      return `drop ${edit.at}`;
    case 'replace':
      return `at ${edit.at}: ${edit.by.text}`;
    case 'before':
    case 'within-before':
      return `before ${edit.at}: ${putText(edit.put)}`;
    case 'after':
    case 'within-after':
      return `after ${edit.at}: ${putText(edit.put)}`;
  }
}

const putText = (put: Extract<Edit, { readonly put: unknown }>['put']): string =>
  Object.values(put)
    .map(({ text }) => text)
    .join(', ');
