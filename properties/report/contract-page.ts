// The contract as a page of the documentation: its chapters with their clauses, and its assumptions.
import { assumptions, neededBy } from '../../spec/assumptions.ts';
import type { Chapter } from '../../spec/chapter.ts';
import { citationText } from '../../spec/cite.ts';
import type { Clause } from '../../spec/clause.ts';
import { chapters, contract } from '../../spec/contract.ts';

const HEAD = `# The contract

Every clause of the contract, generated from [\`spec/\`](../spec/contract.ts); do not edit this page (see
[how it is made](../CONTRIBUTING.md#the-documentation)). _Over_ is the [span of a run](glossary.md#spans) that the clause
is judged over. \`npx hvspec spec NAME\` also prints the claim as a formula, and \`npx hvspec spec\` the ledger of registers.`;

/** The page, in Markdown. */
export const contractPage = (): string =>
  [
    HEAD,
    '',
    `${contract.length} clauses in ${chapters.length} chapters, and ${assumptions.length} [assumptions](#assumptions):`,
    '',
    ...chapters.map(({ title, clauses }) => `- [${title}](#${slugOf(title)}) (${clauses.length})`),
    '',
    ...chapters.flatMap(chapterLines),
    ...assumptionLines(),
    '',
  ].join('\n');

const slugOf = (title: string): string => title.toLowerCase().replaceAll(' ', '-');

const chapterLines = ({ title, about, clauses }: Chapter): readonly string[] => [
  `## ${title}`,
  '',
  about,
  '',
  '| Clause | Says | Over | Cites |',
  '|---|---|---|---|',
  ...clauses.map(clauseRow),
  '',
];

const clauseRow = ({ name, says, over, cite }: Clause): string =>
  `| \`${name}\` | ${says} | ${over.join(', ')} | ${cite.map(citationText).join('; ')} |`;

const assumptionLines = (): readonly string[] => [
  '## Assumptions',
  '',
  'What is taken on trust about the caller and the environment. A test shows that each assumption is needed: without it, a correct switch fails the clause named.',
  '',
  '| Assumption | Says | Without it | Cites |',
  '|---|---|---|---|',
  ...assumptions.map(
    ({ name, says, cite }) =>
      `| \`${name}\` | ${says} | ${needText(name)} | ${cite.map(citationText).join('; ')} |`,
  ),
];

function needText(assumption: string): string {
  const need = neededBy[assumption];
  return need === undefined ? '' : `\`${need.clause}\` is ${need.falls}`;
}
