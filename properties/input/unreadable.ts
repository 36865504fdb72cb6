// The complaint about input that cannot be read: the user can mend it.

/** Something that was named cannot be read; the message says what and the mend. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}
