// Generated faults that break no clause and are not the same machine bit by bit: in what they differ, and why that is nobody's business.
//
// What is said here is tried: `time` is a machine that is the same where no time passes by itself, `ledger` one that is the same in all
// that the ledger constrains, `tuning` another machine, of which the facts say that it is as right, and `elsewhere` one that a clause of
// another level catches (a test of that level says so).

/** In what a fault makes another machine, and why it may. */
export interface Excuse {
  readonly in: 'time' | 'ledger' | 'tuning' | 'elsewhere';
  readonly why: string;
}

const inTime = (why: string): Excuse => ({ in: 'time', why });

const DEC_AND_TB = inTime(
  'DEC and TB are not read at one moment: what passes between the two is off by a tick either way, which the tolerance allows',
);
const HDEC_AND_TB = inTime(
  'HDEC and the expiry are set a tick apart in either order, and a tick is what the tolerance allows',
);
const ACCOUNTS = inTime(
  'PURR and SPURR are accounts of their own: which is switched first decides only to which side the time between counts in each',
);
const anyHdec = (why = 'the host does not use HDEC'): Excuse => ({ in: 'ledger', why });

const R11_IS_VOLATILE: Excuse = {
  in: 'elsewhere',
  why: 'r11 is volatile where an exit enters the vector; the level of interruptions has it entered from anywhere',
};

const IN_HYPERVISOR: Excuse = {
  in: 'elsewhere',
  why: 'it shows only where hypervisor code is interrupted, which the level of interruptions has',
};

/** Faults by name, with the reason for each. */
export const excused: Readonly<Record<string, Excuse>> = {
  'guest.hdec.soon:0xb-for-0xa': { in: 'tuning', why: 'how many ticks are too few is tuning' },
  'trampoline.msr:swapped': {
    in: 'tuning',
    why: 'RI is 0 in real mode on the way in: a kernel that clears it there is as right',
  },
  'guest.tlb.same:dropped': inTime(
    'translations are dropped that could have stayed: slower, not wrong',
  ),
  'exit.bounce.pc:0x501-for-0x500': {
    in: 'ledger',
    why: 'hrfid drops the two low bits of an address, and HSRR0 is of the moment',
  },
  'exit.partition.hdec:dropped': anyHdec(),
  'exit.partition.hdec:writes-LPCR-for-HDEC': anyHdec(
    "LPCR gets the host's word right after, and the host does not use HDEC",
  ),
  'exit.partition.hdec:0x7fff0001-for-0x7fff0000': anyHdec(),
  'exit.partition.hdec:0x3fff0000-for-0x7fff0000': anyHdec(),
  'entry.timers.dec:swapped': DEC_AND_TB,
  'entry.timers.timebase:swapped': HDEC_AND_TB,
  'exit.timers.dec:swapped': DEC_AND_TB,
  'guest.purr.host-purr:swapped': ACCOUNTS,
  'guest.purr.host-spurr:swapped': ACCOUNTS,
  'guest.purr.purr:swapped': ACCOUNTS,
  'exit.purr.purr:swapped': ACCOUNTS,
  'exit.purr.host-purr:swapped': ACCOUNTS,
  'interrupted-hypervisor-taken-for-a-guest': IN_HYPERVISOR,
  'hypervisor-vectors-say-recoverable': IN_HYPERVISOR,
  ...Object.fromEntries(
    ['vector-200', 'vector-500'].flatMap((vector) =>
      [
        'dropped',
        'reads-r13-for-r11',
        'reads-r12-for-r11',
        'reads-r10-for-r11',
        'stores-at+8',
        'stores-at-8',
        'stores-4-of-8',
      ].map((slip) => [`${vector}.host.r11:${slip}`, R11_IS_VOLATILE]),
    ),
  ),
  'vector-500.host.kernel-msr:dropped': {
    in: 'ledger',
    why: "with which MSR the host's handler runs is the host's business",
  },
};
