// The first page: what this is, what is known and how, and where to go on.
import { chapters, contract } from '../../spec/contract.ts';
import { levels } from '../levels/levels.ts';
import { html } from '../report/html.ts';
import { recorded } from '../subjects/defects.ts';
import { switchDrawing } from './drawing.ts';
import { type ClauseFacts, count, evidenceKinds, evidenceOf } from './facts.ts';
import { defectPath, type SitePage } from './page.ts';
import type { KillReport } from './reports.ts';

/** The page. */
export const homePage = (facts: ReadonlyMap<string, ClauseFacts>, kill: KillReport): SitePage => ({
  path: 'index.html',
  title: 'power7-hv-spec: the KVM world switch on POWER7',
  section: undefined,
  search: [],
  body: (to) => html`<h1>The KVM world switch on POWER7, specified</h1>
<p class="lead">What must be true when the kernel enters a guest and comes back, clause by clause; what sees to it; and how that is known.</p>
<ul class="facts">
<li><b>${count(contract.length)}</b><span><a href="${to('contract/index.html')}">clauses</a> in ${chapters.length} chapters, judged at ${levels.length} <a href="${to('levels.html')}">levels</a></span></li>
${evidenceKinds.slice(0, -1).map((kind) => {
  const number = contract.filter(
    ({ name }) => evidenceOf(facts.get(name)?.verdict) === kind,
  ).length;
  return number === 0 ? '' : html`<li><b>${count(number)}</b><span>${MEANS[kind]}</span></li>\n`;
})}<li><b>${Object.keys(recorded).length}</b><span><a href="${to('defects/index.html')}">real defects</a> of Linux 3.1</span></li>
<li><b>${count(kill.results.length)}</b><span><a href="${to('faults.html')}">planted faults</a>, of which ${count(kill.results.filter(({ fate }) => fate === 'survived').length)} survived</span></li>
</ul>
<h2>The switch</h2>
${switchDrawing()}
<h2>Where to begin</h2>
<ul>
<li><a href="${to('registers.html')}">The register matrix</a>: who saves, restores and loads each register, and how that is known.</li>
<li><a href="${to(defectPath('cr-not-kept'))}">A defect</a>: the host's CR is lost, seen in the shortest run that shows it.</li>
<li><a href="${to('docs/reading-guide.html')}">The reading guide</a>, and the <a href="${to('docs/readme.html')}">README</a>, which has the commands to try.</li>
<li><a href="${to('docs/limits.html')}">Limits</a>: what is assumed, what is only sampled, what is left out.</li>
</ul>`,
});

/** What each kind of evidence says. */
const MEANS: Readonly<Record<(typeof evidenceKinds)[number], string>> = {
  proved: 'proved for every machine and guest',
  reached: 'witnesses, reached by a history',
  exhaustive: 'hold in every state of their model',
  sampled: 'sampled in random histories: no proof',
  none: '',
};
