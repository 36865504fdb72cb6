// Which interrupt vectors there is code for, and whether that code asks if a guest was running: it loads hstate.in_guest before it
// comes to a handler of the host's.
import { vectorAddresses } from '../../spec/vectors.ts';
import { evaluate } from '../expression.ts';
import { forms } from '../instructions/forms.ts';
import type { Names } from './names.ts';
import { KERNEL_BASE, type Located, type Placement } from './placement.ts';
import { reach } from './reach.ts';

/** By real address, for each vector that has code. */
export function askingVectors(
  placement: Placement,
  names: Names,
  offset: bigint,
  ends: (address: bigint) => boolean,
): ReadonlyMap<bigint, boolean> {
  const { items } = placement;
  const starts = new Set(
    items.filter(({ item }) => item.kind === 'instruction').map(({ address }) => address),
  );
  const asks = ({ item, address }: Located): boolean =>
    item.kind === 'instruction' &&
    item.mnemonic === 'lbz' &&
    item.operands.some((operand) => {
      if (operand.kind !== 'memory') return false;
      const displacement = evaluate(operand.displacement, names.at(address));
      return displacement.ok && displacement.value === offset;
    });
  return new Map(
    vectorAddresses
      .map((text) => BigInt(text))
      .filter((vector) => starts.has(KERNEL_BASE + vector))
      .map((vector) => {
        const reached = reach(placement, [KERNEL_BASE + vector], forms, names.at, ends);
        const code = [...reached].flatMap((index) => items[index] ?? []);
        return [vector, code.some(asks)];
      }),
  );
}
