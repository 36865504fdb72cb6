// Who may end work early, and is shown how it goes: the command, where one is run.

/** What work asks while it is under way. */
export interface Supervisor {
  /** Whether the user has ended it. */
  interrupted(): boolean;
  /** Does a named part of the work, which may be left, also when it is late; undefined where it was left. */
  phase<A>(name: string, work: () => A, late?: () => boolean): A | undefined;
}

/** Work on several threads: what they see of its end, and whether it has come. */
export interface Ending {
  readonly stop: () => boolean;
  readonly left: AbortSignal;
  readonly flag: Int32Array | undefined;
}
