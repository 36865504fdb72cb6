// Generated faults that break no clause and are not the same machine bit by bit: in what they differ, and why that is nobody's business.
//
// What is said here is tried: `time` is a machine that is the same where no time passes by itself, `ledger` one that is the same in all
// that the ledger gives a fate to, and `tuning` another machine, of which the facts say that it is as right.

/** In what a fault makes another machine, and why it may. */
export interface Excuse {
  readonly in: 'time' | 'ledger' | 'tuning';
  readonly why: string;
}

const A_STEP: Excuse = {
  in: 'time',
  why: 'a clock is read or set one step earlier or later, and a tick either way is allowed',
};
const SLOWER: Excuse = {
  in: 'time',
  why: 'translations are dropped that could have stayed: slower, not wrong',
};
const anyHdec = (why = 'the host does not use HDEC'): Excuse => ({ in: 'ledger', why });

/** Faults by name, with the reason for each. */
export const excused: Readonly<Record<string, Excuse>> = {
  'guest.hdec.soon:0xb-for-0xa': { in: 'tuning', why: 'how many ticks are too few is tuning' },
  'trampoline.msr:swapped': {
    in: 'tuning',
    why: 'RI is 0 in real mode on the way in: a kernel that clears it there is as right',
  },
  'guest.tlb.same:dropped': SLOWER,
  'exit.bounce.pc:0x501-for-0x500': {
    in: 'ledger',
    why: 'hrfid drops the two low bits of an address, and HSRR0 is of the moment',
  },
  'exit.partition.hdec:dropped': anyHdec(),
  'exit.partition.hdec:writes-LPCR-for-HDEC': anyHdec(
    "LPCR gets the host's word right behind, and the host does not use HDEC",
  ),
  'exit.partition.hdec:0x7fff0001-for-0x7fff0000': anyHdec(),
  'exit.partition.hdec:0x3fff0000-for-0x7fff0000': anyHdec(),
  'exit.partition.isync:swapped': anyHdec(),
  'entry.timers.dec:swapped': A_STEP,
  'entry.timers.timebase:swapped': A_STEP,
  'entry.timers.hdec:swapped': A_STEP,
  'guest.sprs.dscr:swapped': A_STEP,
  'guest.sprs.dec-kept:swapped': A_STEP,
  'guest.purr.host-purr:swapped': A_STEP,
  'guest.purr.host-spurr:swapped': A_STEP,
  'guest.data.mmcr0:swapped': {
    in: 'time',
    why: "the guest's counters begin to count one step later, and isync changes nothing of them",
  },
  'exit.host-pmu.mmcr0:swapped': {
    in: 'time',
    why: "the host's counters begin to count one step later, and isync changes nothing of them",
  },
  'guest.purr.purr:swapped': A_STEP,
  'exit.timers.dec:swapped': A_STEP,
  'exit.purr.purr:swapped': A_STEP,
  'exit.purr.spurr:swapped': A_STEP,
  'exit.purr.spurr-kept:swapped': A_STEP,
  'exit.purr.host-purr:swapped': A_STEP,
  'exit.dec.host-dabrx:swapped': A_STEP,
};
