// The emitter of generated code, statement by statement: equal expressions share one local, and dead locals are left out.
//
// Every expression must be free of effects; what has an effect is a statement that is kept, in order. A local has the value that its
// expression had where it was first asked for, wherever the schedule puts it.
import { type Changes, type Line, scheduledText } from './schedule.ts';

/** Emits the statements of one block. */
export interface Emitter {
  /** The local that holds an expression; the same expression has the same local. */
  local(expression: string): string;
  /** A name that is not used yet. */
  fresh(): string;
  /** What was made under a key, or is made now: for what is emitted once though it is no expression. */
  once<T>(key: string, make: () => T): T;
  /** Emits a statement, and says which halves of the buffer it may change (none by default). */
  keep(statement: string, changes?: Changes): void;
  /** A nested block: it sees the locals of this one, and its own are not seen here. */
  within(): Emitter;
  /** The statements, without dead locals. */
  text(): string;
}

/** An emitter whose names are numbered from `count` on. */
export function emitter(count: { next: number } = { next: 0 }, outer?: NameScope): Emitter {
  const lines: Line[] = [];
  const known: NameScope = { own: new Map(), outer };
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
    text: () => scheduledText(lines),
  };
}

/** What has a name, here and in the blocks around. */
interface NameScope {
  readonly own: Map<string, unknown>;
  readonly outer: NameScope | undefined;
}

function once<T>(known: NameScope, key: string, make: () => T): T {
  for (let scope: NameScope | undefined = known; scope !== undefined; scope = scope.outer)
    if (scope.own.has(key)) return scope.own.get(key) as T;
  const made = make();
  known.own.set(key, made);
  return made;
}
