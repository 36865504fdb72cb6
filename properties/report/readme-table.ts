// The README's table of clauses, made from the contract.
import { citationText } from '../../spec/cite.ts';
import { chapters } from '../../spec/contract.ts';

/** One table a chapter, in Markdown. */
export const readmeTable = (): string =>
  chapters
    .map(({ title, about, clauses }) =>
      [
        `### ${title}`,
        '',
        about,
        '',
        '| Clause | Says | Over | Cites |',
        '|---|---|---|---|',
        ...clauses.map(
          ({ name, says, over, cite }) =>
            `| \`${name}\` | ${says} | ${over} | ${cite.map(citationText).join('; ')} |`,
        ),
        '',
      ].join('\n'),
    )
    .join('\n');
