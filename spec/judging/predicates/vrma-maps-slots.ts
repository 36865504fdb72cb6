// The predicate that a guest with translation off reaches just the memory that user space gave it, and may write all of it.
//
// What was given is read off the slots and off user space's pages; what is reached comes of the architected
// translation. Every page that was given is tried, and of the others those next to it and a scattering, far above too.

import type { Place } from '../../vocabulary/machine.ts';
import { SLOTS } from '../../vocabulary/vm.ts';
import { hex, type Word } from '../../vocabulary/words.ts';
import type { Evidence, Finding } from '../compare.ts';
import type { Scope } from '../evaluate.ts';
import type { Predicate } from './predicate.ts';
import { type Table, type Translation, translated } from './translation-by-hash.ts';

const PAGE = 24n;

/** Pages above the last: the first few, and some far away. */
const ABOVE: readonly number[] = [0, 1, 2, 7, 255, 4095, 4096, 8191];

/** Pages in the 1 TB of virtual real mode. */
const SEGMENT_PAGES = 1 << 16;

export const vrmaMapsSlots: Predicate<'vrma-maps-slots'> = {
  judge: (_claim, scope) => judgeTranslations(scope),
  reads: () => REGISTERS.map((place) => ({ term: 'now', place })),
  text: () =>
    'with translation off, the guest reaches just what its slots give it, by hpt and vm.sdr1',
};

/** Of what it reads, what names the table and says where it ends: the slots, and so the pages, are read as far as they are. */
const REGISTERS = ['vm.sdr1', 'vm.lpcr', 'vm.ram_npages'] as const satisfies readonly Place[];

/** Judges the VM as the span leaves it. */
function judgeTranslations(scope: Scope): Finding {
  const given = givenBy(scope);
  const last = Number(scope.now('vm.ram_npages'));
  const end = Math.max(last, ...[...given.keys()].map((page) => page + 1));
  const table: Table = {
    sdr1: scope.now('vm.sdr1'),
    lpcr: scope.now('vm.lpcr'),
    entry: (group, slot, word) => scope.now(`hpt[${group}].[${slot}].${word}`),
  };
  for (const page of pagesTo(end, given)) {
    const wrong = judgePage(page, given.get(page), table);
    if (wrong !== undefined) return wrong;
  }
  return given.size > 0 ? 'met' : 'unmet';
}

/** Every page that was given and its neighbours, every 64th below the end, and some above. */
function* pagesTo(end: number, given: ReadonlyMap<number, Word>): Generator<number> {
  for (const page of given.keys()) {
    yield page;
    if (page > 0) yield page - 1;
    yield page + 1;
  }
  for (let page = 0; page < Math.min(end, SEGMENT_PAGES); page += 64) yield page;
  for (const more of ABOVE) yield end + more;
}

/** The real address of the page behind each page of the guest, by the slots. */
function givenBy({ now }: Scope): ReadonlyMap<number, Word> {
  const given = new Map<number, Word>();
  for (let slot = 0; slot < SLOTS; slot++) {
    const first = Number(now(`vm.slot[${slot}].base`) >> PAGE);
    const from = Number(now(`vm.slot[${slot}].userspace_addr`) >> PAGE);
    const pages = Number(now(`vm.slot[${slot}].npages`));
    for (let i = 0; i < pages; i++) given.set(first + i, now(`user.page[${from + i}]`));
  }
  return given;
}

/** Two bytes of the page: one says that the page is the right one, the other that it is whole. */
function judgePage(page: number, given: Word | undefined, table: Table): Evidence | undefined {
  for (const offset of given === undefined ? [0n] : [0n, 0xffffffn]) {
    const address = (BigInt(page) << PAGE) | offset;
    const found = translated(address, table);
    const expected = given === undefined ? 'no translation' : `${hex(given | offset)}, read-write`;
    if (isRight(found, given === undefined ? undefined : given | offset)) continue;
    const place: Place = `[0x${address.toString(16)}]`;
    return { place, expected, found: textOf(found) };
  }
  return undefined;
}

const isRight = (found: Translation | undefined, real: Word | undefined): boolean =>
  found === undefined || real === undefined
    ? found === real
    : found.real === real && found.writable && found.recorded && found.coherent && found.executable;

function textOf(found: Translation | undefined): string {
  if (found === undefined) return 'no translation';
  const lacks = (['writable', 'recorded', 'coherent', 'executable'] as const)
    .filter((right) => !found[right])
    .map((right) => `, not ${right}`);
  return `${hex(found.real)}${lacks.join('')}`;
}
