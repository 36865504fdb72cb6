// The list of survivors held against a report: what is told of a mutant that is not listed, and of an entry that is out of date.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type AcceptedMutant, readListed } from './listed.ts';
import { compared, type MutationReport, percentOf } from './score.ts';

const source = 'if (a < b)\n  return a;\nif (a < b)\n  return b;\n';

/** A mutant of the comparison in a line. */
const mutant = (line: number, status: string, replacement = 'a <= b') => ({
  mutatorName: 'EqualityOperator',
  replacement,
  status,
  location: { start: { line, column: 5 }, end: { line, column: 10 } },
});

const report = (...mutants: readonly ReturnType<typeof mutant>[]): MutationReport => ({
  files: { 'a.ts': { source, mutants } },
});

const entry: AcceptedMutant = {
  file: 'a.ts',
  mutator: 'EqualityOperator',
  line: 'if (a < b)',
  becomes: 'if (a <= b)',
  because: 'a is never b',
};

describe('a survivor', () => {
  it('is told in the words of its line where it is not listed', () => {
    const { unlisted, outOfDate } = compared(report(mutant(1, 'Survived')), []);
    const { because: _, ...words } = entry;
    expect(unlisted).toEqual([{ ...words, times: 1 }]);
    expect(outOfDate).toEqual([]);
  });

  it('is one that no test comes to as well', () => {
    expect(compared(report(mutant(1, 'NoCoverage')), []).unlisted).toHaveLength(1);
  });

  it('is allowed by its entry, as often as that says and no more', () => {
    const twice = report(mutant(1, 'Survived'), mutant(3, 'Survived'));
    expect(compared(report(mutant(1, 'Survived')), [entry]).unlisted).toEqual([]);
    expect(compared(twice, [entry]).unlisted).toMatchObject([{ times: 1 }]);
    expect(compared(twice, [{ ...entry, times: 2 }]).unlisted).toEqual([]);
  });

  it('is not allowed by an entry for another change of the same line', () => {
    const { unlisted } = compared(report(mutant(1, 'Survived', 'true')), [entry]);
    expect(unlisted).toMatchObject([{ becomes: 'if (true)' }]);
  });
});

describe('an entry', () => {
  it.each(['Killed', 'Timeout'])('is out of date where its mutant is %s', (status) => {
    expect(compared(report(mutant(1, status)), [entry]).outOfDate).toEqual([entry]);
  });
  it('is out of date where it speaks of more than there are', () => {
    const twice = { ...entry, times: 2 };
    expect(compared(report(mutant(1, 'Survived')), [twice]).outOfDate).toEqual([twice]);
  });
  it('of a file that was not mutated is left alone', () => {
    expect(compared({ files: {} }, [entry]).outOfDate).toEqual([]);
  });
});

describe('a score', () => {
  it('counts what became of each mutant', () => {
    const mutants = [
      mutant(1, 'Killed'),
      mutant(1, 'Timeout', 'true'),
      mutant(1, 'Survived', 'false'),
      mutant(3, 'Survived'),
    ];
    const { scores } = compared(report(...mutants), [entry]);
    expect(scores).toEqual([{ file: 'a.ts', killed: 2, listed: 1, unlisted: 1 }]);
    expect(scores.map(percentOf)).toEqual(['50.0']);
  });
  it('is refused where it is not known what became of one', () => {
    for (const status of ['Pending', 'Ignored'])
      expect(() => compared(report(mutant(1, status)), [])).toThrow('a.ts has mutants');
  });
  it('of no mutants is none', () => {
    expect(percentOf({ killed: 0, listed: 0, unlisted: 0 })).toBe('none');
  });
});

describe('the list', () => {
  it('of this project can be read, and has no mutant twice', () => {
    const list = readListed(readFileSync('properties/mutants/survivors.json', 'utf8'));
    const words = list.map(({ file, mutator, line, becomes }) =>
      JSON.stringify([file, mutator, line, becomes]),
    );
    expect(words.length).toBe(new Set(words).size);
  });
  it.each([
    ['{}', 'is no array'],
    ['[1]', 'entry 1 of the list of survivors is no object'],
    [JSON.stringify([entry, { ...entry, because: ' ' }]), "entry 2 .* has no 'because'"],
    [JSON.stringify([{ ...entry, times: 0 }]), "has 'times' that is no number"],
  ])('%s is refused', (text, why) => {
    expect(() => readListed(text)).toThrow(new RegExp(why, 'u'));
  });
});
