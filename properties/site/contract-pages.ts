// The contract on the site: its chapters, every clause with what realises it, breaks it and shows it, and the assumptions.
import { assumptions, neededBy } from '../../spec/assumptions.ts';
import type { Chapter } from '../../spec/chapter.ts';
import { citationText } from '../../spec/cite.ts';
import type { Clause } from '../../spec/clause.ts';
import { chapters, contract } from '../../spec/contract.ts';
import { isJudgedAt, levels } from '../levels/levels.ts';
import { claimText } from '../report/claim-text.ts';
import { type Html, html } from '../report/html.ts';
import { recorded } from '../subjects/defects.ts';
import {
  type ClauseFacts,
  count,
  type Evidence,
  evidenceKinds,
  evidenceOf,
  evidenceText,
  type RealisingStep,
} from './facts.ts';
import { grouped } from './grouped.ts';
import { clausePath, defectPath, type SitePage, slug, type To } from './page.ts';
import type { LinesOf } from './source-lines.ts';

/** What is known of clauses, and where steps are in source. */
export interface Known {
  readonly facts: ReadonlyMap<string, ClauseFacts>;
  readonly lines: LinesOf;
}

/** The list of chapters, a page for each, one for each clause, and the assumptions. */
export const contractPages = (known: Known): readonly SitePage[] => [
  chapterList(known),
  ...chapters.map((chapter) => chapterPage(chapter, known)),
  ...chapters.flatMap((chapter) =>
    chapter.clauses.map((clause) => clausePage(clause, chapter, known)),
  ),
  assumptionPage,
];

const chapterPath = ({ title }: Chapter): string => `contract/${slug(title)}.html`;

/** What a verdict rests on, as a tag. */
const evidenceTag = (facts: ClauseFacts | undefined): Html => {
  const evidence = evidenceOf(facts?.verdict);
  return html`<span class="tag ${evidence}">${evidence === 'none' ? 'not in this report' : evidence}</span>`;
};

const chapterList = ({ facts }: Known): SitePage => ({
  path: 'contract/index.html',
  title: 'The contract',
  section: 'contract',
  search: [],
  body: (to) => html`<h1>The contract</h1>
<p class="lead">${count(contract.length)} clauses in ${chapters.length} chapters, and ${assumptions.length} <a href="${to('contract/assumptions.html')}">assumptions</a>.
Each clause is a name, a sentence, citations and a claim; the tags say what its verdict on the repaired path rests on.</p>
<div class="scroll"><table><thead><tr><th>Chapter</th><th class="n">Clauses</th>${evidenceKinds.slice(0, -1).map((kind) => html`<th class="n">${kind}</th>`)}</tr></thead><tbody>
${chapters.map((chapter) => html`<tr><td><a href="${to(chapterPath(chapter))}">${chapter.title}</a><br><span class="soft">${chapter.about}</span></td><td class="n">${chapter.clauses.length}</td>${tally(chapter, facts)}</tr>\n`)}</tbody></table></div>`,
});

const tally = ({ clauses }: Chapter, facts: Known['facts']): readonly Html[] =>
  evidenceKinds.slice(0, -1).map((kind: Evidence) => {
    const own = clauses.filter(({ name }) => evidenceOf(facts.get(name)?.verdict) === kind);
    return html`<td class="n">${own.length === 0 ? '' : own.length}</td>`;
  });

const chapterPage = (chapter: Chapter, { facts }: Known): SitePage => ({
  path: chapterPath(chapter),
  title: chapter.title,
  section: 'contract',
  search: [{ title: chapter.title, text: chapter.about, kind: 'chapter' }],
  body: (to) => html`<p class="crumb"><a href="${to('contract/index.html')}">The contract</a></p>
<h1>${chapter.title}</h1>
<p class="lead">${chapter.about}</p>
${chapter.clauses.map(
  (clause) => html`<section class="entry" id="${clause.name}">
<h3><a class="name" href="${to(clausePath(clause.name))}">${clause.name}</a> ${evidenceTag(facts.get(clause.name))} ${brokenTag(facts.get(clause.name))}</h3>
<p>${clause.says} <span class="soft">Over ${clause.over.join(', ')}.</span></p>
<pre class="formula">${claimText(clause.claim).join('\n')}</pre>
</section>
`,
)}`,
});

const brokenTag = (facts: ClauseFacts | undefined): Html | undefined =>
  facts === undefined || facts.defects.length === 0
    ? undefined
    : html`<span class="tag broken">broken in Linux 3.1</span>`;

const clausePage = (clause: Clause, chapter: Chapter, { facts, lines }: Known): SitePage => {
  const own = facts.get(clause.name);
  return {
    path: clausePath(clause.name),
    title: clause.name,
    section: 'contract',
    search: [{ title: clause.name, text: clause.says, kind: 'clause' }],
    body: (
      to,
    ) => html`<p class="crumb"><a href="${to('contract/index.html')}">The contract</a> › <a href="${to(chapterPath(chapter))}">${chapter.title}</a></p>
<h1 class="name">${clause.name}</h1>
<p class="lead">${clause.says}</p>
<p>${evidenceTag(own)} ${evidenceText(own?.verdict)}.</p>
<h2>Claim</h2>
<pre class="formula" tabindex="0">${claimText(clause.claim).join('\n')}</pre>
<p class="soft">Over each ${clause.over.join(' and each ')}; judged at the level ${levels
      .filter((level) => isJudgedAt(level, clause))
      .map(({ name }) => name)
      .join(
        ' and ',
      )}. <a href="${to('docs/reading-guide.html#how-to-read-a-clause')}">How to read a clause</a>.</p>
<h2>From</h2>
<ul>${clause.cite.map((cite) => html`<li>${citationText(cite)}</li>`)}</ul>
${own === undefined ? '' : [realisedBy(own.steps, lines), brokenBy(own, to), killsOf(own)]}`,
  };
};

const realisedBy = (
  steps: readonly RealisingStep[],
  lines: LinesOf,
): Html => html`<h2>Realised by</h2>
${
  steps.length === 0
    ? html`<p class="soft">No step of the switch alone: it would hold without any one of them, or it is not about the switch.</p>`
    : html`<p>Steps of the repaired path without which it fails.</p>
<div class="scroll"><table><thead><tr><th>Step</th><th>Does</th><th>Routine</th>${lines.trees.map((tree) => html`<th>${tree}</th>`)}</tr></thead><tbody>
${steps.map(({ site, text, routine }) => html`<tr><td><code>${site}</code></td><td>${text}</td><td><code>${routine}</code></td>${lines.at(site).map((line) => html`<td><code>${line}</code></td>`)}</tr>\n`)}</tbody></table></div>`
}`;

const brokenBy = (
  { defects, published }: ClauseFacts,
  to: To,
): Html => html`<h2>Recorded defects</h2>
${
  defects.length === 0
    ? html`<p class="soft">None breaks it${published === undefined ? '' : `: on Linux 3.1 as published it ${published.verdict}`}.</p>`
    : html`<ul>${defects.map((name) => html`<li><a href="${to(defectPath(name))}"><code>${name}</code></a>: ${recorded[name]?.says ?? ''} Fixed: ${recorded[name]?.fixed ?? ''}.</li>`)}</ul>`
}`;

function killsOf({ kills, rules, alone }: ClauseFacts): Html {
  const sites = grouped(kills, ({ site }) => site);
  return html`<h2>Faults that it kills</h2>
<p>${count(kills.length)} of the path${rules.length === 0 ? '' : html`, ${rules.length} of other levels`}.${alone === null ? '' : html` No other clause kills <code>${alone}</code>.`}</p>
${rules.length === 0 ? '' : html`<ul>${rules.map(({ level, fault, text }) => html`<li><code>${fault}</code> (${level}): ${text}</li>`)}</ul>`}
${
  kills.length === 0
    ? ''
    : html`<details><summary>By step (${sites.size})</summary><div class="scroll"><table><tbody>
${[...sites].map(([site, faults]) => html`<tr><th scope="row"><code>${site}</code></th><td>${faults.map(({ fault }) => fault.replace(`${site}:`, '')).join(', ')}</td></tr>\n`)}</tbody></table></div></details>`
}`;
}

const assumptionPage: SitePage = {
  path: 'contract/assumptions.html',
  title: 'Assumptions',
  section: 'contract',
  search: assumptions.map(({ name, says }) => ({
    title: name,
    text: says,
    kind: 'assumption',
    fragment: name,
  })),
  body: (to) => html`<p class="crumb"><a href="${to('contract/index.html')}">The contract</a></p>
<h1>Assumptions</h1>
<p class="lead">What is taken on trust about the caller and the environment, and the clause that a correct switch fails without it.</p>
${assumptions.map(({ name, says, cite }) => {
  const need = neededBy[name];
  return html`<section class="entry" id="${name}"><h3><span class="name">${name}</span></h3><p>${says}</p>
<p class="soft">${cite.map(citationText).join('; ')}.${need === undefined ? '' : html` Without it <a href="${to(clausePath(need.clause))}"><code>${need.clause}</code></a> is ${need.falls}.`}</p></section>
`;
})}`,
};
