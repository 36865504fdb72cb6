// What the guests of two runs can make differ: found by trying every action over terms, and not assumed.
//
// Two guests do the same, but for words where they are only that. So a slot that is the same in both when a turn begins stays so if each
// action makes it the same again, out of what is the same. What is found is the largest set of slots that all actions leave the same.
import { pendingInterrupt } from '../../../model/guest/interrupts.ts';
import { allPlaces, slbSlotOf, slotNamed, widths } from '../../../model/places.ts';
import type { Step } from '../../../model/step.ts';
import { type Algebra, both, negated, truthOf } from '../../../model/symbolic/algebra.ts';
import { executeTerms } from '../../../model/symbolic/execute.ts';
import { noFacts } from '../../../model/symbolic/facts.ts';
import { type Surroundings, slotIn, stateAtCall } from '../../../model/symbolic/state.ts';
import { substituted } from '../../../model/symbolic/substitution.ts';
import { possible, type Term } from '../../../model/symbolic/term.ts';
import type { Side } from '../../../spec/secrets.ts';
import { MSR, SLB_INDEX } from '../../../spec/vocabulary/bits.ts';
import { type Action, doingNames, formOf, stepOfForm } from '../../arbitraries/guest-program.ts';
import { hasOtherWord } from '../../levels/noninterference/history.ts';
import { settling } from '../settling.ts';
import {
  ENTRIES,
  ESID_BITS,
  entryOf,
  SEGMENTS,
  secondEntryOf,
  unrelatedEntries,
} from './segments.ts';

/** What may differ at any moment of the guest's turn. */
export interface GuestDifferences {
  readonly slots: ReadonlySet<number>;
  /** Whether valid segments may. */
  readonly segments: boolean;
  /** Whether both guests are interrupted at the same action, by the same interrupt, with NIA at the same vector. */
  readonly alike: boolean;
}

/** What one action makes of any machine. */
interface Outcome {
  readonly after: readonly Term[];
  readonly changed: readonly number[];
}

const [NIA, MSR_SLOT] = ['NIA', 'MSR'].map(slotNamed) as [number, number];

/** The word of an action, and the number of an entry, among literals: so that a step may be made before its words are known. */
const WORD = 0x6f706572616e6431n;
const INDEX = 0x6f706572616e6432n;

/** An action of each form. */
const forms: readonly Action[] = doingNames.flatMap((does) => {
  const byForm = new Map<string, Action>();
  for (let on = 0; on < 400; on++) {
    const action: Action = { does, on, word: 0n };
    const form = formOf(action);
    if (byForm.has(form)) break;
    byForm.set(form, action);
  }
  return [...byForm.values()];
});

/** Any machine in the state of a guest; with segments of which a valid one has no index, where these are related. */
function anyGuest(t: Algebra, areRelated: boolean): readonly Term[] {
  const slots = allPlaces.map((place, slot) =>
    t.table.variable(`any ${place}`, (widths[slot] ?? 0n) & (slot === MSR_SLOT ? ~MSR.HV : ~0n)),
  );
  for (const i of areRelated ? ENTRIES : []) {
    const { esid, vsid } = entryOf(t, partsOf(t, i, 'any'));
    slots[slbSlotOf(i, 'esid')] = esid;
    slots[slbSlotOf(i, 'vsid')] = vsid;
  }
  return slots;
}

const partsOf = (t: Algebra, i: number, whose: string) => ({
  valid: t.table.variable(`${whose} SLB[${i}].valid`, 1n),
  esid: t.table.variable(`${whose} SLB[${i}].esid bits`, ESID_BITS),
  index: t.table.variable(`${whose} SLB[${i}].index`, SLB_INDEX),
  vsid: t.table.variable(`${whose} SLB[${i}].vsid`, widths[slbSlotOf(i, 'vsid')] ?? 0n),
});

/** What every action makes of any guest, the interrupt that is pending first. */
function outcomesOf(around: Surroundings, before: readonly Term[]) {
  const { t } = around;
  const words = new Map([
    [WORD, t.table.variable('any word')],
    [INDEX, t.table.variable('any index', 0xffffn)],
  ]);
  const literal: Algebra['literal'] = (word) => words.get(word) ?? t.literal(word);
  const reading: Surroundings = { ...around, t: { ...t, literal } };
  const state = { ...stateAtCall(before), facts: noFacts() };
  const taken = (step: Step, nia: Term): Outcome => {
    const { slots } = executeTerms(reading, state, step, nia).state;
    return { after: slots, changed: [...slots.keys()].filter((at) => slots[at] !== before[at]) };
  };
  const at = slotIn(before, NIA);
  const next = t.add(at, t.literal(4n));
  return [
    { hasOther: false, outcome: taken(pendingInterrupt, at) },
    ...forms.map((action) => ({
      hasOther: hasOtherWord(action),
      outcome: taken(
        stepOfForm(
          action,
          (one) => one.literal(WORD),
          (one) => one.literal(INDEX),
        ),
        next,
      ),
    })),
  ];
}

/** What tells how guests of a side may differ, once it is known how they may when a turn begins. */
export function guestDifferences(
  around: Surroundings,
  side: Side,
): (turn: ReadonlySet<number>, segments: boolean) => GuestDifferences {
  const { t } = around;
  const word = t.table.variable('any word');
  const of = (areRelated: boolean) => {
    const before = anyGuest(t, areRelated);
    return { before, outcomes: outcomesOf(around, before) };
  };
  const [related, unrelated] = [of(true), of(false)];
  return (turn, mayDiffer) => {
    const free = new Set(turn);
    let segments = mayDiffer;
    for (;;) {
      const [size, was] = [free.size, segments];
      const { before, outcomes } = segments ? unrelated : related;
      const renamed = renaming(t, before, free, segments);
      const plain = substituted(t, renamed);
      const other = substituted(t, new Map(renamed).set(word, t.table.variable('other word')));
      const second = (hasOther: boolean) => (hasOther && side === 'guests' ? other : plain);
      for (const { hasOther, outcome } of outcomes) {
        const run = second(hasOther);
        for (const slot of outcome.changed) {
          if (SEGMENTS.has(slot) || free.has(slot)) continue;
          const after = slotIn(outcome.after, slot);
          if (run(after) !== after) free.add(slot);
        }
        segments ||= was || leavesSegmentsUnrelated(t, outcome, run);
      }
      if (free.size > size || segments !== was) continue;
      const alike =
        !free.has(MSR_SLOT) &&
        outcomes.every(({ hasOther, outcome }) => comesAlike(t, outcome, second(hasOther)));
      return { slots: free, segments, alike };
    }
  };
}

/** What the second guest has in the place of what may differ. */
function renaming(
  t: Algebra,
  before: readonly Term[],
  free: ReadonlySet<number>,
  segments: boolean,
): ReadonlyMap<Term, Term> {
  const renamed = new Map<Term, Term>();
  const rename = (slot: number): void => {
    const variable = slotIn(before, slot);
    const name = `other ${allPlaces[slot] ?? ''}`;
    renamed.set(variable, t.table.variable(name, possible(variable)));
  };
  for (const slot of free) {
    if (!SEGMENTS.has(slot)) rename(slot);
  }
  if (segments) {
    for (const slot of SEGMENTS) rename(slot);
    return renamed;
  }
  for (const i of ENTRIES) {
    const [one, other] = [partsOf(t, i, 'any'), partsOf(t, i, 'other')];
    const related = secondEntryOf(t, one, other);
    renamed.set(one.index, other.index);
    renamed.set(one.esid, t.and(related.esid, t.literal(ESID_BITS)));
    renamed.set(one.vsid, related.vsid);
  }
  return renamed;
}

/** Whether valid segments may differ after an action, or may have an index. */
function leavesSegmentsUnrelated(
  t: Algebra,
  { after, changed }: Outcome,
  run: (term: Term) => Term,
): boolean {
  if (!changed.some((slot) => SEGMENTS.has(slot))) return false;
  return !isNever(t, unrelatedEntries(t, after, after.map(run)));
}

/** Whether both come to the hypervisor at the same address, if an action leads there. */
function comesAlike(t: Algebra, { after }: Outcome, run: (term: Term) => Term): boolean {
  const [nia, msr] = [slotIn(after, NIA), slotIn(after, MSR_SLOT)];
  const comes = truthOf(t, t.and(msr, t.literal(MSR.HV)));
  return isNever(t, [both(t, comes, negated(t, t.equal(nia, run(nia))))]);
}

function isNever(t: Algebra, truths: readonly Term[]): boolean {
  const settle = settling(t);
  settle.begin();
  return truths.every((one) => settle.openParts(noFacts(), one).length === 0);
}
