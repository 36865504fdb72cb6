// Tokens: a minimal history, the subject and the clause that it is about, in one word that can be pasted.
//
// A token holds the history itself, not the seed that led to it, so it does not depend on the generators; but slots
// are numbered, so it replays only on the version that made it. What a history is, its level knows.
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Json } from '../levels/level.ts';
import { version } from './version.ts';

/** What a token stands for. `subject` is a reference path, a fault, or kernel source. */
export interface Kept {
  readonly subject: string;
  readonly clause: string;
  /** The level whose history it is. */
  readonly level: string;
  readonly history: Json;
}

const PREFIX = 'hv1.';

/** The token of a history. */
export function encodeToken({ subject, clause, level, history }: Kept): string {
  const text = JSON.stringify({ v: version, s: subject, c: clause, l: level, h: history });
  return PREFIX + deflateRawSync(Buffer.from(text)).toString('base64url');
}

/** What a token stands for. Throws an Error whose message says in one line what is wrong with it. */
export function decodeToken(token: string): Kept {
  if (!token.startsWith(PREFIX)) throw new Error(`a token begins with ${PREFIX}`);
  const { v, s, c, l, h } = parsed(token.slice(PREFIX.length));
  if (v !== version)
    throw new Error(
      `this token is of version ${String(v)}, and this is ${version}: find the counterexample anew`,
    );
  if (typeof s !== 'string' || typeof c !== 'string' || typeof l !== 'string' || h === undefined)
    throw damaged();
  return { subject: s, clause: c, level: l, history: h };
}

function parsed(packed: string): { readonly [key in 'v' | 's' | 'c' | 'l' | 'h']?: Json } {
  try {
    return JSON.parse(inflateRawSync(Buffer.from(packed, 'base64url')).toString());
  } catch {
    throw damaged();
  }
}

const damaged = (): Error => new Error('this token is damaged: copy it again, whole');
