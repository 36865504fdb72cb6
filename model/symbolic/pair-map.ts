// A map from pairs of numbers: what terms are interned by, which is looked up more often than anything else.
//
// Open addressing with linear probing over typed arrays; the map grows to twice its size when it is half full.

/** Values by two numbers, each 0 to 2^31 - 1. */
export class PairMap<V> {
  #first = new Int32Array(16).fill(-1);
  #second = new Int32Array(16);
  #values: V[] = [];
  #places = new Int32Array(16);

  /** The value of a pair; undefined where it has none. */
  get(a: number, b: number): V | undefined {
    const at = this.#placeOf(a, b);
    return this.#first[at] === -1 ? undefined : this.#values[this.#places[at] ?? 0];
  }

  /** Gives a pair that has no value one. */
  add(a: number, b: number, value: V): void {
    if (2 * this.#values.length >= this.#first.length) this.#grow();
    this.#put(a, b, this.#values.length);
    this.#values.push(value);
  }

  #put(a: number, b: number, place: number): void {
    const at = this.#placeOf(a, b);
    this.#first[at] = a;
    this.#second[at] = b;
    this.#places[at] = place;
  }

  /** Where a pair is, or is to be put. */
  #placeOf(a: number, b: number): number {
    const mask = this.#first.length - 1;
    let at = (Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca77)) >>> 7;
    for (at &= mask; this.#first[at] !== -1; at = (at + 1) & mask)
      if (this.#first[at] === a && this.#second[at] === b) break;
    return at;
  }

  #grow(): void {
    const [first, second, places] = [this.#first, this.#second, this.#places];
    const size = 2 * first.length;
    this.#first = new Int32Array(size).fill(-1);
    this.#second = new Int32Array(size);
    this.#places = new Int32Array(size);
    for (const [i, a] of first.entries())
      if (a !== -1) this.#put(a, second[i] ?? 0, places[i] ?? 0);
  }
}
