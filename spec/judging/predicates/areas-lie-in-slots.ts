// The predicate that the areas of every vcpu lie in memory that its VM has: each whole, in one page of 16 MB behind a slot.
//
// Of a VPA as many bytes count as every VPA has, of an SLB shadow buffer its first two words, of a log all up to its end.
import type { Place } from '../../vocabulary/machine.ts';
import { AREA_BYTES, LINEAR } from '../../vocabulary/vcpu-calls.ts';
import { SLOTS, VCPUS } from '../../vocabulary/vm.ts';
import { hex, type Word } from '../../vocabulary/words.ts';
import type { Finding } from '../compare.ts';
import type { Scope } from '../evaluate.ts';
import type { Predicate } from './predicate.ts';

const PAGE = 24n;

export const areasLieInSlots: Predicate<'areas-lie-in-slots'> = {
  judge: (_claim, scope) => judgeAreas(scope),
  reads: () => AREAS.map(({ place }) => ({ term: 'now', place })),
  text: () => 'the VPA, log and SLB shadow buffer of every vcpu lie in memory of a slot',
};

/** An area of a vcpu: where it is kept, and how far it reaches. */
interface Area {
  readonly place: Place;
  readonly end: (begin: Word, now: Scope['now']) => Word;
}

const AREAS: readonly Area[] = Array.from({ length: VCPUS }, (_, i): readonly Area[] => [
  { place: `vm.vcpu[${i}].vpa`, end: (begin) => begin + AREA_BYTES.VPA },
  { place: `vm.vcpu[${i}].dtl`, end: (_begin, now) => now(`vm.vcpu[${i}].dtl_end`) },
  { place: `vm.vcpu[${i}].slb_shadow`, end: (begin) => begin + AREA_BYTES.SLB_SHADOW },
]).flat();

/** Judges the areas as the span leaves them. */
function judgeAreas({ now }: Scope): Finding {
  let met = false;
  for (const { place, end } of AREAS) {
    const begin = now(place);
    if (begin === 0n) continue;
    const last = end(begin, now) - 1n;
    if (!isGiven(now, begin, last < begin ? begin : last))
      return { place, expected: 'memory of a slot', found: hex(begin) };
    met = true;
  }
  return met ? 'met' : 'unmet';
}

/** Whether the first and the last byte are in one page, and that is behind a slot. */
function isGiven(now: Scope['now'], first: Word, last: Word): boolean {
  const page = (first ^ LINEAR) >> PAGE;
  return page === (last ^ LINEAR) >> PAGE && isBehindSlot(now, page << PAGE);
}

function isBehindSlot(now: Scope['now'], real: Word): boolean {
  for (let slot = 0; slot < SLOTS; slot++) {
    const from = Number(now(`vm.slot[${slot}].userspace_addr`) >> PAGE);
    const pages = Number(now(`vm.slot[${slot}].npages`));
    for (let i = 0; i < pages; i++) if (now(`user.page[${from + i}]`) === real) return true;
  }
  return false;
}
