// A counterexample as a page: one file that needs no network, with the card on top and the run below it, step by step.
//
// The data are in the page as JSON; `script.ts` shows them, `style.ts` says how. What the page shows of a step is what it wrote.
import { createHash } from 'node:crypto';
import type { Place, StepRecord } from '../../../spec/vocabulary/machine.ts';
import { placesOf, type Register, registers } from '../../../spec/vocabulary/registers.ts';
import { hex } from '../../../spec/vocabulary/words.ts';
import type { Counterexample } from '../../counterexample/counterexample.ts';
import { card } from '../card.ts';
import { escaped } from '../html.ts';
import { printable } from '../printable.ts';
import { script } from './script.ts';
import { style } from './style.ts';

/** Where a place is: of the core, of the thread, or in memory. */
type Lane = 'core' | 'thread' | 'memory';

/** A step as the script knows it. */
interface PageStep {
  readonly site: string;
  readonly text: string;
  readonly by: StepRecord['by'];
  /** Places and the words in them, in hexadecimal. */
  readonly writes: readonly (readonly [string, string])[];
  /** Why it matters, where it does. */
  readonly mark?: string;
}

/** The page, as HTML. */
export function page(shown: Counterexample): string {
  const title = escaped(`${shown.clause.name}: ${shown.verdict}`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${title}</h1>
<p class="says">${escaped(shown.clause.says)}</p>
<dl id="summary">
<div><dt>Expected, ${escaped(shown.place)}</dt><dd>${escaped(shown.expected)}</dd></div>
<div class="found"><dt>Found</dt><dd>${escaped(shown.found)}</dd></div>
</dl>
<pre id="card" tabindex="0">${escaped(card(shown))}</pre>
</header>
${MAIN}<script type="application/json" id="data">${inScript(JSON.stringify(dataOf(shown), shownTexts))}</script>
<script>${script}</script>
</body>
</html>
`;
}

/** What the script shows. */
const dataOf = (shown: Counterexample) => ({
  place: shown.place,
  steps: shown.trace.map((step) => stepOf(step, shown)),
  before: Object.fromEntries(
    writtenIn(shown).map((place) => [
      printable(place),
      { word: wordBefore(shown, place), lane: laneOf(place) },
    ]),
  ),
});

/** The parts that the script fills. */
const MAIN = `<main>
<section id="controls" aria-label="Steps">
<button type="button" id="back" aria-label="Step back">&#x25C0;</button>
<input type="range" id="scrubber" min="0" value="0" aria-label="Step">
<button type="button" id="forth" aria-label="Step forth">&#x25B6;</button>
<label>Filter by place <input type="text" id="filter" autocomplete="off" spellcheck="false"></label>
<p id="hint">Arrows step, Home and End go to the ends, / filters, Escape leaves the filter.</p>
</section>
<div id="lanes" role="img" aria-label="Writes by step: core, thread, memory"></div>
<p id="now" role="status" aria-live="polite"></p>
<div id="panes">
<ol id="steps" aria-label="Steps" tabindex="-1"></ol>
<div id="places" tabindex="0" role="region" aria-label="State after the step"><table id="state"><caption>State after the step</caption>
<thead><tr><th scope="col">Place</th><th scope="col">Word</th><th scope="col">Changed</th></tr></thead>
<tbody></tbody></table></div>
</div>
</main>
`;

function stepOf(step: StepRecord, { lastWriter, ended }: Counterexample): PageStep {
  const marks = [
    ...(step === lastWriter ? ['changed it last'] : []),
    ...(step === ended ? ['the end'] : []),
  ];
  return {
    site: step.site,
    text: step.text,
    by: step.by,
    writes: step.writes.map(({ place, word }) => [place, hex(word)]),
    ...(marks.length === 0 ? {} : { mark: marks.join(', ') }),
  };
}

/** Every place that a step writes, in the order of the first write; the one that is wrong comes first. */
const writtenIn = ({ trace, place }: Counterexample): readonly Place[] => {
  const places = new Set(trace.flatMap(({ writes }) => writes.map((write) => write.place)));
  return [...places].sort((a, b) => Number(b === place) - Number(a === place));
};

/** What a place held before; what an address without a name held is not known. */
const wordBefore = ({ before }: Counterexample, place: Place): string =>
  place.startsWith('[') ? '' : hex(before.word(place));

const laneOf = (place: Place): Lane => lanes.get(place) ?? 'memory';

const lanes: ReadonlyMap<Place, Lane> = new Map(
  (Object.keys(registers) as Register[]).flatMap((row) =>
    placesOf(row).map((place) => [place, registers[row].scope] as const),
  ),
);

/** What a browser may do with the page: run this script and use this style, and nothing else, whatever got into it. */
const policy = (): string =>
  [
    "default-src 'none'",
    `script-src ${digest(script)}`,
    `style-src ${digest(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');

const digest = (text: string): string =>
  `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** JSON that no parser of HTML takes for anything else. What is to be seen of it is made fit to be shown before. */
const inScript = (json: string): string => json.replaceAll('<', '\\u003c');

/** Every text in a value, fit to be shown. */
const shownTexts = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? printable(value) : value;
