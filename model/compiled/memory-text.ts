// Loads and stores as text: whole fields are found in the text itself, or every access is a call where there are many.

import { type Layout, REAL_ADDRESS, WINDOW } from '../layout.ts';
import type { Bytes } from '../step.ts';
import { offsetBits, WINDOW_LOW } from './board.ts';
import type { Emitter } from './emitter.ts';
import { textOf } from './half-text.ts';
import { knownWord, type Pair } from './pair.ts';

/** Stands for the number of the step until that is known. */
export const NUMBER = '$step';

/** How loads and stores are written. */
export interface Memory {
  load(to: Emitter, address: Pair, bytes: Bytes): Pair;
  store(to: Emitter, address: Pair, bytes: Bytes, value: Pair): string;
}

const halvesText = ({ low, high }: Pair): string => `${textOf(low)},${textOf(high)}`;

/** Whole fields are found in the text itself. */
export const inlined = (layout: Layout): Memory => ({
  load(to, address, bytes) {
    const field = fieldAt(to, layout, address, bytes);
    const [low, high] = [to.fresh(), to.fresh()];
    const apart = `loadApart(board,${halvesText(address)},${bytes},${NUMBER})`;
    const rest = bytes === 8 ? `,${high}=${field}>=0?R[${field}+1]:T[0]` : '';
    to.keep(`const ${low}=${field}>=0?R[${field}]:${apart}${rest};`);
    return { low, high: bytes === 8 ? high : 0 };
  },
  store(to, address, bytes, value) {
    const field = fieldAt(to, layout, address, bytes);
    const low = textOf(value.low);
    const kept = bytes >= 4 ? low : `${low}&${bytes === 2 ? 0xffff : 0xff}`;
    const rest = bytes === 8 ? `R[${field}+1]=${textOf(value.high)};` : '';
    const apart = `n=storeApart(board,${halvesText(address)},${bytes},${halvesText(value)},n);`;
    return `if(${field}>=0){R[${field}]=${kept};${rest}${telling(field)}}else{${apart}}`;
  },
});

/** Every load and store is a call. */
export const called: Memory = {
  load(to, address, bytes) {
    const [low, high] = [to.fresh(), to.fresh()];
    const rest = bytes === 8 ? `,${high}=T[0]` : '';
    to.keep(`const ${low}=loadAt(board,${halvesText(address)},${bytes},${NUMBER})${rest};`);
    return { low, high: bytes === 8 ? high : 0 };
  },
  store: (_to, address, bytes, value) =>
    `n=storeAt(board,${halvesText(address)},${bytes},${halvesText(value)},n);`,
};

/** Twice the slot of the field that is these bytes, or -1. */
function fieldAt(to: Emitter, layout: Layout, { low, high }: Pair, bytes: Bytes): string {
  const offset = to.local(`(${textOf(low)}-(${WINDOW_LOW}))|0`);
  const inside = `(${textOf(high)}<<4|(${offset}>>>${offsetBits(layout)}))===0`;
  return to.local(`${inside}?X${bytes}[${offset}]:-1`);
}

/** The slot of the field at an address, where both are known when the text is written. */
export function knownField({ owners }: Layout, address: Pair, bytes: Bytes): number | undefined {
  const word = knownWord(address);
  if (word === undefined) return undefined;
  const offset = Number((word & REAL_ADDRESS) - (WINDOW & REAL_ADDRESS));
  const piece = owners[offset];
  return piece?.offset === offset && piece.bytes === bytes ? piece.slot : undefined;
}

/** Notes a slot that is to be told. */
export const telling = (twice: string): string => `if(W[${twice}>>1]!==0)P[n++]=${twice}>>1;`;
