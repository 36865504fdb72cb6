// The guest over terms: at any moment of its turn all that it may write is unknown, under what the hardware lets it.
//
// Any sequence of actions (model/guest/actions.ts) leaves such a state: registers of problem and supervisor state hold any word, once
// an interrupt of its own has brought it to supervisor state; MSR any but HV and ME; UAMOR what AMOR lets change, AMR what either does;
// SLB entries what slbmte makes, and something may be cached of what they held. Time passes. Whatever it did, an interrupt is looked for before its next instruction.
import { LPCR, MSR, SLB_INDEX, SLB_VALID, UNSYNCED, VECTOR } from '../../spec/vocabulary/bits.ts';
import { placesOf, type Register, registers } from '../../spec/vocabulary/registers.ts';
import { ownInterrupt } from '../guest/actions.ts';
import * as causes from '../guest/causes.ts';
import { pendingInterrupt } from '../guest/interrupts.ts';
import { OWN_VECTORS } from '../paths/vectors.ts';
import { allPlaces, slbSlotOf, slotNamed, widths } from '../places.ts';
import type { Step } from '../step.ts';
import { type Algebra, both, negated, truthOf } from './algebra.ts';
import { slotIn } from './state.ts';
import { ALL, type Term } from './term.ts';
import { anyTicks, elapsed } from './ticks.ts';

/** Registers that a guest does not simply write. */
const HANDLED_APART: ReadonlySet<Register> = new Set<Register>([
  ...(['MSR', 'NIA', 'SLB', 'AMR', 'UAMOR', 'CTRL', 'CFAR'] as const),
]);

/** The slots that a guest may give any word. */
const WRITTEN: readonly number[] = [
  ...(Object.keys(registers) as Register[])
    .filter((name) => registers[name].privilege !== 'hypervisor' && !HANDLED_APART.has(name))
    .flatMap(placesOf),
  'vpa.pmcregs_in_use',
  'vpa.yield_count',
].map(slotNamed);

/** Registers that no instruction names, of which any word may be there. */
const HIDDEN = ['ERAT', 'UNCACHED', 'RESERVE', 'LOST'] as const;

/** Registers of which a guest changes some bits, or under conditions. */
const PARTLY = ['MSR', 'NIA', 'AMR', 'UAMOR', 'CTRL', 'UNSYNCED', ...HIDDEN] as const;

const SLB: readonly number[] = Array.from({ length: 32 }, (_, i) => [
  slbSlotOf(i, 'esid'),
  slbSlotOf(i, 'vsid'),
]).flat();

/** The slots that a guest may change, by itself or as time passes. */
export const guestSlots: ReadonlySet<number> = new Set([
  ...WRITTEN,
  ...PARTLY.map(slotNamed),
  ...SLB,
]);

/** The name of the variable for what a guest has put into a place. */
const guestVariable = (turn: string, place: string): string => `${turn}.${place}`;

/** The slots at any moment of the guest's turn that began with these. */
export function guestTurn(t: Algebra, entered: readonly Term[], turn: string): readonly Term[] {
  const slots = elapsed(t, entered, anyTicks(t, `${turn}.ticks`));
  const any = (slot: number, mask = widths[slot] ?? 0n): Term =>
    t.table.variable(guestVariable(turn, allPlaces[slot] ?? ''), mask);
  for (const slot of WRITTEN) slots[slot] = any(slot);
  for (let i = 0; i < 32; i++) {
    const [esid, vsid] = [slbSlotOf(i, 'esid'), slbSlotOf(i, 'vsid')];
    const bits = any(esid, ALL ^ SLB_INDEX);
    slots[esid] = t.or(bits, indexKept(t, slotIn(entered, esid), turn, i, bits));
    slots[vsid] = any(vsid);
  }
  const [msr, nia] = [slotNamed('MSR'), slotNamed('NIA')];
  slots[msr] = anyMsr(t, slotIn(entered, msr), any(msr, ALL ^ (MSR.HV | MSR.ME)));
  slots[nia] = any(nia, ALL ^ 3n);
  const [amor, uamor] = [slotNamed('AMOR'), slotNamed('UAMOR')].map((slot) =>
    slotIn(entered, slot),
  ) as [Term, Term];
  for (const [name, mask] of [
    ['AMR', t.or(amor, uamor)],
    ['UAMOR', amor],
  ] as const) {
    const slot = slotNamed(name);
    slots[slot] = t.or(t.and(slotIn(entered, slot), t.not(mask)), t.and(any(slot), mask));
  }
  const ctrl = slotNamed('CTRL');
  const isSet = t.table.variable(guestVariable(turn, 'sets CTRL'), 1n);
  slots[ctrl] = t.select(isSet, any(ctrl, 1n), slotIn(entered, ctrl));
  for (const slot of HIDDEN.map(slotNamed)) slots[slot] = any(slot);
  const unsynced = slotNamed('UNSYNCED');
  const old = slotIn(entered, unsynced);
  const synced = t.and(
    old,
    t.literal(UNSYNCED.STORAGE | UNSYNCED.PARTITION | UNSYNCED.DABR_UNREAD | UNSYNCED.DABR_WRONG),
  );
  const isSynced = t.table.variable(guestVariable(turn, 'synchronises'), 1n);
  slots[unsynced] = t.select(isSynced, synced, old);
  return slots;
}

/**
 * slbmte leaves no index in an entry, and slbia makes entries invalid: only one that the guest has not set may have bits there, and it
 * is valid only if it was when the guest was entered.
 */
function indexKept(t: Algebra, entry: Term, turn: string, i: number, bits: Term): Term {
  const low = t.and(entry, t.literal(SLB_INDEX));
  const zero = t.literal(0n);
  const isSet = t.table.variable(guestVariable(turn, `sets SLB[${i}]`), 1n);
  const kept = t.select(isSet, zero, low);
  return isPlain(entry) ? t.select(t.and(bits, t.literal(SLB_VALID)), zero, kept) : kept;
}

/** Whether an entry has no index where it is valid, as its form shows. */
function isPlain(entry: Term, seen: Set<Term> = new Set()): boolean {
  if ((entry.zeros & SLB_VALID) !== 0n || (entry.zeros & SLB_INDEX) === SLB_INDEX) return true;
  if (entry.op !== 'select') return false;
  if (seen.has(entry)) return true;
  seen.add(entry);
  return isPlain(entry.args[1], seen) && isPlain(entry.args[2], seen);
}

/** HV is off, ME as it was; problem state has interrupts and translation on. */
function anyMsr(t: Algebra, entered: Term, any: Term): Term {
  const msr = t.or(any, t.and(entered, t.literal(MSR.ME)));
  const problem = t.and(msr, t.literal(MSR.PR));
  return t.or(msr, t.select(problem, t.literal(MSR.EE | MSR.IR | MSR.DR), t.literal(0n)));
}

/** What brings the hypervisor back. */
export interface GuestEvent {
  readonly name: string;
  readonly step: Step;
  /** Whether it comes in the place of an instruction, before which no interrupt was pending; else it is such an interrupt. */
  readonly instead: boolean;
  /** Registers in which the world leaves any word. */
  readonly unknown?: readonly ('HDAR' | 'HDSISR' | 'HEIR' | 'SRR1')[];
  /** It is the guest's own, and comes to the hypervisor only while LPCR[LPES1] is off. */
  readonly own?: true;
}

/** An interrupt of the guest's own; why it came is in SRR1. */
const own = (vector: bigint): GuestEvent => ({
  name: `own interrupt ${vector}`,
  step: ownInterrupt(vector),
  instead: true,
  unknown: ['SRR1'],
  own: true,
});

/** The interrupts that end a guest or pass through the hypervisor. */
export const guestEvents: readonly GuestEvent[] = [
  { name: 'hypervisor decrementer', step: pendingInterrupt, instead: false },
  { name: 'mediated external', step: pendingInterrupt, instead: false },
  { name: 'hypercall', step: causes.hypercall, instead: true },
  { name: 'external', step: causes.external, instead: true },
  { name: 'machine check', step: causes.machineCheck, instead: true },
  { name: 'system reset', step: causes.systemReset, instead: true },
  { name: 'maintenance', step: causes.maintenance, instead: true },
  { name: 'leftover HDEC', step: causes.leftoverHdec, instead: true },
  {
    name: 'data storage',
    step: causes.dataStorage(0n, 0n),
    instead: true,
    unknown: ['HDAR', 'HDSISR'],
  },
  { name: 'instruction storage', step: causes.instStorage, instead: true },
  {
    name: 'emulation assistance',
    step: causes.emulationAssist(0n),
    instead: true,
    unknown: ['HEIR'],
  },
  ...[...OWN_VECTORS, VECTOR.SYSTEM_CALL].map(own),
];

/** When an event can come: what is pending, or that nothing is. */
export function eventCondition(
  t: Algebra,
  slots: readonly Term[],
  { name, instead, own: isOwn }: GuestEvent,
): Term {
  const lpcr = slotIn(slots, slotNamed('LPCR'));
  const has = (word: Term, bits: bigint) => truthOf(t, t.and(word, t.literal(bits)));
  const hdec = both(t, has(slotIn(slots, slotNamed('HDEC')), 1n << 31n), has(lpcr, LPCR.HDICE));
  const msr = slotIn(slots, slotNamed('MSR'));
  const mediated = both(t, has(lpcr, LPCR.MER), has(msr, MSR.EE));
  const none = both(t, negated(t, hdec), negated(t, mediated));
  if (isOwn === true) return both(t, none, negated(t, keepsItsOwn(t, slots)));
  if (instead) return none;
  return name === 'mediated external' ? both(t, mediated, negated(t, hdec)) : hdec;
}

/** The slots with any word where an event leaves one that the world chose. */
export function withUnknown(
  t: Algebra,
  slots: readonly Term[],
  { unknown = [] }: GuestEvent,
  turn: string,
): readonly Term[] {
  const after = slots.slice();
  for (const name of unknown) {
    const slot = slotNamed(name);
    after[slot] = t.table.variable(guestVariable(turn, name), (widths[slot] ?? 0n) & ALL);
  }
  return after;
}

/** Whether a guest may keep an interrupt without a vector of the hypervisor's: LPCR[LPES1] is on. */
const keepsItsOwn = (t: Algebra, slots: readonly Term[]): Term =>
  truthOf(t, t.and(slotIn(slots, slotNamed('LPCR')), t.literal(LPCR.LPES1)));
