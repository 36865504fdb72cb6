// Text of generated code, statement by statement: locals are named once for each expression, and those that nothing reads
// are left out.
//
// Every expression must be free of effects; what has an effect is a statement that is kept, in order. An expression stands for what it
// was where it was first asked for, wherever in the text it comes to stand.
import { type Changes, type Line, textOfLines } from './lines.ts';

/** Writes the statements of one block. */
export interface Emitter {
  /** The local that holds an expression; the same expression has the same local. */
  local(expression: string): string;
  /** A name that nothing else has. */
  fresh(): string;
  /** What was noted under a key, or made now: for what is written once though it is no expression. */
  once<T>(key: string, make: () => T): T;
  /** A statement that stays, whatever is read of it, and which halves of the board it may change (none, if that is not said). */
  keep(statement: string, changes?: Changes): void;
  /** A block within this one: it knows the locals that there are, and keeps its own. */
  within(): Emitter;
  /** The statements, without the locals that nothing reads. */
  text(): string;
}

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
    keep: (text, changes) => void lines.push(changes === undefined ? { text } : { text, changes }),
    within: () => emitter(count, known),
    text: () => textOfLines(lines),
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
