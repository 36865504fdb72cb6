// The code of loads and stores, as text: accesses to whole fields inline, all else by a call of the slow path; or every access
// by a call, where there are many.

import type { Layout } from '../layout.ts';
import { fieldAt } from '../pieces.ts';
import type { Bytes } from '../step.ts';
import type { Emitter } from './emitter.ts';
import { textOf } from './half-text.ts';
import { offsetBits, WINDOW_HIGH, WINDOW_LOW } from './machine-buffer.ts';
import { knownWord, type Pair } from './pair.ts';

/** The number of the step in its function, until that is known. */
export const NUMBER = '$step';

/** Generates loads and stores. */
export interface MemoryCode {
  load(to: Emitter, address: Pair, bytes: Bytes): Pair;
  store(to: Emitter, address: Pair, bytes: Bytes, value: Pair): string;
}

const halvesText = ({ low, high }: Pair): string => `${textOf(low)},${textOf(high)}`;

/** Accesses to whole fields inline. */
export const inlineMemory = (layout: Layout): MemoryCode => ({
  load(to, address, bytes) {
    const field = fieldCode(to, layout, address, bytes);
    const [low, high] = [to.fresh(), to.fresh()];
    const slow = `loadSlow(buffer,${halvesText(address)},${bytes},${NUMBER})`;
    const rest = bytes === 8 ? `,${high}=${field}>=0?R[${field}+1]:T[0]` : '';
    to.keep(`const ${low}=${field}>=0?R[${field}]:${slow}${rest};`);
    return { low, high: bytes === 8 ? high : 0 };
  },
  store(to, address, bytes, value) {
    const field = fieldCode(to, layout, address, bytes);
    const low = textOf(value.low);
    const kept = bytes >= 4 ? low : `${low}&${bytes === 2 ? 0xffff : 0xff}`;
    const rest = bytes === 8 ? `R[${field}+1]=${textOf(value.high)};` : '';
    const slow = `n=storeSlow(buffer,${halvesText(address)},${bytes},${halvesText(value)},n);`;
    return `if(${field}>=0){R[${field}]=${kept};${rest}${noteStore(field)}}else{${slow}}`;
  },
});

/** Every access by a call. */
export const callMemory: MemoryCode = {
  load(to, address, bytes) {
    const [low, high] = [to.fresh(), to.fresh()];
    const rest = bytes === 8 ? `,${high}=T[0]` : '';
    to.keep(`const ${low}=loadAt(buffer,${halvesText(address)},${bytes},${NUMBER})${rest};`);
    return { low, high: bytes === 8 ? high : 0 };
  },
  store: (_to, address, bytes, value) =>
    `n=storeAt(buffer,${halvesText(address)},${bytes},${halvesText(value)},n);`,
};

/** Generates twice the slot of the field that is these bytes, or -1. */
function fieldCode(to: Emitter, layout: Layout, { low, high }: Pair, bytes: Bytes): string {
  const offset = to.local(`(${textOf(low)}-(${WINDOW_LOW}))|0`);
  const inside = `((${textOf(high)}^${WINDOW_HIGH})<<4|(${offset}>>>${offsetBits(layout)}))===0`;
  return to.local(`${inside}?X${bytes}[${offset}]:-1`);
}

/** The slot of the field that is these bytes, where the address is a constant. */
export function constantField(layout: Layout, address: Pair, bytes: Bytes): number | undefined {
  const word = knownWord(address);
  return word === undefined ? undefined : fieldAt(layout, word, bytes)?.slot;
}

/** Generates the note of a store to a slot, if that is watched. */
export const noteStore = (twice: string): string => `if(W[${twice}>>1]!==0)P[n++]=${twice}>>1;`;
