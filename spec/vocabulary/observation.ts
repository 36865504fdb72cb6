// Two runs side by side: what is true of a moment that both have come to, and that no register and no field holds.
//
// Such a place is no state of any machine. It is here so that a claim can ask of two runs whether they came to the same.

interface MomentShape {
  /** Bits. */
  readonly width: 8 | 64;
  readonly is: string;
}

/** What there is to know of a moment. */
const moments = {
  'moment.kind': { width: 8, is: 'what has just happened: see MOMENT' },
  'moment.steps': {
    width: 64,
    is: 'instructions of the hypervisor since the call of the switch',
  },
  'moment.spent': {
    width: 64,
    is: 'instructions of the hypervisor since the first call of it',
  },
  'moment.secrets': {
    width: 64,
    is: 'places in which the two differed when the first switch was called',
  },
} as const satisfies Readonly<Record<string, MomentShape>>;

export type MomentPlace = keyof typeof moments;

/** What has just happened: of the first three, the guest is about to execute an instruction. */
export const MOMENT = {
  /** The guest was entered. */
  STARTED: 1n,
  /** The guest executed an instruction, and goes on. */
  RAN: 2n,
  /** The guest goes on behind an interrupt that needed nothing more. */
  RESUMED: 3n,
  /** An interrupt brought the hypervisor back. */
  INTERRUPTED: 4n,
  /** The switch returned. */
  RETURNED: 5n,
  /** The switch returned and ran no guest. */
  REFUSED: 6n,
} as const;
