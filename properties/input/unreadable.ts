// The complaint about what cannot be read or written: the user can mend it. And what the system says of it.

/** Something that was named cannot be read; the message says what and the mend. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

/** What went wrong, in the system's words. */
export const reason = (error: unknown): string =>
  error instanceof Error ? error.message.split('\n', 1).join('') : String(error);
