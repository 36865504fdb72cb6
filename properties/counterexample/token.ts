// Tokens: a minimal history, the subject and the clause that it is about, in one word that can be pasted.
//
// A token holds the history itself, not the seed that led to it, so it does not depend on the generators; but slots
// are numbered, so it replays only on the version that made it. What a history is, its level knows.
import { deflateRawSync } from 'node:zlib';
import { shortened } from '../../asm/shortened.ts';
import { HISTORY, inflatedWithin, jsonWithin } from '../input/bounded-reading.ts';
import { type Json, jsonOf } from '../input/json.ts';
import { record } from '../input/schema.ts';
import { version } from '../input/version.ts';

/** What a token stands for. `subject` is a reference path, a fault, or kernel source. */
export interface TokenContent {
  readonly subject: string;
  readonly clause: string;
  /** The level whose history it is. */
  readonly level: string;
  readonly history: Json;
}

const PREFIX = 'hv1.';

/** The token of a history. */
export function encodeToken({ subject, clause, level, history }: TokenContent): string {
  const text = JSON.stringify({ v: version, s: subject, c: clause, l: level, h: history });
  return PREFIX + deflateRawSync(Buffer.from(text)).toString('base64url');
}

/** What a token stands for. Throws an Error whose message says in one line what is wrong with it. */
export function decodeToken(token: string): TokenContent {
  if (!token.startsWith(PREFIX)) throw new Error(`a token begins with ${PREFIX}`);
  if (token.length > HISTORY.bytes)
    throw new Error(`a token has ${HISTORY.bytes} letters at most, and this ${token.length}`);
  const { v, s, c, l, h } = parsed(token.slice(PREFIX.length));
  if (v !== version)
    throw new Error(
      `this token is of version ${shortened(String(v))}, and this is ${version}: find the counterexample again`,
    );
  if (typeof s !== 'string' || typeof c !== 'string' || typeof l !== 'string' || h === undefined)
    throw damaged('a part is missing');
  return { subject: s, clause: c, level: l, history: jsonOf(h) };
}

function parsed(packed: string): Readonly<Record<string, unknown>> {
  try {
    return record(jsonWithin(inflatedWithin(Buffer.from(packed, 'base64url'), HISTORY), HISTORY));
  } catch (error) {
    throw damaged(error instanceof Error ? error.message : String(error));
  }
}

const damaged = (why: string): Error =>
  new Error(`this token is damaged (${why}): copy it again, whole`);
