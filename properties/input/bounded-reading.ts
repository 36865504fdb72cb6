// Reading what comes from outside within bounds. A file is regular, so that reading it comes to an end, and has no more bytes than
// anything that the project writes; JSON is measured before it is parsed, since parsing takes many times the memory of the text.
import { closeSync, constants, openSync, readSync, statSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { shortened } from '../../asm/shortened.ts';
import { Unreadable } from './unreadable.ts';

/** How much a text may hold. */
export interface Bounds {
  /** Of the text, in UTF-8. */
  readonly bytes: number;
  /** Of JSON: values, and how deep they lie in each other. */
  readonly values: number;
}

/** A file of assembly, or a header. */
export const SOURCE_BYTES: number = 2 ** 21;

/** What a campaign knows: some 430 tallies, each with the words of a machine at most. */
export const CAMPAIGN: Bounds = { bytes: 2 ** 25, values: 2e6 };

/** A history alone: as a token has it, or a file of a corpus. */
export const HISTORY: Bounds = { bytes: 2 ** 20, values: 1e5 };

/** A file that has a token in it: JSON, ITF, a page, a test. */
export const WITH_TOKEN: Bounds = { bytes: 2 ** 26, values: 4e6 };

/** JSON that the project writes is a tenth as deep. */
const DEEPEST = 100;

/** Bytes that are read at once. */
const CHUNK = 2 ** 16;

/** The text of a regular file. Throws Unreadable where it is none, or longer; and what the system says. */
export function textWithin(path: string, bytes: number): string {
  if (!statSync(path).isFile())
    throw new Unreadable(`'${shortened(path)}' is not a regular file: name a file that ends`);
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const chunks: Buffer[] = [];
    for (let total = 0; total <= bytes; total += chunks.at(-1)?.length ?? 0) {
      const chunk = Buffer.allocUnsafe(CHUNK);
      const got = readSync(file, chunk, 0, CHUNK, null);
      if (got === 0) return Buffer.concat(chunks).toString();
      chunks.push(chunk.subarray(0, got));
    }
  } finally {
    closeSync(file);
  }
  throw new Unreadable(
    `'${shortened(path)}' has more than ${bytes} bytes, the most that is read: name another file, or cut it`,
  );
}

/** What a text in JSON says. Throws an Error that says in a few words why it says nothing. */
export function jsonWithin(text: string, { bytes, values }: Bounds): unknown {
  if (text.length > bytes) throw new Error(`it has more than ${bytes} bytes`);
  const found = measured(text);
  if (found.depth > DEEPEST) throw new Error(`it is nested more than ${DEEPEST} deep`);
  if (found.values > values) throw new Error(`it has more than ${values} values`);
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('it is not JSON');
  }
}

/** What was deflated, without its header, made text again; no more is ever made than may be. Throws as `jsonWithin` does. */
export function inflatedWithin(packed: Uint8Array, { bytes }: Bounds): string {
  try {
    return inflateRawSync(packed, { maxOutputLength: bytes }).toString();
  } catch (error) {
    const isLong =
      error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    throw new Error(isLong ? `it has more than ${bytes} bytes` : 'it does not unpack');
  }
}

/** How deep values lie in each other in a text, and how many there are at most. */
function measured(text: string): { readonly depth: number; readonly values: number } {
  let [depth, deepest, values] = [0, 0, 1];
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const letter = text.charCodeAt(at);
    if (inString) {
      if (letter === BACKSLASH) at++;
      else if (letter === QUOTE) inString = false;
    } else if (letter === QUOTE) inString = true;
    else if (letter === OPEN_LIST || letter === OPEN_OBJECT) {
      values++;
      deepest = Math.max(deepest, ++depth);
    } else if (letter === CLOSE_LIST || letter === CLOSE_OBJECT) depth--;
    else if (letter === COMMA) values++;
  }
  return { depth: deepest, values };
}

const [QUOTE, COMMA, BACKSLASH] = [0x22, 0x2c, 0x5c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
