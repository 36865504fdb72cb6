// The recorded defects on the site: what each is, what it breaks, its card, and the page of its counterexample.
import { citationText } from '../../spec/cite.ts';
import type { Counterexample } from '../counterexample/counterexample.ts';
import { card } from '../report/card.ts';
import { type Html, html } from '../report/html.ts';
import { page } from '../report/page/page.ts';
import { brokenBy, recorded } from '../subjects/defects.ts';
import { clausePath, defectPath, type SitePage, type To, type WholePage } from './page.ts';

/** The counterexamples by the names of the defects; some may be missing. */
export type Shown = ReadonlyMap<string, Counterexample>;

const names = Object.keys(recorded);

/** A page for each, and one that lists them. */
export const defectPages = (shown: Shown): readonly SitePage[] => [
  defectList,
  ...names.map((name) => defectPage(name, shown.get(name))),
];

/** The pages of their counterexamples. */
export const tracePages = (shown: Shown): readonly WholePage[] =>
  [...shown].map(([name, one]) => ({ path: tracePath(name), text: page(one) }));

const tracePath = (name: string): string => `defects/${name}-run.html`;

const defectList: SitePage = {
  path: 'defects/index.html',
  title: 'Defects',
  section: 'defects',
  search: [],
  body: (to) => html`<h1>Defects</h1>
<p class="lead">${names.length} real defects of Linux 3.1 that the contract finds, each recorded with what it breaks. The published model has them; the repaired one does not.</p>
<div class="scroll"><table><thead><tr><th>Defect</th><th>What goes wrong</th><th>Where</th><th>Fixed</th></tr></thead><tbody>
${names.map((name) => {
  const { says = '', cite = [], fixed = '' } = recorded[name] ?? {};
  return html`<tr><th scope="row"><a href="${to(defectPath(name))}"><code>${name}</code></a></th><td>${says}</td><td>${cite.map((one) => html`${citationText(one)}<br>`)}</td><td>${fixed}</td></tr>
`;
})}</tbody></table></div>`,
};

const defectPage = (name: string, shown: Counterexample | undefined): SitePage => ({
  path: defectPath(name),
  title: name,
  section: 'defects',
  search: [{ title: name, text: recorded[name]?.says ?? '', kind: 'defect' }],
  body: (to) => {
    const { says = '', cite = [], fixed = '' } = recorded[name] ?? {};
    return html`<p class="crumb"><a href="${to('defects/index.html')}">Defects</a></p>
<h1 class="name">${name}</h1>
<p class="lead">${says}</p>
<p>${cite.map((one) => html`${citationText(one)}. `)}Fixed: ${fixed}.</p>
<h2>Breaks</h2>
<ul>${brokenBy(name).map((clause) => html`<li><a href="${to(clausePath(clause))}"><code>${clause}</code></a></li>`)}</ul>
<h2>Seen in a run</h2>
${cardOf(name, shown, to)}`;
  },
});

const cardOf = (name: string, shown: Counterexample | undefined, to: To): Html =>
  shown === undefined
    ? html`<p class="soft">This site was built without it: <code>npx hvspec counterexample ${name}</code> shows it.</p>`
    : html`<p><a href="${to(tracePath(name))}">The whole run, step by step</a></p>
<pre class="card" tabindex="0">${card(shown)}</pre>
<p class="soft"><a href="${to('docs/reading-guide.html#reading-a-counterexample')}">How to read it</a></p>`;
