// The states that a search has found, each a row of numbers below 2^32, in the order in which they were found.
//
// An open-addressing table of indexes over one array of rows: no object is made for a state, and nothing is ever removed.

export interface TupleTable {
  /** How many there are. */
  count(): number;
  /** A number of the row that was found as this one in order. */
  at(index: number, column: number): number;
  /** The index of a row, which is added where it was not there. */
  add(row: ArrayLike<number>): number;
  /** Bytes in use. */
  bytes(): number;
}

/** An empty table of rows of this many numbers. */
export function tupleTable(width: number): TupleTable {
  let rows = new Uint32Array(width << 10);
  let slots = new Uint32Array(1 << 11);
  let count = 0;

  const isAt = (index: number, row: ArrayLike<number>): boolean => {
    for (let i = 0; i < width; i++) if (rows[index * width + i] !== row[i]) return false;
    return true;
  };

  function slotOf(row: ArrayLike<number>): number {
    const mask = slots.length - 1;
    let slot = hash(row, width) & mask;
    for (;;) {
      const index = slots[slot] ?? 0;
      if (index === 0 || isAt(index - 1, row)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  function grow(): void {
    const larger = new Uint32Array(2 * rows.length);
    larger.set(rows);
    rows = larger;
    slots = new Uint32Array(2 * slots.length);
    for (let i = 0; i < count; i++)
      slots[slotOf(rows.subarray(i * width, (i + 1) * width))] = i + 1;
  }

  return {
    count: () => count,
    at: (index, column) => rows[index * width + column] ?? 0,
    add(row) {
      const slot = slotOf(row);
      const known = slots[slot] ?? 0;
      if (known !== 0) return known - 1;
      if ((count + 1) * width > rows.length) {
        grow();
        return this.add(row);
      }
      for (let i = 0; i < width; i++) rows[count * width + i] = row[i] ?? 0;
      slots[slot] = count + 1;
      return count++;
    },
    bytes: () => rows.byteLength + slots.byteLength,
  };
}

/** The numbers of a row, mixed. */
function hash(row: ArrayLike<number>, width: number): number {
  let z = 0x9e3779b1;
  for (let i = 0; i < width; i++) {
    z = Math.imul(z ^ (row[i] ?? 0), 0x85ebca77);
    z ^= z >>> 15;
  }
  return z >>> 0;
}
