// What JSON can hold, and the complaint about a history that is none.

/** What JSON can hold. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

/** This is no history; whoever gave it can mend that. */
export class InvalidHistory extends Error {
  override readonly name = 'InvalidHistory';
  /** What is wrong with it, where that is known. */
  readonly why: string | undefined;
  constructor(why?: string) {
    super(`this history is damaged${why === undefined ? '' : ` (${why})`}: copy it again, whole`);
    this.why = why;
  }
}

/** A value in what JSON can hold, words in hexadecimal. */
export const jsonOf = (value: unknown): Json =>
  JSON.parse(
    JSON.stringify(value, (_key, part: unknown) =>
      typeof part === 'bigint' ? `0x${part.toString(16)}` : part,
    ),
  );
