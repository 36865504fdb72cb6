// The switch in one drawing: three lanes from the call to the return, with the ways that a switch may go.
import { type Html, html } from '../report/html.ts';

const LANES = [
  { x: 4, name: 'host', about: 'translation on' },
  { x: 118, name: 'hypervisor', about: 'translation off' },
  { x: 232, name: 'guest', about: 'its own world' },
] as const;

/** A box: the lane it is in, how far down, and its lines of text. */
interface Box {
  readonly lane: 0 | 1 | 2;
  readonly y: number;
  readonly lines: readonly string[];
}

const BOXES: readonly Box[] = [
  { lane: 0, y: 48, lines: ['call', 'saves the host’s state'] },
  { lane: 1, y: 104, lines: ['entry', 'host’s partition left,', 'guest’s state loaded'] },
  { lane: 2, y: 176, lines: ['guest runs', 'until an interrupt'] },
  { lane: 1, y: 232, lines: ['vector', 'is it the host’s?'] },
  { lane: 1, y: 304, lines: ['exit', 'guest’s state saved,', 'host’s partition back'] },
  { lane: 0, y: 376, lines: ['return', 'the host goes on'] },
];

const WIDTH = 104;
const heightOf = ({ lines }: Box): number => 10 + 15 * lines.length;

/** Ways, as paths, and what is written beside them. */
const WAYS = [
  { d: 'M56 88V126H118', text: '', x: 0, y: 0 },
  { d: 'M222 132H284V176', text: 'hrfid', x: 246, y: 128 },
  { d: 'M284 216V250H222', text: 'interrupt', x: 234, y: 264 },
  { d: 'M204 232V196H232', text: 'resume', x: 162, y: 214 },
  { d: 'M170 272V304', text: 'for the host', x: 176, y: 292 },
  { d: 'M170 359V392H108', text: '', x: 0, y: 0 },
  { d: 'M134 159V196H82V376', text: 'refusal: HDEC', x: 12, y: 228 },
] as const;

/** The drawing. */
export const switchDrawing =
  (): Html => html`<svg class="drawing" viewBox="0 0 340 424" role="img" aria-label="The switch: a call saves the host's state, entry loads the guest's, the guest runs until an interrupt; a vector resumes it or goes to exit, which saves its state and returns; where HDEC is about to expire entry is refused.">
<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="head" d="M0 0L8 4L0 8z"/></marker></defs>
${LANES.map(({ x, name, about }) => html`<rect class="lane" x="${x}" y="2" width="${WIDTH}" height="420" rx="6"/><text x="${x + 8}" y="18" font-weight="600">${name}</text><text class="soft" x="${x + 8}" y="32">${about}</text>\n`)}
${WAYS.map(({ d, text, x, y }) => html`<path d="${d}" marker-end="url(#head)"/>${text === '' ? '' : html`<text class="soft" x="${x}" y="${y}">${text}</text>`}\n`)}
${BOXES.map(boxHtml)}</svg>`;

function boxHtml(box: Box): Html {
  const x = (LANES[box.lane].x ?? 0) + 2;
  const [first = '', ...others] = box.lines;
  return html`<rect class="${box.lane === 2 ? 'guest' : 'box'}" x="${x}" y="${box.y}" width="${WIDTH - 4}" height="${heightOf(box)}" rx="4"/><text x="${x + 5}" y="${box.y + 15}" font-weight="600">${first}</text>${others.map((line, i) => html`<text class="soft" x="${x + 5}" y="${box.y + 30 + 15 * i}" font-size="8.5">${line}</text>`)}
`;
}
