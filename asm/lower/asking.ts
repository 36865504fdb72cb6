// Which interrupt vectors there is code for, and whether that code asks if a guest was running: every way through it loads
// hstate.in_guest before it comes to a handler of the host, to KVM or to another vector.
//
// What is reached by waking from a nap (a routine that is not here, the entry) is no interrupt of a guest's, and ends a way.
import { type Asking, vectorAddresses } from '../../spec/vectors.ts';
import { evaluate } from '../expression.ts';
import { forms } from '../instructions/forms.ts';
import type { Names } from './names.ts';
import { KERNEL_BASE, type Placement } from './placement.ts';
import { reach } from './reach.ts';

/** Where the ways through the vectors' code end, by address. */
export interface WaysEnd {
  /** Where the host handles an interrupt of its own. */
  readonly handler: (address: bigint) => boolean;
  /** Where KVM takes what a guest brought; where the source has it. */
  readonly kvm: bigint | undefined;
  /** Other code of the switch: not a vector's. */
  readonly elsewhere: ReadonlySet<bigint>;
}

/** By real address, for each vector that has code. */
export function askingVectors(
  placement: Placement,
  names: Names,
  offset: bigint,
  end: WaysEnd,
): ReadonlyMap<bigint, Asking> {
  const asking = askingAt(placement, names, offset);
  const starts = new Set(
    placement.items.filter(({ item }) => item.kind === 'instruction').map(({ address }) => address),
  );
  const vectors = vectorAddresses.map((text) => BigInt(text));
  const entries = new Set(vectors.map((vector) => KERNEL_BASE + vector));
  const walk = (from: bigint, ends: (address: bigint) => boolean) =>
    reach(placement, [from], forms, names.at, ends);
  const leaves = (address: bigint) =>
    end.handler(address) || address === end.kvm || entries.has(address);

  function reachesKvm(from: bigint): boolean {
    let reached = end.kvm === undefined;
    walk(from, (address) => {
      reached ||= address === end.kvm;
      return address !== from && (leaves(address) || end.elsewhere.has(address));
    });
    return reached;
  }

  function askingOf(vector: bigint): Asking {
    const from = KERNEL_BASE + vector;
    const asked: bigint[] = [];
    let untested = false;
    walk(from, (address) => {
      if (address !== from && leaves(address)) untested = true;
      else if (asking.has(address)) asked.push(address);
      else return address !== from && end.elsewhere.has(address);
      return true;
    });
    return { asks: asked.some(reachesKvm), untested };
  }

  return new Map(
    vectors
      .filter((vector) => starts.has(KERNEL_BASE + vector))
      .map((vector) => [vector, askingOf(vector)]),
  );
}

/** Where hstate.in_guest is loaded. */
function askingAt({ items }: Placement, names: Names, offset: bigint): ReadonlySet<bigint> {
  const asks = items.filter(
    ({ item, address }) =>
      item.kind === 'instruction' &&
      item.mnemonic === 'lbz' &&
      item.operands.some((operand) => {
        if (operand.kind !== 'memory') return false;
        const displacement = evaluate(operand.displacement, names.at(address));
        return displacement.ok && displacement.value === offset;
      }),
  );
  return new Set(asks.map(({ address }) => address));
}
