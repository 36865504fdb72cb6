// The levels, with a drawing of the switch, and the interrupt vectors.
import { contract } from '../../spec/contract.ts';
import { vectorRows } from '../../spec/vocabulary/vectors.ts';
import { isJudgedAt, levels } from '../levels/levels.ts';
import { html } from '../report/html.ts';
import { switchDrawing } from './drawing.ts';
import type { ClauseFacts } from './facts.ts';
import { evidenceKinds, evidenceOf } from './facts.ts';
import type { SitePage } from './page.ts';

/** What one run of each level is, as the README's table says it. */
export const runsOf = (readme: string): ReadonlyMap<string, string> =>
  new Map(
    [...readme.matchAll(/^\| `(\w+)` +\| ([^|\n]+?) +\| (?:sampled|exhaustive)/gmu)].map(
      ([, name = '', says = '']): [string, string] => [name, says],
    ),
  );

/** The page of the levels. */
export const levelsPage = (
  facts: ReadonlyMap<string, ClauseFacts>,
  runs: ReadonlyMap<string, string>,
): SitePage => ({
  path: 'levels.html',
  title: 'Levels',
  section: 'levels',
  search: levels.map(({ name }) => ({
    title: name,
    text: runs.get(name) ?? '',
    kind: 'level',
    fragment: name,
  })),
  body: (to) => html`<h1>Levels</h1>
<p class="lead">One contract is judged at ${levels.length} levels. A level says what one run is, and how all runs are tried.</p>
<h2 id="the-switch">The switch</h2>
${switchDrawing()}
<p>From the call to the return is a <em>switch</em>; a clause names the part that it is judged over:
<a href="${to('docs/glossary.html#spans')}">spans</a>.</p>
<h2>One by one</h2>
<div class="scroll"><table><thead><tr><th>Level</th><th>One run is</th><th>Judged over</th><th>Tried</th><th class="n">Clauses</th><th class="n">Faults</th><th>Evidence</th></tr></thead><tbody>
${levels.map((level) => {
  const own = contract.filter((clause) => isJudgedAt(level, clause));
  return html`<tr id="${level.name}"><th scope="row"><code>${level.name}</code></th><td>${runs.get(level.name) ?? ''}</td><td>${level.kinds.join(', ')}</td><td>${level.extent}</td><td class="n">${own.length}</td><td class="n">${Object.keys(level.faults).length || ''}</td>
<td>${evidenceKinds.slice(0, -1).map((kind) => {
    const number = own.filter(({ name }) => evidenceOf(facts.get(name)?.verdict) === kind).length;
    return number === 0 ? '' : html`<span class="tag ${kind}">${number} ${kind}</span> `;
  })}</td></tr>
`;
})}</tbody></table></div>
<p class="soft">Faults of the switch itself are edits of its path: <a href="${to('faults.html')}">Faults</a>.</p>`,
});

/** The page of the vectors. */
export const vectorsPage = (): SitePage => ({
  path: 'vectors.html',
  title: 'Vectors',
  section: 'vectors',
  search: vectorRows.map(({ address, is }) => ({
    title: addressText(address),
    text: is,
    kind: 'vector',
    fragment: addressText(address),
  })),
  body: () => html`<h1>Vectors</h1>
<p class="lead">Every interrupt vector of POWER7: where the interrupts of a guest go, what keeps the interrupted address and MSR, and what Linux 3.1 has there.</p>
<label class="filter" hidden><span>Filter</span><input data-filters="vectors" type="search" autocomplete="off"></label>
<div class="scroll" tabindex="0" role="region" aria-label="Vectors"><table id="vectors"><thead><tr><th>Vector</th><th>Interrupt</th><th>Goes</th><th>Saves to</th><th>Comes, while a guest runs</th><th>In Linux 3.1</th><th>Handler</th></tr></thead><tbody>
${vectorRows.map(
  ({
    address,
    is,
    goes,
    saves,
    comes,
    linux,
    handlers,
  }) => html`<tr id="${addressText(address)}"><th scope="row"><code>${addressText(address)}</code></th><td>${is}</td><td>${goes}</td><td><code>${saves}0</code>, <code>${saves}1</code></td><td>${comes}</td><td>${linux === 'no code' ? linux : html`<code>${linux}</code>`}</td><td>${handlers.map((name) => html`<code>${name}_common</code> `)}</td></tr>
`,
)}</tbody></table></div>`,
});

const addressText = (address: bigint): string => `0x${address.toString(16)}`;
