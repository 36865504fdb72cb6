// The compiled judge of the SLB and its table beside the interpreter, on tables that are right and tables with one thing wrong.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allPlaces } from '../../model/places.ts';
import { slbMatchesList } from '../../spec/terms.ts';
import { lowBits } from '../../spec/vocabulary/words.ts';
import { SEVERITY } from '../severity.ts';
import { clauseOf, compiledJudges, plainly, type Run, type Words } from './testing/runs.ts';

describe('the compiled judge of the SLB', () => {
  const VALID = 0x08000000n;
  const entry = fc.record({
    index: fc.constantFrom(0, 5, 31),
    listed: fc.constantFrom(0, 1, 2),
    esid: fc.constantFrom(0n, 1n << 28n, 1n << 40n),
    vsid: fc.constantFrom(0n, 1n, 1n << 40n),
  });
  const slbWords = (all: readonly { index: number; esid: bigint; vsid: bigint }[]): Words =>
    Object.fromEntries(
      all.flatMap(({ index, esid, vsid }) => [
        [`SLB[${index}].esid`, esid | VALID],
        [`SLB[${index}].vsid`, vsid],
      ]),
    );
  const tableWords = (all: readonly { index: number; esid: bigint; vsid: bigint }[]): Words =>
    Object.fromEntries(
      all.flatMap(({ index, esid, vsid }, i) => [
        [`vcpu.slb[${i}].esid`, esid | VALID | BigInt(index)],
        [`vcpu.slb[${i}].vsid`, vsid],
      ]),
    );
  const table = fc.uniqueArray(entry, { maxLength: 3, selector: ({ index }) => index });
  const change = fc.oneof(
    { weight: 2, arbitrary: fc.constant({}) },
    fc.constantFrom<Words[]>(
      { 'SLB[5].esid': 0n },
      { 'SLB[31].esid': VALID },
      { 'SLB[0].vsid': 9n },
      { 'vcpu.slb[0].esid': VALID | 7n },
      { 'vcpu.slb[1].vsid': 1n << 50n },
      { 'vcpu.slb_max': 0n },
      { 'vcpu.slb_max': 32n },
      { 'vcpu.slb_max': 33n },
    ),
  );
  const clauses = (['was', 'now'] as const).flatMap((slb) =>
    (['was', 'now'] as const).map((listed) => clauseOf(slbMatchesList(slb, listed), 'switch')),
  );

  it.each([7, 8, 9, 10, 11, 12])('says what the interpreter says (seed %i)', (seed) => {
    const judged = compiledJudges(clauses);
    fc.assert(
      fc.property(table, change, change, (all, before, after) => {
        const length = { 'vcpu.slb_max': BigInt(all.length) };
        const begin = { ...slbWords(all), ...tableWords(all), ...length, ...before };
        const one: Run = { begin, parts: [[], [], [after]] };
        expect(judged(one)).toEqual(plainly(clauses, one));
      }),
      { seed, numRuns: 50, endOnFailure: true },
    );
  });

  it('takes a table of 32 whole, and nothing that lies behind the SLB', () => {
    const all = Array.from({ length: 32 }, (_, index) => ({ index, esid: 1n << 28n, vsid: 3n }));
    const last = allPlaces.indexOf('SLB[31].vsid');
    const behind = allPlaces.slice(last + 1, last + 3).map((place) => [place, lowBits(64)]);
    const around = Object.fromEntries(behind);
    const begin = { ...slbWords(all), ...tableWords(all), ...around, 'vcpu.slb_max': 32n };
    const judged = compiledJudges(clauses)({ begin, parts: [[], [], []] });
    expect(judged).toEqual(clauses.map(() => SEVERITY.holds));
  });
});
