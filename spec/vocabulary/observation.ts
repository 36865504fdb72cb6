// Two runs side by side: facts about a moment that both have come to, which no register and no field holds.
//
// These places are no state of any machine. They let a claim compare how two runs came to a moment.

interface MomentShape {
  /** Bits. */
  readonly width: 8 | 64;
  readonly is: string;
}

/** The places, with what they hold. */
const moments = {
  'moment.kind': { width: 8, is: 'what has just happened: see MOMENT' },
  'moment.steps': {
    width: 64,
    is: 'instructions of the hypervisor since the call of the switch',
  },
  'moment.spent': {
    width: 64,
    is: 'instructions of the hypervisor since the first call of the switch',
  },
  'moment.secrets': {
    width: 64,
    is: 'number of places in which the two runs differed when the first switch was called',
  },
} as const satisfies Readonly<Record<string, MomentShape>>;

export type MomentPlace = keyof typeof moments;

/** What has just happened. In the first three cases the guest is about to execute an instruction. */
export const MOMENT = {
  /** The guest was entered. */
  STARTED: 1n,
  /** The guest executed an instruction, and continues. */
  RAN: 2n,
  /** The guest is resumed after an interrupt that needed nothing from the host. */
  RESUMED: 3n,
  /** An interrupt brought the hypervisor back. */
  INTERRUPTED: 4n,
  /** The switch returned. */
  RETURNED: 5n,
  /** The switch returned and ran no guest. */
  REFUSED: 6n,
} as const;
