// The moves of a search as pairs of state numbers.

export interface EdgeList {
  add(from: number, to: number): void;
  count(): number;
  from(index: number): number;
  to(index: number): number;
  bytes(): number;
}

/** An empty list. */
export function edgeList(): EdgeList {
  let pairs = new Uint32Array(1 << 12);
  let count = 0;
  return {
    add(from, to) {
      if (2 * count === pairs.length) {
        const larger = new Uint32Array(2 * pairs.length);
        larger.set(pairs);
        pairs = larger;
      }
      pairs[2 * count] = from;
      pairs[2 * count + 1] = to;
      count++;
    },
    count: () => count,
    from: (index) => pairs[2 * index] ?? 0,
    to: (index) => pairs[2 * index + 1] ?? 0,
    bytes: () => pairs.byteLength,
  };
}
