// What hvspec kernel prints: what was judged, the verdicts, a card for each violation, and one line for each of the rest.
import type { SourceError } from '../asm/listing.ts';
import type { LoweredProgram } from '../asm/lower/lower.ts';
import type { Outcome } from '../properties/campaign/outcome.ts';
import type { Result } from '../properties/campaign/results.ts';
import { sparesNamed } from '../properties/causes/comparable-findings.ts';
import type { ReportedSite } from '../properties/causes/of-results.ts';
import type { Counterexample } from '../properties/counterexample/counterexample.ts';
import { protocolLevel } from '../properties/levels/protocol/level.ts';
import { CHECKED_PROTOCOL } from '../properties/levels/protocol/subjects.ts';
import { wayLines } from '../properties/report/card.ts';
import { withLegend } from '../properties/report/legend.ts';
import { printableLine } from '../properties/report/printable.ts';
import { wrapped } from '../properties/report/wrapped.ts';
import { editionsFound } from '../properties/subjects/editions.ts';
import { evidenceTable } from './evidence.ts';
import type { Io } from './io.ts';
import { pace } from './outcome.ts';
import { verdictTable } from './verdict-table.ts';

/** The source that was judged. */
export interface SourceReading {
  readonly lowered: LoweredProgram;
  readonly read: readonly string[];
}

/** The report of kernel source. */
export function kernelText(
  outcome: Outcome,
  shown: ReadonlyMap<Result, Counterexample>,
  sites: ReadonlyMap<Result, readonly ReportedSite[]>,
  { lowered, read }: SourceReading,
  io: Io,
): string {
  const { results } = outcome;
  const named = sparesNamed(lowered);
  const bad = results.filter(({ verdict }) => verdict !== 'holds' && verdict !== 'not-enough');
  const violated = [...shown.values()].filter(({ verdict }) => verdict === 'violated');
  const undecided = results.filter(({ verdict }) => verdict === 'not-enough').length;
  const text = [
    ...about(lowered, read, threadLines(results, 80)),
    pace(outcome),
    '',
    (outcome.first === true ? evidenceTable : verdictTable)(results, () => null, io.colors),
    ...(violated.length > 0 ? [withLegend(violated)] : []),
    ...bad
      .filter(({ verdict }) => verdict === 'violated')
      .flatMap((result) => findingLines(result, sites.get(result) ?? [])),
    ...([...sites.values()].some((list) => list.length > 1)
      ? ['a counterexample of each further site is in --json FILE']
      : []),
    ...unfinishedLines(bad, shown),
    ...vacuousLines(bad),
    ...(undecided > 0 ? [`${undecided} of ${results.length} verdicts are not decided`] : []),
    bad.length === 0
      ? `no clause is violated`
      : `${bad.length} of ${results.length} clauses do not hold`,
    '',
  ].join('\n');
  return named(text);
}

/** What was judged, what of it is not the source's own, and what is assumed of the rest. */
export function about(
  lowered: LoweredProgram,
  read: readonly string[],
  threads: readonly string[] = threadLines([], 80),
): readonly string[] {
  const { called, handlers, taking } = lowered;
  return [
    ...aboutSource(lowered, read, 80),
    ...listed('C functions, assumed to return anything', called),
    ...listed('host handlers, assumed to restore all state', handlers),
    ...listed('as built with', taking.configuration),
    ...threads,
    '',
  ];
}

/** Which threads of the core were followed, and how far. */
export function threadLines(results: readonly Result[], columns: number): readonly string[] {
  const followed = results.filter(({ clause }) => clause.over[0] === protocolLevel.name);
  const [first] = followed;
  if (first === undefined) return ['  the primary thread only'];
  const { threads, strays } = CHECKED_PROTOCOL;
  const text = `secondary threads too: ${threads} threads of a core, ${strays} stray interrupt, every order, ${first.runs} states`;
  const isOpen = followed.some(({ verdict }) => verdict === 'not-enough');
  const rest = `; there are more, and the budget of states has ended: hvspec explore --kernel has --limit`;
  return wrapped(`${text}${isOpen ? rest : ''}`, '  ', columns);
}

/** What was judged, and what of it is not the source's own, or not as in Linux 3.1. */
export function aboutSource(
  lowered: LoweredProgram,
  read: readonly string[],
  columns: number,
): readonly string[] {
  const { instructions, reached, taken, passedOver, taking, spares } = lowered;
  const fields = spares.map(([name]) => name);
  return [
    ...wrapped(read.map(printableLine).join(', '), '', columns),
    `  ${instructions} instructions, of which ${reached} can be reached`,
    ...listed('not known here, and not reached', [...new Set(passedOver.map(mnemonicOf))], columns),
    ...listed('from the reference path', inWords(taken), columns),
    ...listed('features that Linux 3.1 gives POWER7 otherwise', taking.otherFeatures, columns),
    ...listed('fields that are not described here, and may hold anything', fields, columns),
    ...editionLines(lowered, columns),
  ];
}

const listed = (what: string, names: readonly string[], columns = 80): readonly string[] =>
  names.length === 0 ? [] : wrapped(`${what}: ${names.join(', ')}`, '  ', columns);

/** What the source does on purpose that the contract does not know, and how that was found. */
const editionLines = (lowered: LoweredProgram, columns: number): readonly string[] =>
  listed(
    'judged as in the editions',
    editionsFound(lowered).map(({ edition, by, site }) => `${edition} (${by}: ${site})`),
    columns,
  );

/** The mnemonic that a complaint about an instruction begins with. */
const mnemonicOf = ({ message }: SourceError): string => message.split(' ', 1)[0] ?? '';

/** Routines of the reference path, the vectors as one, and no parts of others. */
function inWords(taken: readonly string[]): readonly string[] {
  const vectors = taken.filter((name) => /^vector-\w+$/u.test(name));
  const routines = taken.filter((name) => !name.startsWith('vector-') && !name.includes('.'));
  const numbers = vectors.map((name) => `0x${name.slice('vector-'.length)}`).join(' ');
  return vectors.length === 0 ? routines : [...routines, `the vectors ${numbers}`];
}

/** Where what is violated is lost, and which recorded defects do so. */
export function findingLines(
  { clause, verdict }: Pick<Result, 'clause' | 'verdict'>,
  [first, ...others]: readonly ReportedSite[],
): readonly string[] {
  if (first === undefined) return [`${verdict}  ${clause.name}`];
  return [
    ...wrapped(`${clause.name}${asIn(first)}`, `${verdict}  `),
    ...wrapped(siteText(first), INDENT),
    ...others.flatMap((site) =>
      wrapped(`also ${siteText(site)}${asIn(site)}${onceText(site)}`, INDENT),
    ),
  ];
}

const INDENT = ' '.repeat(10);

/** The recorded defects that cause it: their repair, made in this source, makes it go. */
const asIn = ({ causes }: ReportedSite): string =>
  causes.length === 0 ? '' : ` (as in ${causes.join(', ')})`;

const onceText = ({ once }: ReportedSite): string =>
  once.length === 0 ? '' : `, once ${once.join(', ')} is repaired`;

function siteText({ place, lastWriter, ended }: ReportedSite): string {
  const wrote =
    lastWriter === undefined ? 'is not written' : `is last changed at ${lastWriter.site}`;
  const end = ended === undefined || ended === lastWriter ? '' : `, and wrong at ${ended.site}`;
  return `${place} ${wrote}${end}`;
}

/** Runs that came to no end, once for each reason: what the reason is, and the clauses that could not be judged. */
export function unfinishedLines(
  results: readonly Result[],
  shown: ReadonlyMap<Result, Counterexample>,
): readonly string[] {
  const reasons = new Map<string, Result[]>();
  for (const result of results) {
    const one = shown.get(result);
    if (one === undefined || one.verdict === 'violated') continue;
    const reason = `${one.verdict}: ${one.found}`;
    reasons.set(reason, [...(reasons.get(reason) ?? []), result]);
  }
  return [...reasons].flatMap(([reason, those]) => [
    ...wrapped(reason, ''),
    ...those.slice(0, 1).flatMap((result) => wayLines(shown.get(result)?.way)),
    ...wrapped(those.map(({ clause }) => clause.name).join(', '), `  ${those.length} clauses: `),
  ]);
}

/** Clauses that no history meets. */
export function vacuousLines(results: readonly Result[]): readonly string[] {
  const vacuous = results.filter(({ verdict }) => verdict === 'vacuous');
  if (vacuous.length === 0) return [];
  const names = vacuous.map(({ clause }) => clause.name).join(', ');
  return wrapped(`${names}. More --runs may meet them.`, `vacuous   never met: `);
}
