// A recorder keeps what it is handed: steps in order, and spans with the states and the steps between two moments.
import { expect, it } from 'vitest';
import type { Machine, StepRecord } from '../spec/vocabulary/machine.ts';
import { recorder } from './recorder.ts';

const step = (site: string): StepRecord => ({ site, text: '', by: 'host', writes: [] });

/** A machine in which every place holds this word. */
const holding = (word: bigint): Machine => ({ word: () => word, address: () => 0n });

it('a span has the steps from a moment on, and the states at its ends', () => {
  const record = recorder();
  record.take(step('a'));
  const begin = record.moment(holding(1n));
  record.take(step('b'));
  const found = record.since(begin, 'run', holding(2n));
  expect([found.kind, found.from, found.to]).toEqual(['run', 1, 2]);
  expect([found.before.word('DEC'), found.after.word('DEC')]).toEqual([1n, 2n]);
  expect(found.taken.map(({ site }) => site)).toEqual(['a', 'b']);
  expect(record.spans).toEqual([]);
});

it('spans that were cut are listed as they ended, and what is taken later is in none of them', () => {
  const record = recorder();
  const outer = record.moment(holding(0n));
  const inner = record.moment(holding(0n));
  record.take(step('a'));
  record.cut(inner, 'handling', holding(0n));
  record.take(step('b'));
  record.cut(outer, 'run', holding(0n));
  record.take(step('c'));
  expect(record.spans.map(({ kind, from, to }) => [kind, from, to])).toEqual([
    ['handling', 0, 1],
    ['run', 0, 2],
  ]);
});
