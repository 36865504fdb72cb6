// Two programs run over one algebra, side by side: from the same machine, and from every guest that both have entered alike.
//
// The second program's turns of a guest begin in the state in which the first one's do, but for what each program has as it likes. That
// they do so in every turn is an induction: shown where both enter, and where both resume, as it was assumed.
import { ENTRY } from '../../../model/paths/published.ts';
import { link, type Program } from '../../../model/program.ts';
import { type Algebra, algebra } from '../../../model/symbolic/algebra.ts';
import type { GuestEvent } from '../../../model/symbolic/guest.ts';
import type { SymbolicWatcher } from '../../../model/symbolic/paths.ts';
import { type SymbolicState, slotIn, stateAtCall } from '../../../model/symbolic/state.ts';
import {
  type SwitchOptions,
  type SymbolicSwitch,
  symbolicSwitch,
  symbolicTurns,
} from '../../../model/symbolic/switch.ts';
import { handlerNames } from '../../../spec/vocabulary/hypercalls.ts';
import { anyMachine } from '../subject.ts';
import { ownSlots } from './relation.ts';

/** How two programs are run. */
export interface SideBySideOptions {
  /** The interrupts that may end a guest: all, unless some are given. A theorem is one of all. */
  readonly events?: readonly GuestEvent[];
  /** Called often; may throw to end all. */
  readonly heed?: () => void;
}

/** Two programs as they were run over the same unknowns. */
export interface SideBySide {
  readonly t: Algebra;
  readonly first: SymbolicSwitch;
  /** The call alone: its guests are not followed. */
  readonly secondCall: SymbolicSwitch;
  /** What comes of guests that both have entered alike; nothing where none is entered, or not by one path in each. */
  readonly secondTurns: SymbolicSwitch | undefined;
}

/** How far each may go. */
const BOUNDS = { steps: 60_000, states: 400 };

/** Nobody looks at the way. */
const watcher: SymbolicWatcher = {
  stepped: () => [],
  entered: () => [],
  interrupted: () => [],
  readsClocks: () => false,
};

/**
 * The reference with its fields and handlers of hypercalls where the subject has them, so that addresses that a guest may come to see are
 * the same. Throws where two steps would be at one address.
 */
function placedAs(reference: Program, subject: Program): Program {
  const routines = reference.routines.map((one) => {
    const at = handlerNames.some((name) => name === one.name)
      ? subject.labels.get(one.name)
      : undefined;
    return at === undefined ? one : { ...one, at };
  });
  const placed = link(routines, reference.image, subject.layout);
  if (new Set(placed.steps.map(({ address }) => address)).size < placed.steps.length)
    throw new Error('a handler of hypercalls lies where the reference has other code');
  return placed;
}

/** Runs both, from any machine that the assumptions about the call allow. No time passes while hypervisor code runs. */
export function sideBySide(
  reference: Program,
  subject: Program,
  { events, heed }: SideBySideOptions = {},
): SideBySide {
  const t = algebra();
  const called = stateAtCall(anyMachine(t, subject.layout, new Set()));
  const options = (program: Program): SwitchOptions => ({
    around: { t, layout: program.layout, image: program.image, code: program.code },
    program,
    label: ENTRY,
    start: called,
    watcher,
    prompt: true,
    stands: true,
    bounds: BOUNDS,
    ...(events === undefined ? {} : { events }),
    ...(heed === undefined ? {} : { heed }),
  });
  const first = symbolicSwitch(options(placedAs(reference, subject)));
  const secondCall = symbolicSwitch({ ...options(subject), events: [] });
  const begun = enteredAlike(first.entered, secondCall.entered);
  const secondTurns = begun && symbolicTurns({ ...options(subject), own: ownSlots }, [begun]);
  return { t, first, secondCall, secondTurns };
}

/** The second program's guest as it is entered, if it is entered as the first one's. */
function enteredAlike(
  [first, ...others]: readonly SymbolicState[],
  [second, ...more]: readonly SymbolicState[],
): SymbolicState | undefined {
  if (first === undefined || second === undefined || others.length + more.length > 0)
    return undefined;
  const slots = first.slots.map((term, slot) =>
    ownSlots.has(slot) ? slotIn(second.slots, slot) : term,
  );
  return { ...first, slots };
}
