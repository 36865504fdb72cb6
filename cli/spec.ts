// hvspec spec: prints the contract, its assumptions, and the disposition of every register.

import { claimText } from '../properties/report/claim-text.ts';
import { wrapped } from '../properties/report/wrapped.ts';
import { assumptions, neededBy } from '../spec/assumptions.ts';
import { citationText } from '../spec/cite.ts';
import type { Clause } from '../spec/clause.ts';
import { chapters } from '../spec/contract.ts';
import type { GuestDisposition, HostDisposition } from '../spec/disposition.ts';
import { ledger } from '../spec/ledger.ts';
import { type Register, type RegisterRow, registers } from '../spec/vocabulary/registers.ts';
import { hex } from '../spec/vocabulary/words.ts';
import { checkWritable, deliver, type Io } from './io.ts';
import { clausesNamed } from './usage.ts';

/** Lines after which a claim of many parts is cut off; --json has it whole. */
const MOST = 6;

/** Runs the verb and returns its exit code. */
export function specVerb(
  names: readonly string[],
  flags: { readonly json?: string },
  io: Io,
): number {
  const clauses = clausesNamed(names);
  checkWritable(flags.json);
  const isDelivered = deliver(io, flags.json, {
    json: () => specJson(clauses),
    text: () => specText(clauses, names.length === 0),
  });
  return isDelivered ? 0 : 2;
}

function specText(clauses: readonly Clause[], whole: boolean): string {
  const parts = chapters.flatMap((chapter) => {
    const chosen = chapter.clauses.filter((clause) => clauses.includes(clause));
    if (chosen.length === 0) return [];
    return [`${chapter.title.toUpperCase()}: ${chapter.about}`, '', ...chosen.flatMap(clauseText)];
  });
  return `${[...parts, ...(whole ? [...assumptionText(), ...ledgerText()] : [])].join('\n')}\n`;
}

function clauseText({ name, says, over, cite, claim }: Clause): readonly string[] {
  const formula = claimText(claim);
  const rest = formula.length - MOST;
  return [
    `${name} (over each ${over.join(' and each ')})`,
    ...wrapped(says, '    '),
    ...cite.flatMap((citation) => wrapped(citationText(citation), '    from  ')),
    ...formula.slice(0, MOST).flatMap((line) => wrapped(line, '        ')),
    ...(rest > 0 ? [`        … and ${rest} more`] : []),
    '',
  ];
}

const assumptionText = (): readonly string[] => [
  'ASSUMPTIONS: what is taken on trust.',
  '',
  ...assumptions.flatMap(({ name, says, cite }) => [
    name,
    ...wrapped(says, '    '),
    ...cite.flatMap((citation) => wrapped(citationText(citation), '    from  ')),
    ...needText(name),
    '',
  ]),
];

function needText(assumption: string): readonly string[] {
  const need = neededBy[assumption];
  return need === undefined ? [] : [`    without it  ${need.clause} is ${need.falls}`];
}

const rows = Object.keys(ledger) as Register[];

const ledgerText = (): readonly string[] => [
  'REGISTERS: what becomes of each, on the host side and on the guest side.',
  '',
  ...rows.flatMap((name) => {
    const { spr, width, privilege, scope, is }: RegisterRow = registers[name];
    const number = spr === undefined ? '' : `SPR ${spr}, `;
    return [
      `${name}: ${is} (${number}${width} bits, ${privilege}, per ${scope})`,
      ...wrapped(hostText(ledger[name].host), '    host   '),
      ...wrapped(guestText(ledger[name].guest), '    guest  '),
    ];
  }),
];

function hostText(host: HostDisposition): string {
  switch (host.kind) {
    case 'returns':
      return 'returns';
    case 'recreated':
      return `is ${hex(host.as)} afterwards: ${host.why}`;
    case 'covered':
      return `see ${host.by.join(', ')}`;
    case 'volatile':
      return `volatile: ${host.why}`;
  }
}

function guestText(guest: GuestDisposition): string {
  switch (guest.kind) {
    case 'saved':
      return `saved in ${guest.in(0)}`;
    case 'covered':
      return `see ${guest.by.join(', ')}`;
    case 'hypervisor':
      return `the hypervisor's: ${guest.why}`;
    case 'not-kept':
      return `not kept: ${guest.why}`;
  }
}

const specJson = (clauses: readonly Clause[]): object => ({
  schema: 'hvspec.spec/1',
  chapters: chapters.map(({ title, about, clauses: all }) => ({
    title,
    about,
    clauses: all
      .filter((clause) => clauses.includes(clause))
      .map(({ name, says, over, cite, claim }) => ({
        name,
        says,
        over: over.join(', '),
        cite: cite.map(citationText),
        claim: claimText(claim),
      })),
  })),
  assumptions: assumptions.map(({ name, says, cite }) => ({
    name,
    says,
    cite: cite.map(citationText),
    neededBy: neededBy[name] ?? null,
  })),
  registers: rows.map((name) => ({
    name,
    ...registers[name],
    host: hostText(ledger[name].host),
    guest: guestText(ledger[name].guest),
  })),
});
