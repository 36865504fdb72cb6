// hvspec spec: prints the contract, its assumptions and the disposition of every register, or the part of it that is asked for.
import { shortened } from '../asm/shortened.ts';
import { claimText } from '../properties/report/claim-text.ts';
import { documentOf, guestText, hostText } from '../properties/report/spec-document.ts';
import { contentsText, inForm, type SpecForm, specForms } from '../properties/report/spec-forms.ts';
import { assumptions, neededBy } from '../spec/assumptions.ts';
import { citationText } from '../spec/cite.ts';
import { chapters } from '../spec/contract.ts';
import { ledger } from '../spec/ledger.ts';
import { type Register, registers } from '../spec/vocabulary/registers.ts';
import { editionJson, editionList, editionsMeant, editionText } from './editions.ts';
import { checkWritable, deliver, type Io } from './io.ts';
import { type SpecSelection, selectionOf } from './spec-selection.ts';
import { refuse, UsageError, unknown } from './usage.ts';

export interface SpecFlags {
  readonly json?: string;
  readonly format?: string;
  readonly contents?: boolean;
  readonly edition?: string | true;
}

/** Runs the verb and returns its exit code. */
export function specVerb(words: readonly string[], flags: SpecFlags, io: Io): number {
  if (flags.edition !== undefined) return editionVerb(flags.edition, words, flags, io);
  const selection = selectionOf(words);
  const form = formNamed(flags.format ?? 'text');
  if (flags.json !== undefined)
    refuse(flags, ['format', 'contents'], '--json has a form of its own');
  if (flags.contents === true) refuse(flags, ['format'], '--contents is text');
  checkWritable(flags.json);
  const sections = documentOf(selection);
  const isDelivered = deliver(io, flags.json, {
    json: () => specJson(selection),
    text: () => (flags.contents === true ? contentsText(sections) : inForm(form, sections)),
  });
  return isDelivered ? 0 : 2;
}

/** Prints editions and returns the exit code. */
function editionVerb(
  edition: string | true,
  words: readonly string[],
  flags: SpecFlags,
  io: Io,
): number {
  refuse(flags, ['format', 'contents'], '--edition has a form of its own');
  if (words.length > 0)
    throw new UsageError(
      `'${shortened(words.join(' '))}' would be ignored: --edition is no part of the contract`,
    );
  checkWritable(flags.json);
  const meant = editionsMeant(edition);
  const isDelivered = deliver(io, flags.json, {
    json: () => ({ schema: 'hvspec.spec/1', editions: meant.map(editionJson) }),
    text: () => (edition === true ? editionList(meant) : meant.map(editionText).join('\n')),
  });
  return isDelivered ? 0 : 2;
}

const formNamed = (name: string): SpecForm =>
  specForms.find((form) => form === name) ?? unknown('format', name, specForms);

const rows = Object.keys(ledger) as Register[];

const specJson = ({ clauses }: SpecSelection): object => ({
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
