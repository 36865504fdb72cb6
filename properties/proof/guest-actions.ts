// A guest as a list of actions: what one does that the guest of a proof is to have done by the time of its interrupt.
//
// It goes to supervisor state, sets what is to be set, jumps to where it is to be interrupted, sets MSR and lets time pass.

import { slbSlotOf, slotNamed } from '../../model/places.ts';
import { MSR, SLB_INDEX } from '../../spec/vocabulary/bits.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import { type Action, formOf } from '../arbitraries/guest-program.ts';

/** The words in slots. */
type WordsBySlot = readonly Word[];

/** A guest's turn: as it was entered, as it is when the interrupt comes, ticks in between, and which interrupt that is. */
export interface TurnGoal {
  readonly entered: WordsBySlot;
  readonly running: WordsBySlot;
  readonly ticks: Word;
  readonly event: string;
  /** What the world puts into HDAR, HDSISR and HEIR. */
  readonly unknown: Readonly<Record<'HDAR' | 'HDSISR' | 'HEIR', Word>>;
}

/** What an interrupt is as an action; none for one that is pending by itself. */
function eventAction({ event, unknown }: TurnGoal): readonly Action[] {
  switch (event) {
    case 'hypercall':
      return [{ does: 'hypercall', on: 0, word: 0n }];
    case 'external':
      return [{ does: 'external', on: 0, word: 0n }];
    case 'machine check':
      return [{ does: 'machine-check', on: 0, word: 0n }];
    case 'system reset':
      return [{ does: 'system-reset', on: 0, word: 0n }];
    case 'maintenance':
      return [{ does: 'maintenance', on: 0, word: 0n }];
    case 'leftover HDEC':
      return [{ does: 'leftover-hdec', on: 0, word: 0n }];
    case 'instruction storage':
      return [{ does: 'inst-storage', on: 0, word: 0n }];
    case 'data storage':
      return [{ does: 'data-storage', on: Number(unknown.HDSISR & 0xffffn), word: unknown.HDAR }];
    case 'emulation assistance':
      return [{ does: 'emulation-assist', on: 0, word: unknown.HEIR }];
    default:
      return ownAction(event);
  }
}

/** An interrupt of the guest's own, by its vector; an interrupt that is pending needs no action. */
function ownAction(event: string): readonly Action[] {
  const [, vector] = /^own interrupt (\d+)$/u.exec(event) ?? [];
  if (vector === undefined) return [];
  const on = Array.from({ length: 32 }, (_, i) => i).find(
    (i) => formOf({ does: 'own-interrupt', on: i, word: 0n }) === `own-interrupt ${vector}`,
  );
  return on === undefined ? [] : [{ does: 'own-interrupt', on, word: 0n }];
}

/** Numbers of actions that set registers, by the register. */
const setters = (does: 'set-user' | 'set-supervisor'): ReadonlyMap<string, number> => {
  const numbers = new Map<string, number>();
  for (let on = 0; on < 400; on++) {
    const register = formOf({ does, on, word: 0n });
    if (numbers.has(register)) break;
    numbers.set(register, on);
  }
  return numbers;
};

const USER = setters('set-user');
const SUPERVISOR = setters('set-supervisor');

/** Ticks that one action waits at most. */
const WAIT = 0xffffffn;

/** Actions that a guest takes at most. */
const MOST = 600;

/** The actions of the turn; undefined where they would be too many. */
export function actionsOf(turn: TurnGoal): readonly Action[] | undefined {
  if (isIdle(turn)) return eventAction(turn);
  const waits = waitsFor(turn.ticks);
  const way = [...toSupervisor(turn), ...setAll(turn)];
  const jumpTo = at(turn.running, 'NIA') - 4n * BigInt(waits.length + 3);
  const actions = [
    ...way,
    ...jump(jumpTo, at(turn.running, 'MSR') & MSR.LE),
    supervisor('SRR0', at(turn.running, 'SRR0')),
    supervisor('SRR1', at(turn.running, 'SRR1')),
    ...(turn.event === 'hypervisor decrementer' ? [] : waits),
    { does: 'set-msr', on: 0, word: at(turn.running, 'MSR') } as const,
    ...(turn.event === 'hypervisor decrementer' ? waits : []),
    ...eventAction(turn),
  ];
  return actions.length > MOST ? undefined : actions;
}

const at = (words: WordsBySlot, place: string): Word => words[slotNamed(place)] ?? 0n;

const isIdle = ({ entered, running, ticks }: TurnGoal): boolean =>
  ticks === 0n && entered.every((word, slot) => word === running[slot]);

const supervisor = (register: string, word: Word): Action => ({
  does: 'set-supervisor',
  on: SUPERVISOR.get(register) ?? 0,
  word,
});

function waitsFor(ticks: Word): readonly Action[] {
  const waits: Action[] = [];
  for (let rest = ticks; rest > 0n && waits.length < MOST; rest -= waits.at(-1)?.word ?? 1n)
    waits.push({ does: 'wait', on: 0, word: rest < WAIT ? rest : WAIT });
  return waits;
}

/** From problem state, by an interrupt of its own. */
const toSupervisor = ({ entered }: TurnGoal): readonly Action[] =>
  (at(entered, 'MSR') & MSR.PR) === 0n ? [] : [{ does: 'touch', on: 0, word: 0n }];

/** To an address, with the byte order that is wanted in the end: only rfid changes it. */
const jump = (to: Word, order: Word): readonly Action[] => [
  supervisor('SRR0', BigInt.asUintN(64, to)),
  supervisor('SRR1', MSR.SF | order),
  { does: 'rfid', on: 0, word: 0n },
];

function setAll(turn: TurnGoal): readonly Action[] {
  const { running, ticks } = turn;
  const counting = (at(running, 'MMCR0') & 0x80000000n) === 0n;
  const low = (word: Word): Word => BigInt.asUintN(32, word);
  const before = (register: string): Word => {
    const word = at(running, register);
    if (register === 'DEC') return low(word + ticks);
    return register.startsWith('PMC') && counting ? low(word - ticks) : word;
  };
  return [
    ...masked(turn),
    ...slbActions(turn),
    ...[...SUPERVISOR.keys()].map((register) => supervisor(register, before(register))),
    ...[...USER].map(([register, on]): Action => {
      return { does: 'set-user', on, word: at(running, register) };
    }),
  ];
}

/** What a guest changes in part, or only if it does. */
function masked({ entered, running }: TurnGoal): readonly Action[] {
  const action = (does: Action['does'], place: string): Action => {
    return { does, on: 0, word: at(running, place) };
  };
  return [
    action('set-amr', 'AMR'),
    action('set-uamor', 'UAMOR'),
    ...(at(entered, 'CTRL') === at(running, 'CTRL') ? [] : [action('set-ctrl', 'CTRL')]),
    action('store-pmu-in-use', 'vpa.pmcregs_in_use'),
    action('store-yield-count', 'vpa.yield_count'),
  ];
}

/** Entries that change; an action gives both words of one, the second the inverse of the first. */
function slbActions({ entered, running }: TurnGoal): readonly Action[] {
  return Array.from({ length: 32 }, (_, i) => i).flatMap((i): Action[] => {
    const [esid, vsid] = [slbSlotOf(i, 'esid'), slbSlotOf(i, 'vsid')];
    if (entered[esid] === running[esid] && entered[vsid] === running[vsid]) return [];
    const low = BigInt.asUintN(64, ~(running[vsid] ?? 0n)) & SLB_INDEX;
    return [{ does: 'set-slb', on: i, word: ((running[esid] ?? 0n) & ~SLB_INDEX) | low }];
  });
}
