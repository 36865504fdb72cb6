// Stack frames of the switch's own in real mode, below that of the entry.
import { isa } from '../cite.ts';
import type { Claim, Term } from '../clause.ts';
import {
  address,
  and,
  choose,
  each,
  equal,
  has,
  holds,
  less,
  literal,
  no,
  nonzero,
  now,
  or,
  same,
  sub,
  whenWritten,
} from '../terms.ts';
import { MSR } from '../vocabulary/bits.ts';
import { HANDLER } from '../vocabulary/hypercalls.ts';
import type { Place } from '../vocabulary/machine.ts';
import { edition, since } from './edition.ts';

const entered = nonzero(has(now('HANDLER'), HANDLER.COUNT));

/** Bytes of the frames below that of the entry, at most: two of the smallest that the ABI knows. */
const BELOW = 224n;
const isOwnFrame = and(
  same(now('r1'), now('hstate.host_r1')),
  less(sub(address('frame'), now('r1')), literal(BELOW + 1n)),
);

/** The place holds this where a handler is entered. */
const holding = (place: Place, word: Term): Claim =>
  equal(now(place), choose(entered, word, now(place)));

const REAL_MODE = MSR.SF | MSR.HV | MSR.ME;
const MODE = REAL_MODE | MSR.EE | MSR.PR | MSR.IR | MSR.DR | MSR.LE;

export const realModeFrames = edition({
  name: 'stack-frames-in-real-mode',
  says: 'The real-mode half of the switch has stack frames of its own below that of the entry; hstate.host_r1 is the lowest.',
  seenIn: '4.1.18',
  why: 'Code in real mode that calls functions must save its own return address, and the frame of the entry belongs to the entry.',
  cite: [
    since('4.1', 'book3s_hv_rmhandlers.S', 'kvmppc_hv_entry'),
    since('4.1', 'book3s_hv_rmhandlers.S', 'kvmppc_hv_entry_trampoline'),
  ],
  follows: [isa('I', 'r1')],
  signs: [{ sign: 'pushes-a-frame' }, { sign: 'stores', field: 'hstate.host_r1' }],
  clauses: {
    'handler-runs-as-the-kernel': {
      says: "When a handler is entered, r1 is what hstate.host_r1 holds, at or up to 224 bytes below the entry's stack frame, r2 the kernel's TOC and r13 the PACA, with MSR[SF], [HV] and [ME] on and [EE], [PR], [IR], [DR] and [LE] off.",
      claim: whenWritten(
        ['HANDLER'],
        each(
          holds('r1', or(no(entered), isOwnFrame)),
          holding('r2', address('toc')),
          holding('r13', address('paca')),
          holds('MSR', or(no(entered), same(has(now('MSR'), MODE), literal(REAL_MODE)))),
        ),
      ),
    },
  },
  unsaid: [],
});
