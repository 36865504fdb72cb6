// Ranges of places lose none of them.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { placeRanges } from './place-ranges.ts';

it.each<[readonly string[], readonly string[]]>([
  [['DSCR'], ['DSCR']],
  [['PMC1', 'PMC2', 'PMC3'], ['PMC1–3']],
  [
    ['vcpu.gpr[0]', 'vcpu.gpr[1]', 'vcpu.cr'],
    ['vcpu.gpr[0]', 'vcpu.gpr[1]', 'vcpu.cr'],
  ],
  [
    ['SLB[0].esid', 'SLB[1].esid', 'SLB[2].esid', 'SLB[0].vsid'],
    ['SLB[0–2].esid', 'SLB[0].vsid'],
  ],
  [
    ['r14', 'r16', 'r17', 'r18'],
    ['r14', 'r16–18'],
  ],
])('%j', (places, said) => {
  expect(placeRanges(places)).toEqual(said);
});

it('every place is in one of the ranges, and no other is', () => {
  const place = fc.tuple(fc.constantFrom('r', 'v[', 'x'), fc.nat(40), fc.constantFrom('', '].a'));
  fc.assert(
    fc.property(fc.uniqueArray(place, { selector: String }), (drawn) => {
      const places = drawn.map((parts) => parts.join(''));
      const back = placeRanges(places).flatMap((text) => {
        const {
          a = '',
          from = '',
          to = from,
          b = '',
        } = /^(?<a>\D*)(?<from>\d+)(?:–(?<to>\d+))?(?<b>.*)$/u.exec(text)?.groups ?? {};
        const many = Number(to) - Number(from) + 1;
        return Array.from({ length: many }, (_, i) => `${a}${Number(from) + i}${b}`);
      });
      expect(back.toSorted()).toEqual([...new Set(places)].toSorted());
    }),
  );
});
