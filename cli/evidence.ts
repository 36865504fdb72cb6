// The verdicts of a check that has proved first, each with the strongest evidence that there is: a proof, every state, or histories.
import type { Result } from '../properties/campaign/results.ts';
import { wrapped } from '../properties/report/wrapped.ts';
import type { Colors } from './io.ts';
import { type Cell, chapterTable, type Expectation, painted } from './verdict-table.ts';

/** One line a clause under the title of its chapter, and below what the words mean. */
export function evidenceTable(
  results: readonly Result[],
  expected: Expectation,
  colors: Colors,
): string {
  const isAlone = new Set(results.map(({ model }) => model)).size === 1;
  const table = chapterTable(results, colors, (result): Cell => {
    const wanted = result.verdict === (expected(result.model, result.clause.name) ?? 'holds');
    return { text: worded(result, wanted, isAlone), paint: painted(result, wanted, colors) };
  });
  return [table, ...keyLines(results, isAlone), ''].join('\n');
}

type Evidence = 'proved' | 'reached' | 'exhaustive' | 'sampled';

/** What a verdict rests on. */
function evidenceOf({ proof, extent }: Result): Evidence {
  const settlement = proof?.verdict.verdict;
  if (settlement === 'proved' || settlement === 'reached') return settlement;
  return extent;
}

function worded(result: Result, wanted: boolean, isAlone: boolean): string {
  const { verdict } = result;
  if (verdict === 'violated') return wanted ? 'violated, known' : 'VIOLATED';
  if (verdict !== 'holds') return verdict.toUpperCase();
  const [word, rest] = isAlone ? longWords(result) : shortWords(result);
  return `${wanted ? word : word.toUpperCase()}${rest}`;
}

/** The evidence and its number, where there is little room. */
function shortWords(result: Result): readonly [word: string, rest: string] {
  const word = evidenceOf(result);
  if (word === 'reached') return [word, ''];
  return [word, word === 'proved' ? ` ${pathsOf(result)}${markOf(result)}` : ` ${result.met}`];
}

/** The same where there is room for words. */
function longWords(result: Result): readonly [word: string, rest: string] {
  const { runs, met } = result;
  const word = evidenceOf(result);
  const counted = runs === 0 ? '' : `, met ${met} of ${runs}`;
  if (word === 'reached') return [word, counted];
  if (word === 'proved') return [word, `  ${pathsOf(result)} paths${markOf(result)}${counted}`];
  return [word, `  met ${met} of ${runs}`];
}

const pathsOf = ({ proof }: Result): number =>
  proof?.verdict.verdict === 'proved' ? proof.verdict.paths : 0;

const caveatsOf = ({ proof }: Result): readonly string[] =>
  proof?.verdict.verdict === 'proved' ? proof.verdict.caveats : [];

const markOf = (result: Result): string => (caveatsOf(result).length === 0 ? '' : '*');

/** So wide is the longest word of the key, with its number and the space after it. */
const LABEL = 14;

/** What each kind of evidence is, as far as the table has it. */
function keyLines(results: readonly Result[], isAlone: boolean): readonly string[] {
  const kinds = new Set(results.filter(({ verdict }) => verdict === 'holds').map(evidenceOf));
  const means: Readonly<Record<Evidence, string>> = {
    proved: `for every machine and guest, on all ${isAlone ? 'those' : 'N'} paths`,
    reached: 'a witness: a history gets there',
    exhaustive: `in every state of the model${isAlone ? '' : '; N met it'}`,
    sampled: `in random histories${isAlone ? '' : ', of which N met it'}: no proof`,
  };
  const label = (kind: Evidence): string =>
    (isAlone || kind === 'reached' ? kind : `${kind} N`).padEnd(LABEL);
  const sites = [...new Set(results.flatMap(caveatsOf))].join(', ');
  return [
    ...(['proved', 'reached', 'exhaustive', 'sampled'] as const)
      .filter((kind) => kinds.has(kind))
      .map((kind) => `${label(kind)}${means[kind]}`),
    ...(sites === ''
      ? []
      : wrapped(`if the stores at ${sites} hit nothing that the switch reads`, '*  ')),
  ];
}
