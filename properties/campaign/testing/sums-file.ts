// For tests: a campaign's file that adds up, and what is said of it when parts of it are others.
import fc from 'fast-check';
import { contract } from '../../../spec/contract.ts';
import { histories } from '../../levels/switch/history.ts';
import { switchHistory } from '../../levels/switch/history-schema.ts';
import type { FileContent } from '../file-schema.ts';
import { BLOCK } from '../plan.ts';
import { faultIn } from '../sums.ts';
import type { Tally } from '../tally.ts';

export const CLAUSE = 'host-dscr-returns';
export const CORE =
  contract.find(({ over }) => over[0] === 'core' && over.length === 1)?.name ?? '';
/** A clause that is judged at two levels: of the switch and of a core. */
export const TWICE =
  contract.find(
    ({ over }) => over.length > 1 && over.includes('core') && !over.includes('protocol'),
  )?.name ?? '';
const history = fc.sample(histories, { numRuns: 1, seed: 1 }).map(switchHistory.write)[0] ?? null;

export const tally: Tally = { model: 'repaired', clause: CLAUSE, runs: 700, met: 700, worst: null };
export const worst = {
  verdict: 'violated',
  weight: 1,
  index: 699,
  level: 'switch',
  history,
} as const;

export const file = {
  schema: '',
  version: '',
  block: BLOCK,
  question: {
    subjects: [{ model: 'repaired', name: 'repaired' }],
    clauses: [CLAUSE],
    series: { seed: 1, runs: 700 },
    coverage: false,
  },
  share: { index: 1, of: 1 },
  known: { done: { switch: [[0, 3, 1]] }, switches: 700, tallies: [tally], coverage: {} },
} as const satisfies FileContent;

export const asked = (
  more: Partial<FileContent['question']>,
  known: Partial<FileContent['known']> = {},
) =>
  faultIn({
    ...file,
    question: { ...file.question, ...more },
    known: { ...file.known, ...known },
  });
export const knowing = (
  known: Partial<FileContent['known']>,
  share: FileContent['share'] = file.share,
) => faultIn({ ...file, share, known: { ...file.known, ...known } });
export const saying = (more: Partial<Tally>) => knowing({ tallies: [{ ...tally, ...more }] });
export const playing = (done: FileContent['known']['done']) => knowing({ done });
export const nothing = { done: {}, switches: 0, tallies: [{ ...tally, runs: 0, met: 0 }] };

/** Kernel source. */
export const SOURCE = {
  model: 'kernel',
  name: 'kernel:{"paths":["a.S"],"defines":[],"digest":"0"}',
};
export const both = ['published', 'repaired'].map((name) => ({ model: name, name }));
export const ofBoth = both.map(({ model }) => ({ ...tally, model }));
export const uncovered = { cells: {}, pairs: {} };

/** Of a longer series, three whole blocks. */
export function threeBlocks() {
  return { switches: 750, tallies: [{ ...tally, runs: 750, met: 9 }] };
}

export const twice = [file.question.subjects[0], file.question.subjects[0]];
