// An interrupt that comes while hypervisor code runs: facts about it which no register and no field holds.
//
// These places are no state of any machine. They let a claim say which interrupt it was, and what became of it.

interface InterruptionShape {
  /** Bits. */
  readonly width: 16;
  readonly is: string;
}

/** The places, with what they hold. */
const interruptions = {
  'interruption.vector': {
    width: 16,
    is: 'the real address of the vector that the interrupt goes to',
  },
  'interruption.handles': {
    width: 16,
    is: "the vector whose interrupts the host's handler is for that was entered; 0 where none was",
  },
  'interruption.outcome': { width: 16, is: 'what became of it: see OUTCOME' },
} as const satisfies Readonly<Record<string, InterruptionShape>>;

export type InterruptionPlace = keyof typeof interruptions;

/** How the code at a vector ends, after an interrupt that came while hypervisor code ran. */
export const OUTCOME = {
  /** A handler of the host's is about to run. */
  HANDLER: 1n,
  /** The thread stays where it is: nothing more is executed. */
  STOPPED: 2n,
  /** It went on as the exit of a guest, or came to a guest, to the caller of a switch, or to where nothing can be executed. */
  ELSEWHERE: 3n,
} as const;
