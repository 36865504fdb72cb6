// The kill matrix on the site: what became of every fault, by what kind of slip it is and by routine, and what was not killed.
import { repaired } from '../../model/paths/repairs.ts';
import { type Html, html } from '../report/html.ts';
import { count } from './facts.ts';
import { grouped } from './grouped.ts';
import { clausePath, type SitePage, type To } from './page.ts';
import type { KillReport, TriedFault } from './reports.ts';

const fates = ['killed', 'equivalent', 'unreached', 'excused', 'survived'] as const;

/** The page. */
export const faultsPage = (kill: KillReport): SitePage => ({
  path: 'faults.html',
  title: 'Faults',
  section: 'faults',
  search: kill.rules.map(({ fault, text }) => ({
    title: fault,
    text,
    kind: 'fault of a level',
    fragment: fault,
  })),
  body: (to) => html`<h1>Faults</h1>
<p class="lead">${count(kill.results.length)} faults planted in the ${kill.model} path, and ${count(kill.rules.length)} in the rules of other levels. Each must be caught by a clause, or explained. <a href="${to('docs/mutation.html')}">How faults are judged</a>.</p>
<h2>By kind of slip</h2>
${table(
  'Slip',
  grouped(kill.results, ({ slip }) => slip),
)}
<h2>By routine</h2>
${table(
  'Routine',
  grouped(kill.results, ({ site }) => routineOf.get(site) ?? 'put in'),
)}
<h2>By clause</h2>
<label class="filter" hidden><span>Filter</span><input data-filters="by-clause" type="search" autocomplete="off"></label>
${clauseTable(kill, to)}
<h2>Faults of levels</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Faults of levels"><table><thead><tr><th>Level</th><th>Fault</th><th>What it does</th><th>Caught by</th></tr></thead><tbody>
${kill.rules.map(({ level, fault, text, by }) => html`<tr id="${fault}"><td><code>${level}</code></td><td><code>${fault}</code></td><td>${text}</td><td>${by.map((name) => html`<a href="${to(clausePath(name))}">${name}</a> `)}</td></tr>\n`)}</tbody></table></div>
<h2>Not killed, and why</h2>
${notKilled(kill)}`,
});

const routineOf: ReadonlyMap<string, string> = new Map(
  repaired.routines.flatMap(({ name, passages }) =>
    passages.flatMap(({ steps }) => steps.map(({ site }): [string, string] => [site, name])),
  ),
);

const table = (
  what: string,
  groups: ReadonlyMap<string, readonly TriedFault[]>,
): Html => html`<div class="scroll"><table class="heat"><thead><tr><th>${what}</th><th class="n">All</th>${fates.map((fate) => html`<th class="n">${fate}</th>`)}</tr></thead><tbody>
${[...groups].map(
  ([
    name,
    faults,
  ]) => html`<tr><th scope="row"><code>${name}</code></th><td>${count(faults.length)}</td>${fates.map(
    (fate) => {
      const number = faults.filter((one) => one.fate === fate).length;
      return html`<td${fate === 'survived' && number > 0 && html` class="some"`}>${number === 0 ? '' : count(number)}</td>`;
    },
  )}</tr>
`,
)}</tbody></table></div>`;

function clauseTable({ results, clauses }: KillReport, to: To): Html {
  const kills = new Map<string, number>();
  for (const { by = [] } of results)
    for (const name of by) kills.set(name, (kills.get(name) ?? 0) + 1);
  const rows = clauses.toSorted((a, b) => (kills.get(b.clause) ?? 0) - (kills.get(a.clause) ?? 0));
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Kills by clause"><table id="by-clause"><thead><tr><th>Clause of the switch</th><th class="n">Kills</th><th>One that it kills alone, or why it is kept</th></tr></thead><tbody>
${rows.map(({ clause, alone, kept }) => html`<tr><td><a href="${to(clausePath(clause))}">${clause}</a></td><td class="n">${count(kills.get(clause) ?? 0)}</td><td>${alone === null ? (kept ?? '') : html`<code>${alone}</code>`}</td></tr>\n`)}</tbody></table></div>`;
}

const notKilled = ({ results }: KillReport): Html =>
  html`${fates.slice(1).map((fate) => {
    const own = results.filter((one) => one.fate === fate);
    const reasons = grouped(own, ({ why = 'no reason recorded' }) => why);
    return own.length === 0
      ? ''
      : html`<details><summary>${fate} (${count(own.length)})</summary><ul>
${[...reasons].map(([why, faults]) => html`<li>${why}: ${count(faults.length)}${faults.length > MOST ? ' faults' : html`, ${faults.map(({ fault }) => html`<code>${fault}</code> `)}`}</li>\n`)}</ul></details>`;
  })}`;

/** Faults of one reason that are named. */
const MOST = 12;
