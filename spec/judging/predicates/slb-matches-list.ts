// The predicate that the SLB and a table in the vcpu say the same: one has 32 entries by index, the other lists the valid ones.
//
// Which entries must be valid, and what of, is said once, over two tables that are read by number: the interpreter hands in words, the
// compiled evaluator halves.
import { SLB_INDEX, SLB_VALID } from '../../vocabulary/bits.ts';
import type { Place } from '../../vocabulary/machine.ts';
import { hex, type Word } from '../../vocabulary/words.ts';
import type { Evidence, Finding } from '../compare.ts';
import type { Scope } from '../evaluate.ts';
import type { Predicate } from './predicate.ts';

/** Entries of the SLB, and elements that vcpu.slb has. */
export const ENTRIES = 32;

/** The two tables: entries of the SLB by index, 0 to 31, and elements of vcpu.slb by position. */
export interface SlbAndList {
  /** How many elements count: vcpu.slb_max. */
  readonly length: number;
  isValid(entry: number): boolean;
  /** The index that an element has, which may be one that the SLB does not have. */
  indexOf(element: number): number;
  /** Whether a valid entry and the element that lists it have the same words. */
  agree(entry: number, element: number): boolean;
}

/** What is wrong: the list is too long, or an entry is not what the element that lists it says, or what none says. */
export type Mismatch = 'too-long' | { readonly entry: number; readonly element?: number };

const elements = new Int32Array(ENTRIES);

/** The first thing that is wrong; undefined where the valid entries are those of the list. Of two elements with one index the last counts. */
export function mismatch(tables: SlbAndList): Mismatch | undefined {
  const { length } = tables;
  if (length > ENTRIES) return 'too-long';
  elements.fill(-1);
  for (let element = 0; element < length; element++) {
    const index = tables.indexOf(element);
    if (index < ENTRIES) elements[index] = element;
  }
  for (let entry = 0; entry < ENTRIES; entry++) {
    const element = elements[entry] ?? -1;
    if (element < 0 && tables.isValid(entry)) return { entry };
    if (element >= 0 && !(tables.isValid(entry) && tables.agree(entry, element)))
      return { entry, element };
  }
  return undefined;
}

/** The names of the entries, made once. */
const named = (name: (i: number) => Place) => {
  const names = Array.from({ length: ENTRIES }, (_, i) => name(i));
  return (i: number): Place => names[i] ?? name(i);
};
const esidOf = named((i) => `SLB[${i}].esid`);
const vsidOf = named((i) => `SLB[${i}].vsid`);
const listedEsidOf = named((i) => `vcpu.slb[${i}].esid`);
const listedVsidOf = named((i) => `vcpu.slb[${i}].vsid`);
const LENGTH: Place = 'vcpu.slb_max';

export const slbMatchesList: Predicate<'slb-matches-list'> = {
  judge({ slb, table }, scope): Finding {
    const tables = { slb: scope[slb], list: scope[table] };
    const wrong = mismatch(inWords(tables));
    return wrong === undefined ? 'met' : evidenceOf(wrong, tables);
  },
  reads: ({ slb, table }) => [
    { term: table, place: LENGTH },
    ...Array.from({ length: ENTRIES }, (_, i) => i).flatMap((i) => [
      { term: slb, place: esidOf(i) },
      { term: slb, place: vsidOf(i) },
      { term: table, place: listedEsidOf(i) },
      { term: table, place: listedVsidOf(i) },
    ]),
  ],
  text: ({ slb, table }) =>
    `the valid entries of ${slb} SLB are those that ${table} vcpu.slb lists`,
};

/** The states that the tables are read in. */
interface Tables {
  readonly slb: Scope['now'];
  readonly list: Scope['now'];
}

const inWords = ({ slb, list }: Tables): SlbAndList => ({
  length: Number(list(LENGTH)),
  isValid: (entry) => (slb(esidOf(entry)) & SLB_VALID) !== 0n,
  indexOf: (element) => Number(list(listedEsidOf(element)) & SLB_INDEX),
  agree: (entry, element) =>
    withIndex(slb, entry) === list(listedEsidOf(element)) &&
    slb(vsidOf(entry)) === list(listedVsidOf(element)),
});

/** The first doubleword of an entry as the table has it, with the index in its low bits. */
const withIndex = (slb: Scope['now'], entry: number): Word => slb(esidOf(entry)) | BigInt(entry);

function evidenceOf(wrong: Mismatch, { slb, list }: Tables): Evidence {
  if (wrong === 'too-long')
    return { place: LENGTH, expected: 'no more than 0x20', found: hex(list(LENGTH)) };
  const { entry, element } = wrong;
  const [place, esid] = [esidOf(entry), slb(esidOf(entry))];
  if (element === undefined)
    return { place, expected: 'invalid, as vcpu.slb does not list it', found: hex(esid) };
  if ((esid & SLB_VALID) === 0n)
    return { place, expected: 'valid, as vcpu.slb lists it', found: hex(esid) };
  const [found, expected] = [withIndex(slb, entry), list(listedEsidOf(element))];
  if (found !== expected) return unequal(place, expected, found);
  return unequal(vsidOf(entry), list(listedVsidOf(element)), slb(vsidOf(entry)));
}

const unequal = (place: Place, listed: Word, found: Word): Evidence => ({
  place,
  expected: `${hex(listed)}, as vcpu.slb lists it`,
  found: hex(found),
});
