// Text of generated code, statement by statement: locals are named once for each expression, and those that nothing reads
// are left out.
//
// Every expression must be free of effects and must not change its value before the text ends; what has an effect is a
// statement that is kept.

/** Writes the statements of one block. */
export interface Emitter {
  /** The local that holds an expression; the same expression has the same local. */
  local(expression: string): string;
  /** A name that nothing else has. */
  fresh(): string;
  /** What was noted under a key, or made now: for what is written once though it is no expression. */
  once<T>(key: string, make: () => T): T;
  /** A statement that stays, whatever is read of it. */
  keep(statement: string): void;
  /** A block within this one: it knows the locals that there are, and keeps its own. */
  within(): Emitter;
  /** The statements, without the locals that nothing reads. */
  text(): string;
}

interface Line {
  /** None for a statement that stays. */
  readonly name?: string;
  readonly text: string;
}

const NAMES = /\bv\d+\b/gu;

/** An emitter whose names are numbered from `count` on. */
export function emitter(count: { next: number } = { next: 0 }, outer?: Known): Emitter {
  const lines: Line[] = [];
  const known: Known = { own: new Map(), outer };
  const fresh = () => `v${count.next++}`;
  return {
    fresh,
    local: (expression) =>
      once(known, expression, () => {
        const name = fresh();
        lines.push({ name, text: `const ${name}=${expression};` });
        return name;
      }),
    once: (key, make) => once(known, key, make),
    keep: (text) => void lines.push({ text }),
    within: () => emitter(count, known),
    text: () => live(lines),
  };
}

/** What has a name, here and in the blocks around. */
interface Known {
  readonly own: Map<string, unknown>;
  readonly outer: Known | undefined;
}

function once<T>(known: Known, key: string, make: () => T): T {
  for (let scope: Known | undefined = known; scope !== undefined; scope = scope.outer)
    if (scope.own.has(key)) return scope.own.get(key) as T;
  const made = make();
  known.own.set(key, made);
  return made;
}

/** From the last statement back: a local stays if something behind it reads it. */
function live(lines: readonly Line[]): string {
  const read = new Set<string>();
  const kept: string[] = [];
  for (const { name, text } of lines.toReversed()) {
    if (name !== undefined && !read.has(name)) continue;
    for (const [used] of text.matchAll(NAMES)) read.add(used);
    kept.push(text);
  }
  return kept.reverse().join('\n');
}
