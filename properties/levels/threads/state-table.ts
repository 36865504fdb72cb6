// The states that a search has found, each a number below 2^53, in the order in which they were found.
//
// An open-addressing table of indexes over one array of states: no object is made for a state, and nothing is ever removed.

export interface StateTable {
  /** How many there are. */
  count(): number;
  /** The state that was found as this one in order. */
  at(index: number): number;
  /** The index of the state before which this one was found. */
  parent(index: number): number;
  /** Adds a state; false if it was there. */
  add(state: number, parent: number): boolean;
  /** Bytes in use. */
  bytes(): number;
}

/** An empty table. */
export function stateTable(): StateTable {
  let states = new Float64Array(1 << 12);
  let parents = new Uint32Array(1 << 12);
  let slots = new Uint32Array(1 << 13);
  let count = 0;

  function grow(): void {
    states = copied(new Float64Array(2 * states.length), states);
    parents = copied(new Uint32Array(2 * parents.length), parents);
    slots = new Uint32Array(2 * slots.length);
    for (let i = 0; i < count; i++) slots[slotOf(states[i] ?? 0, slots, states)] = i + 1;
  }

  return {
    count: () => count,
    at: (index) => states[index] ?? 0,
    parent: (index) => parents[index] ?? 0,
    add(state, parent) {
      const slot = slotOf(state, slots, states);
      if (slots[slot] !== 0) return false;
      if (count === states.length) {
        grow();
        return this.add(state, parent);
      }
      states[count] = state;
      parents[count] = parent;
      slots[slot] = ++count;
      return true;
    },
    bytes: () => states.byteLength + parents.byteLength + slots.byteLength,
  };
}

/** Where in the table a state is, or would be. */
function slotOf(state: number, slots: Uint32Array, states: Float64Array): number {
  const mask = slots.length - 1;
  let at = hash(state) & mask;
  for (;;) {
    const index = slots[at] ?? 0;
    if (index === 0 || states[index - 1] === state) return at;
    at = (at + 1) & mask;
  }
}

function copied<A extends Float64Array | Uint32Array>(to: A, from: A): A {
  to.set(from);
  return to;
}

/** Both halves of a number below 2^53, mixed. */
function hash(state: number): number {
  const high = Math.floor(state / 0x100000000);
  let z = Math.imul(state | 0, 0x9e3779b1) ^ Math.imul(high, 0x85ebca77);
  z = Math.imul(z ^ (z >>> 15), 0x2c1b3c6d);
  return (z ^ (z >>> 13)) >>> 0;
}
