// Which interrupt vectors there is code for, and whether that code asks if a guest was running: every way through it loads
// hstate.in_guest before it comes to a handler of the host, to KVM or to another vector.
//
// What is reached by waking from a nap (a routine that is not here, the entry) is no interrupt of a guest's, and ends a way.
import { type Asking, vectorAddresses } from '../../spec/vocabulary/vectors.ts';
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

/** By real address, for each vector that has code; `offset` is that of hstate.in_guest. */
export function askingVectors(
  placement: Placement,
  names: Names,
  offset: bigint,
  end: WaysEnd,
): ReadonlyMap<bigint, Asking> {
  const starts = new Set(
    placement.items.filter(({ item }) => item.kind === 'instruction').map(({ address }) => address),
  );
  const vectors = vectorAddresses.map((text) => BigInt(text));
  const entries = new Set(vectors.map((vector) => KERNEL_BASE + vector));
  const ways: Ways = {
    asks: askingAt(placement, names, offset),
    end,
    leaves: (address) => end.handler(address) || address === end.kvm || entries.has(address),
    walk: (from, ends) => void reach(placement, [from], forms, names.at, ends),
  };
  return new Map(
    vectors
      .filter((vector) => starts.has(KERNEL_BASE + vector))
      .map((vector) => [vector, askingFrom(KERNEL_BASE + vector, ways)]),
  );
}

/** The ways through the vectors' code. */
interface Ways {
  /** The addresses of the instructions that ask. */
  readonly asks: ReadonlySet<bigint>;
  readonly end: WaysEnd;
  /** Whether an address is not the vector's own code any more. */
  readonly leaves: (address: bigint) => boolean;
  /** Walks every way from an address, each up to where `ends` says so. */
  readonly walk: (from: bigint, ends: (address: bigint) => boolean) => void;
}

/** What the code from an address on asks. */
function askingFrom(from: bigint, ways: Ways): Asking {
  const { asks, end, leaves, walk } = ways;
  const asked: bigint[] = [];
  let untested = false;
  walk(from, (address) => {
    if (address !== from && leaves(address)) untested = true;
    else if (asks.has(address)) asked.push(address);
    else return address !== from && end.elsewhere.has(address);
    return true;
  });
  return { asks: asked.some((at) => reachesKvm(at, ways)), untested };
}

/** Whether a way from an address comes to KVM; it counts as such where the source does not have KVM's code. */
function reachesKvm(from: bigint, { end, leaves, walk }: Ways): boolean {
  let reached = end.kvm === undefined;
  walk(from, (address) => {
    reached ||= address === end.kvm;
    return address !== from && (leaves(address) || end.elsewhere.has(address));
  });
  return reached;
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
