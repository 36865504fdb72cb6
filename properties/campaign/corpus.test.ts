// The corpus: what is written is read again, and nothing that is damaged is taken for a program.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { contract } from '../../spec/contract.ts';
import { Unreadable } from '../input/unreadable.ts';
import { histories } from '../levels/switch/history.ts';
import { switchHistory } from '../levels/switch/history-schema.ts';
import { type CorpusProgram, readCorpus, updateCorpus } from './corpus.ts';

const made: string[] = [];
const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'hvspec-corpus-'));
  made.push(path);
  return path;
};
afterAll(() => {
  for (const path of made) rmSync(path, { recursive: true });
});

const clauseOf = (seed: number): string => contract[seed]?.name ?? '';

const kept = (seed: number): CorpusProgram => {
  const [history] = fc.sample(histories, { numRuns: 1, seed });
  if (history === undefined) throw new Error('nothing was drawn');
  return { model: 'published', clause: clauseOf(seed), history: switchHistory.write(history) };
};

describe('a folder', () => {
  it('gives back what was put into it', () => {
    const path = folder();
    const programs = [1, 2, 3, 4, 5].map(kept).sort((a, b) => (a.clause < b.clause ? -1 : 1));
    updateCorpus(path, programs, []);
    expect(readCorpus(path)).toEqual(programs);
  });

  it('loses what is pruned, and nothing else', () => {
    const path = folder();
    updateCorpus(path, [kept(1), kept(2)], []);
    updateCorpus(path, [], [kept(1)]);
    expect(readdirSync(path)).toEqual([`published.${clauseOf(2)}.json`]);
  });

  it('is made where there is none', () => {
    const path = join(folder(), 'new', 'corpus');
    expect(readCorpus(path)).toEqual([]);
  });

  it('may not be a file', () => {
    const file = join(folder(), 'file');
    writeFileSync(file, '');
    expect(() => readCorpus(file)).toThrow(/cannot be used .*: name a folder/u);
  });
});

describe('a file', () => {
  const sound = folder();
  updateCorpus(sound, [kept(7)], []);
  const text = readFileSync(join(sound, `published.${clauseOf(7)}.json`), 'utf8');

  it('names places and says what the guest does', () => {
    expect(text).toContain('"schema": "hvspec.corpus/1"');
    expect(text).toMatch(/"MSR": "0x/u);
    expect(text).toMatch(/"text": "/u);
  });

  it.each<[string, (text: string) => string]>([
    ['is not JSON', () => '{'],
    ['has another schema', (one) => one.replace('corpus/1', 'corpus/2')],
    ['has a place that is not there', (one) => one.replace('"MSR"', '"NSR"')],
    ['has a word that is none', (one) => one.replace(/"MSR": "0x/u, '"MSR": "')],
    [
      'has an action that is not there',
      (one) => one.replace(/"does": "[a-z-]+"/u, '"does": "sleep"'),
    ],
    [
      'has an action that means something else',
      (one) => one.replace(/"text": "/u, '"text": "not '),
    ],
    ['has no list of switches', (one) => one.replace('"switches"', '"switch"')],
  ])('that %s is refused, by its name', (_what, change) => {
    const path = folder();
    writeFileSync(join(path, 'some.json'), change(text));
    expect(() => readCorpus(path)).toThrow(Unreadable);
    expect(() => readCorpus(path)).toThrow(/some\.json' is not a counterexample .*: remove it/u);
  });
});
