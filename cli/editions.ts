// hvspec spec --edition: what later kernels do on purpose, how that is known in their source, and what is owed of the clauses then.
import { claimText } from '../properties/report/claim-text.ts';
import { wrapped } from '../properties/report/wrapped.ts';
import { citationText } from '../spec/cite.ts';
import type { Edition } from '../spec/editions/edition.ts';
import { editionNamed, editions } from '../spec/editions/editions.ts';
import { signsText } from '../spec/vocabulary/signs.ts';
import { unknown } from './usage.ts';

/** The editions that are meant: the one with a name, or all. Throws UsageError for a name that is none. */
export function editionsMeant(name: string | true): readonly Edition[] {
  if (name === true) return editions;
  return [
    editionNamed(name) ??
      unknown(
        'edition',
        name,
        editions.map((one) => one.name),
      ),
  ];
}

/** One line for each edition. */
export const editionList = (some: readonly Edition[]): string =>
  `${some.flatMap(({ name, says, seenIn }) => wrapped(`${name} (seen in ${seenIn}): ${says}`, '')).join('\n')}\n`;

/** All that an edition says. */
export const editionText = (one: Edition): string =>
  `${[
    ...wrapped(one.name, ''),
    ...wrapped(one.says, '  '),
    ...wrapped(`seen in Linux ${one.seenIn}: ${one.why}`, '  '),
    ...citationsOf(one).flatMap((text) => wrapped(text, '    ')),
    ...wrapped(`known by code that ${signsText(one.signs, one.also)}`, '  '),
    ...(one.instead === undefined ? [] : wrapped(`in place of ${one.instead.join(' and ')}`, '  ')),
    ...Object.entries(one.openOfGuests ?? {}).flatMap(([place, why]) =>
      wrapped(`two guests are compared that have the same ${place}: ${why}`, '  '),
    ),
    ...Object.entries(one.clauses).flatMap(([clause, { says, claim }]) => [
      '',
      clause,
      ...wrapped(says, '  '),
      ...claimText(claim).map((line) => `    ${line}`),
    ]),
    ...one.unsaid.flatMap(({ clause, why }) => [
      '',
      ...wrapped(`not said, of ${clause}: ${why}`, ''),
    ]),
  ].join('\n')}\n`;

/** The same for scripts. */
export const editionJson = (one: Edition): object => ({
  name: one.name,
  says: one.says,
  seenIn: one.seenIn,
  why: one.why,
  cite: citationsOf(one),
  signs: one.signs.map((sign) => signsText([sign])),
  also: (one.also ?? []).map((signs) => signsText(signs)),
  instead: one.instead?.join(' and ') ?? null,
  openOfGuests: one.openOfGuests ?? {},
  clauses: Object.entries(one.clauses).map(([name, { says, claim }]) => ({
    name,
    says,
    claim: claimText(claim),
  })),
  unsaid: one.unsaid,
});

const citationsOf = ({ cite, follows }: Edition): readonly string[] => [
  ...cite.map(({ linux, file, identifier }) => `Linux ${linux}, ${file}, ${identifier}`),
  ...follows.map(citationText),
];
