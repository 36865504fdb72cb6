// The shortest ways to the states of a search, and for each thread that may have moved last, the one of them on which the turn
// changes least often from thread to thread. States are reached in order of depth, so each is known when it is left.

export interface WayTable {
  /** The first state is there, reached by nobody. */
  begin(): void;
  /** A move of a thread leads from a state to another; in that one the thread may stand in another place. */
  reach(from: number, to: number, mover: number, landed: number): void;
  /** Moves on the shortest way to a state. */
  depth(index: number): number;
  /** Changes of turn on the best way to a state if this thread moves next. */
  changes(index: number, next: number): number;
  /** The states on the best way to a state if this thread moves next. */
  way(index: number, next: number): readonly number[];
  /** The state before this one on the best way, and who moves there. */
  before(index: number): { readonly from: number; readonly thread: number } | undefined;
  bytes(): number;
}

/** No way has so many changes. */
const NONE = 0xffff;

interface Columns {
  readonly depths: Uint32Array;
  /** By state and last mover: changes of turn, the state before, the mover before that, and the last mover's place there. */
  readonly changes: Uint16Array;
  readonly parents: Uint32Array;
  readonly lasts: Uint8Array;
  readonly movers: Uint8Array;
}

/** An empty table for so many movers. */
export const wayTable = (movers: number): WayTable => new Ways(movers);

class Ways implements WayTable {
  readonly #movers: number;
  #columns: Columns;
  #count = 0;

  constructor(movers: number) {
    this.#movers = movers;
    this.#columns = emptyColumns(1 << 10, movers);
  }

  begin(): void {
    this.#room(0);
    this.#columns.depths[0] = 0;
    this.#columns.changes.fill(0, 0, this.#movers);
  }

  reach(from: number, to: number, mover: number, landed: number): void {
    this.#room(to);
    const { depths, changes, parents, lasts, movers } = this.#columns;
    const depth = (depths[from] ?? 0) + 1;
    if ((depths[to] ?? NONE) < depth) return;
    depths[to] = depth;
    const many = this.changes(from, mover);
    const at = to * this.#movers + landed;
    if ((changes[at] ?? NONE) <= many) return;
    changes[at] = many;
    parents[at] = from;
    lasts[at] = this.#bestLast(from, mover);
    movers[at] = mover;
  }

  depth(index: number): number {
    return this.#columns.depths[index] ?? 0;
  }

  changes(index: number, next: number): number {
    const last = this.#bestLast(index, next);
    return (this.#columns.changes[index * this.#movers + last] ?? 0) + (last === next ? 0 : 1);
  }

  way(index: number, next: number): readonly number[] {
    const { parents, lasts } = this.#columns;
    const states = [index];
    let [at, last] = [index, this.#bestLast(index, next)];
    while (at !== 0) {
      const column = at * this.#movers + last;
      [at, last] = [parents[column] ?? 0, lasts[column] ?? 0];
      states.push(at);
    }
    return states.toReversed();
  }

  before(index: number): { readonly from: number; readonly thread: number } | undefined {
    if (index === 0) return undefined;
    const column = index * this.#movers + this.#bestLast(index, this.#movers);
    const { parents, movers } = this.#columns;
    return { from: parents[column] ?? 0, thread: movers[column] ?? 0 };
  }

  bytes(): number {
    return Object.values(this.#columns).reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  /** Room for a state, and for all before it. */
  #room(index: number): void {
    while (index >= this.#columns.depths.length) this.#columns = grown(this.#columns, this.#movers);
    for (; this.#count <= index; this.#count++) {
      const at = this.#count;
      this.#columns.depths[at] = NONE;
      this.#columns.changes.fill(NONE, at * this.#movers, (at + 1) * this.#movers);
    }
  }

  /** The last mover of the best way to a state if a thread moves next. */
  #bestLast(index: number, next: number): number {
    let [best, least] = [0, Number.POSITIVE_INFINITY];
    for (let last = 0; last < this.#movers; last++) {
      const changes =
        (this.#columns.changes[index * this.#movers + last] ?? NONE) + (last === next ? 0 : 1);
      if (changes < least) [best, least] = [last, changes];
    }
    return best;
  }
}

const emptyColumns = (states: number, movers: number): Columns => ({
  depths: new Uint32Array(states),
  changes: new Uint16Array(states * movers),
  parents: new Uint32Array(states * movers),
  lasts: new Uint8Array(states * movers),
  movers: new Uint8Array(states * movers),
});

function grown(columns: Columns, movers: number): Columns {
  const larger = emptyColumns(2 * columns.depths.length, movers);
  larger.depths.set(columns.depths);
  larger.changes.set(columns.changes);
  larger.parents.set(columns.parents);
  larger.lasts.set(columns.lasts);
  larger.movers.set(columns.movers);
  return larger;
}
