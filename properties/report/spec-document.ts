// The contract, or a part of it, as a document without a form: sections, entries, and of each entry what it says. Text, Markdown and
// HTML are made of it, so that none says more or less than another.
import { assumptions, neededBy } from '../../spec/assumptions.ts';
import { citationText } from '../../spec/cite.ts';
import type { Clause } from '../../spec/clause.ts';
import { chapters } from '../../spec/contract.ts';
import type { GuestDisposition, HostDisposition } from '../../spec/disposition.ts';
import { ledger } from '../../spec/ledger.ts';
import { type Register, type RegisterRow, registers } from '../../spec/vocabulary/registers.ts';
import { hex } from '../../spec/vocabulary/words.ts';
import { claimText } from './claim-text.ts';

/** One thing that is specified: a clause, an assumption, or a row of the ledger. */
export interface Entry {
  readonly name: string;
  /** What it belongs to: the spans of a clause, the number and width of a register; may be empty. */
  readonly beside: string;
  readonly says: string;
  readonly cite: readonly string[];
  /** What else is said of it, by a word: `without it`, `host`, `guest`. */
  readonly facts: readonly (readonly [word: string, text: string])[];
  /** The claim as a formula, a line for each part, whole. */
  readonly formula: readonly string[];
}

export interface Section {
  readonly title: string;
  readonly about: string;
  readonly entries: readonly Entry[];
}

/** What is asked for of the contract. */
interface Parts {
  readonly clauses: readonly Clause[];
  readonly registers: readonly Register[];
  readonly whole: boolean;
}

/** The sections in which something was asked for, in reading order. */
export const documentOf = ({ clauses, registers: rows, whole }: Parts): readonly Section[] =>
  [
    ...chapters.map(({ title, about, clauses: all }) => ({
      title,
      about,
      entries: all.filter((clause) => clauses.includes(clause)).map(clauseEntry),
    })),
    {
      title: 'Assumptions',
      about: 'What is taken on trust.',
      entries: whole ? assumptions.map(assumptionEntry) : [],
    },
    {
      title: 'Registers',
      about: 'What becomes of each, on the host side and on the guest side.',
      entries: rows.map(registerEntry),
    },
  ].filter(({ entries }) => entries.length > 0);

const clauseEntry = ({ name, says, over, cite, claim }: Clause): Entry => ({
  name,
  beside: `over each ${over.join(' and each ')}`,
  says,
  cite: cite.map(citationText),
  facts: [],
  formula: claimText(claim),
});

const assumptionEntry = ({ name, says, cite }: (typeof assumptions)[number]): Entry => {
  const need = neededBy[name];
  return {
    name,
    beside: '',
    says,
    cite: cite.map(citationText),
    facts: need === undefined ? [] : [['without it', `${need.clause} is ${need.falls}`]],
    formula: [],
  };
};

function registerEntry(name: Register): Entry {
  const { spr, width, privilege, scope, is }: RegisterRow = registers[name];
  const number = spr === undefined ? '' : `SPR ${spr}, `;
  return {
    name,
    beside: `${number}${width} bits, ${privilege}, per ${scope}`,
    says: is,
    cite: [],
    facts: [
      ['host', hostText(ledger[name].host)],
      ['guest', guestText(ledger[name].guest)],
    ],
    formula: [],
  };
}

/** What becomes of a host's register, in words. */
export function hostText(host: HostDisposition): string {
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

/** What becomes of a guest's register, in words. */
export function guestText(guest: GuestDisposition): string {
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
