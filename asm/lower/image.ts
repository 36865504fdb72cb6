// What a program's code reads of its own: tables and the TOC, byte by byte.
import { REAL_ADDRESS } from '../../model/layout.ts';
import { evaluate } from '../expression.ts';
import type { Names } from './names.ts';
import type { Placement } from './placement.ts';

/** Constants and the TOC, byte by byte. What has no value is not there. */
export function imageOf(
  { items }: Placement,
  names: Names,
  toc: bigint,
): ReadonlyMap<bigint, bigint> {
  const image = new Map<bigint, bigint>();
  const put = (address: bigint, bytes: number, value: bigint) => {
    for (let i = 0; i < bytes; i++)
      image.set(
        (address + BigInt(i)) & REAL_ADDRESS,
        (BigInt.asUintN(64, value) >> BigInt(8 * (bytes - 1 - i))) & 0xffn,
      );
  };
  for (const { item, address } of items) {
    if (item.kind === 'data') {
      const value = evaluate(item.value, names.at(address));
      if (value.ok) put(address, item.width, value.value);
    } else if (item.kind === 'space') {
      const [size, fill] = [item.size, item.fill].map((part) => evaluate(part, names.at(address)));
      if (size?.ok && fill?.ok)
        for (let i = 0n; i < size.value; i++) put(address + i, 1, fill.value);
    }
  }
  for (const [i, entry] of names.tocEntries().entries()) put(toc + BigInt(8 * i), 8, entry);
  return image;
}
