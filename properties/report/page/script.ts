// What the page does: shows the run at a step, goes from step to step, filters by place. It reads the data that are in the page.
export const script = `
'use strict';
const { steps, before, place: wrong } = JSON.parse(document.getElementById('data').textContent);
const [list, scrubber, filter, now, lanes] = ['steps', 'scrubber', 'filter', 'now', 'lanes'].map((id) => document.getElementById(id));
const body = document.querySelector('#state tbody');
const SVG = 'http://www.w3.org/2000/svg';
const LANES = ['core', 'thread', 'memory'];
const WIDTH = 4, HEIGHT = 16, LEFT = 60, FEW = 4;
let current = 0;
let shown = steps.map((_, i) => i);

const make = (name, text, className) => {
  const element = document.createElement(name);
  if (text !== undefined) element.textContent = text;
  if (className) element.className = className;
  return element;
};

steps.forEach((step, i) => {
  const item = make('li');
  const what = make('span');
  what.append(make('span', step.site, 'site'), ' ' + step.text);
  const written = make('span', undefined, 'writes');
  for (const [place, word] of step.writes.slice(0, FEW)) written.append(make('code', place + ' = ' + word), ' ');
  if (step.writes.length > FEW) written.append('and ' + (step.writes.length - FEW) + ' more');
  if (step.mark) what.append(' ', make('span', step.mark, 'why'));
  item.append(make('span', String(i), 'n'), make('span', step.by, 'by'), what, written);
  item.addEventListener('click', () => go(i));
  list.append(item);
});

function drawLanes() {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('width', LEFT + steps.length * WIDTH + 8);
  svg.setAttribute('height', LANES.length * HEIGHT + 8);
  LANES.forEach((lane, row) => {
    const label = document.createElementNS(SVG, 'text');
    label.setAttribute('x', 6);
    label.setAttribute('y', row * HEIGHT + 16);
    label.textContent = lane;
    const marks = document.createElementNS(SVG, 'path');
    marks.setAttribute('class', lane);
    marks.setAttribute('d', steps.map((step, i) => step.writes.some(([place]) => laneOf(place) === lane)
      ? 'M' + (LEFT + i * WIDTH) + ' ' + (row * HEIGHT + 6) + 'h' + (WIDTH - 1) + 'v10h-' + (WIDTH - 1) + 'z' : '').join(''));
    svg.append(label, marks);
  });
  const cursor = document.createElementNS(SVG, 'rect');
  cursor.id = 'cursor';
  cursor.setAttribute('y', 2);
  cursor.setAttribute('width', WIDTH + 1);
  cursor.setAttribute('height', LANES.length * HEIGHT + 4);
  svg.append(cursor);
  svg.addEventListener('click', (event) => {
    const x = event.clientX - svg.getBoundingClientRect().left;
    go(Math.floor((x - LEFT) / WIDTH));
  });
  lanes.append(svg);
  return cursor;
}

const laneOf = (place) => (before[place] ? before[place].lane : 'memory');

/** What every place holds after a step. */
function stateAt(step) {
  const state = new Map(Object.entries(before).map(([place, { word }]) => [place, word]));
  for (let i = 0; i <= step; i++) for (const [place, word] of steps[i].writes) state.set(place, word);
  return state;
}

const wanted = (place) => place.toLowerCase().includes(filter.value.trim().toLowerCase());

function showState() {
  const changed = new Set((steps[current] ? steps[current].writes : []).map(([place]) => place));
  const rows = [...stateAt(current)].filter(([place]) => wanted(place));
  rows.sort(([a], [b]) => changed.has(b) - changed.has(a) || (b === wrong) - (a === wrong));
  body.replaceChildren(...rows.map(([place, word]) => {
    const row = make('tr', undefined, (changed.has(place) ? 'changed ' : '') + (place === wrong ? 'wrong' : ''));
    row.append(make('td', place), make('td', word), make('td', changed.has(place) ? 'here' : ''));
    return row;
  }));
}

function go(step) {
  const last = steps.length - 1;
  const to = Math.max(0, Math.min(last, step));
  if (list.children[current]) list.children[current].removeAttribute('aria-current');
  current = to;
  scrubber.value = to;
  const item = list.children[to];
  if (!item) return;
  item.setAttribute('aria-current', 'step');
  list.scrollTop = item.offsetTop - list.offsetTop - list.clientHeight / 2;
  cursor.setAttribute('x', LEFT + to * WIDTH - 1);
  lanes.scrollLeft = LEFT + to * WIDTH - lanes.clientWidth / 2;
  const { site, text, by, writes, mark } = steps[to];
  const what = writes.length === 0 ? 'writes nothing' : 'writes ' + writes.slice(0, FEW).map(([place, word]) => place + ' ' + word).join(', ')
    + (writes.length > FEW ? ' and ' + (writes.length - FEW) + ' more' : '');
  now.textContent = 'Step ' + to + ' of ' + last + ', ' + by + ': ' + site + ', ' + text + '; ' + what + (mark ? ' (' + mark + ')' : '');
  showState();
}

/** To the next step that is shown, so many further. */
function move(by) {
  const ahead = by > 0 ? shown.find((i) => i > current) : shown.findLast((i) => i < current);
  if (ahead !== undefined) go(ahead);
}

function applyFilter() {
  shown = steps.flatMap((step, i) => (filter.value.trim() === '' || step.writes.some(([place]) => wanted(place)) ? [i] : []));
  const kept = new Set(shown);
  [...list.children].forEach((item, i) => { item.hidden = !kept.has(i); });
  if (shown.length > 0 && !kept.has(current)) go(shown.find((i) => i > current) ?? shown.at(-1));
  else showState();
}

const KEYS = {
  ArrowRight: () => move(1), ArrowDown: () => move(1), ArrowLeft: () => move(-1), ArrowUp: () => move(-1),
  Home: () => shown.length > 0 && go(shown[0]), End: () => shown.length > 0 && go(shown.at(-1)), '/': () => filter.focus(),
};
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && document.activeElement === filter) return filter.blur();
  if (document.activeElement === filter || event.ctrlKey || event.altKey || event.metaKey) return;
  const act = KEYS[event.key];
  if (act === undefined) return;
  event.preventDefault();
  act();
});
scrubber.max = Math.max(0, steps.length - 1);
scrubber.addEventListener('input', () => go(Number(scrubber.value)));
document.getElementById('back').addEventListener('click', () => move(-1));
document.getElementById('forth').addEventListener('click', () => move(1));
filter.addEventListener('input', applyFilter);
const cursor = drawLanes();
const marked = steps.findLastIndex((step) => step.mark);
if (steps.length === 0) now.textContent = 'No step of this span is known.';
else go(marked < 0 ? 0 : steps.findIndex((step) => step.mark));
`;
