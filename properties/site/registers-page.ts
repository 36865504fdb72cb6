// The register matrix: every register by who saves, restores and loads it, the clauses about it, and what is known of them.
import { contract } from '../../spec/contract.ts';
import { ledger } from '../../spec/ledger.ts';
import { type Register, type RegisterRow, registers } from '../../spec/vocabulary/registers.ts';
import { isOfRegister, placesOfClause } from '../report/clause-places.ts';
import { type Html, html } from '../report/html.ts';
import { guestText, hostText } from '../report/spec-document.ts';
import type { Known } from './contract-pages.ts';
import { count, evidenceKinds, evidenceOf } from './facts.ts';
import { clausePath, defectPath, type SitePage, type To } from './page.ts';
import { linesText } from './source-lines.ts';
import type { Move, Transfer } from './transfers.ts';

/** Who moves registers: on the reference path, and in each tree. */
export interface Movers {
  readonly reference: readonly Transfer[];
  readonly trees: readonly { readonly called: string; readonly transfers: readonly Transfer[] }[];
}

const rows = Object.keys(registers) as readonly Register[];

/** The page. */
export const registersPage = (known: Known, movers: Movers): SitePage => ({
  path: 'registers.html',
  title: 'Registers',
  section: 'registers',
  search: rows.map((name) => ({
    title: name,
    text: `${registers[name].is}; host: ${hostText(ledger[name].host)}; guest: ${guestText(ledger[name].guest)}`,
    kind: 'register',
    fragment: idOf(name),
  })),
  body: (to) => html`<h1>Registers</h1>
<p class="lead">Every register, what becomes of it on either side of the switch, the steps that see to it, and how that is known.</p>
<p class="soft">Steps are those of the repaired path${movers.trees.map(({ called }) => html`; under them the lines of ${called}`)}.
They are read off runs whose words carry where they came from. A step that moves no register by itself, such as one that counts, is not among them.</p>
<label class="filter" hidden><span>Filter: a name, SPR 17, volatile, guest.data, a line</span><input data-filters="matrix" type="search" autocomplete="off"></label>
<div class="scroll" tabindex="0" role="region" aria-label="The register matrix"><table class="matrix" id="matrix"><thead>
<tr><th></th><th class="group" colspan="3">The host's value</th><th class="group" colspan="3">The guest's value</th><th class="group" colspan="2">How it is known</th></tr>
<tr><th>Register</th><th>Becomes</th><th>Saved</th><th>Restored</th><th>Becomes</th><th>Loaded</th><th>Saved</th><th>Clauses</th><th>Evidence</th></tr></thead><tbody>
${rows.map((row) => rowHtml(row, known, movers, to))}</tbody></table></div>`,
});

/** A clause about more places than these is of no register in particular. */
const PARTICULAR = 8;

/** The name of a row in the page. */
const idOf = (row: Register): string => `r-${row}`;

function rowHtml(row: Register, { facts }: Known, movers: Movers, to: To): Html {
  const { spr, is, width, scope, privilege }: RegisterRow = registers[row];
  const { host, guest } = ledger[row];
  const clauses = contract
    .filter(isOfRegister(row))
    .toSorted((a, b) => placesOfClause(a).size - placesOfClause(b).size);
  const own = clauses.flatMap(({ name }) => facts.get(name) ?? []);
  const particular = clauses.filter((clause) => placesOfClause(clause).size <= PARTICULAR);
  const defects = new Set(particular.flatMap(({ name }) => facts.get(name)?.defects ?? []));
  const moved = (move: Move): Html => html`<td>${movedHtml(row, move, movers)}</td>`;
  return html`<tr id="${idOf(row)}"><th scope="row">${row}${spr === undefined ? '' : html` <span class="soft">SPR ${spr}</span>`}<br><span class="soft">${is}; ${width} bits, ${privilege}, per ${scope}</span></th>
<td>${hostText(host)}</td>${moved('host-saved')}${moved('host-restored')}<td>${guestText(guest)}</td>${moved('guest-loaded')}${moved('guest-saved')}
<td>${clauseList(
    clauses.map(({ name }) => name),
    to,
  )}</td>
<td>${evidenceKinds.slice(0, -1).map((kind) => {
    const number = own.filter(({ verdict }) => evidenceOf(verdict) === kind).length;
    return number === 0 ? '' : html`<span class="tag ${kind}">${number} ${kind}</span> `;
  })}<br>${count(new Set(own.flatMap(({ kills }) => kills.map(({ fault }) => fault))).size)} faults killed
${[...defects].map((name) => html`<br><a class="tag broken" href="${to(defectPath(name))}">${name}</a>`)}</td></tr>
`;
}

const FEW = 3;

function clauseList(names: readonly string[], to: To): Html {
  const link = (name: string) => html`<a href="${to(clausePath(name))}">${name}</a> `;
  const more = names.slice(FEW);
  return html`${names.slice(0, FEW).map(link)}${more.length === 0 ? '' : html`<details><summary>${more.length} more</summary>${more.map(link)}</details>`}`;
}

function movedHtml(row: Register, move: Move, { reference, trees }: Movers): Html {
  const of = (all: readonly Transfer[]) =>
    all.filter((one) => one.register === row && one.move === move);
  const steps = of(reference);
  if (steps.length === 0) return html`<span class="soft">–</span>`;
  const [first, last] = [steps[0], steps.at(-1)];
  const sites = [...new Set(steps.map(({ site }) => site))];
  const shown =
    sites.length <= FEW
      ? sites.map((site) => html`<code>${site}</code><br>`)
      : html`<code>${first?.site ?? ''}</code> to <code>${last?.site ?? ''}</code> <span class="soft">(${sites.length})</span><br>`;
  return html`${shown}${trees.map(({ transfers }) => html`<code class="soft">${shortLines(linesText(of(transfers)))}</code>`)}`;
}

/** Lines without what all files of the switch have in common. */
const shortLines = (text: string): string =>
  text.replaceAll('book3s_hv_', '').replaceAll('.S:', ':');
