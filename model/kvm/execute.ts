// C code executed: routines are called, and their statements followed in order until one returns.
import type { Run } from './run.ts';
import type { Body, Code, Condition, Statement } from './statements.ts';

/** C code that can be called. */
export interface LinkedCode<P, L, W> {
  /** Calls a routine; r is then what it returned. Throws where it calls one that is not there. */
  call(routine: string, run: Run<P, L>, world: W): void;
}

/** A statement with its site, and those in it. */
interface StatementAtSite<P, L, W> {
  readonly site: string;
  readonly statement: Statement<P, L, W>;
  readonly inner: readonly StatementAtSite<P, L, W>[];
}

/** What statements are executed in: every routine, the run, and what the world has in store for it. */
interface Scene<P, L, W> {
  readonly routines: ReadonlyMap<string, readonly StatementAtSite<P, L, W>[]>;
  readonly run: Run<P, L>;
  readonly world: W;
}

/** Where code goes on after a statement: with the next, after the call of its routine, or nowhere. */
type Way = 'on' | 'out' | 'nowhere';

/** Makes routines ready to be called. */
export function link<P, L, W>(code: Code<P, L, W>): LinkedCode<P, L, W> {
  const routines = new Map(
    Object.entries(code).map(([name, body]) => [name, sited(name, body)] as const),
  );
  return {
    call(name, run, world) {
      called({ routines, run, world }, name);
    },
  };
}

const sited = <P, L, W>(site: string, body: Body<P, L, W>): readonly StatementAtSite<P, L, W>[] =>
  Object.entries(body).map(([key, statement]) => ({
    site: `${site}.${key}`,
    statement,
    inner: 'body' in statement ? sited(`${site}.${key}`, statement.body) : [],
  }));

/** A routine returns wherever it ends; only what stops all does not. */
function called<P, L, W>(scene: Scene<P, L, W>, name: string): Way {
  const routine = scene.routines.get(name);
  if (routine === undefined) throw new Error(`no routine is called ${name}`);
  return inOrder(scene, routine) === 'nowhere' ? 'nowhere' : 'on';
}

function inOrder<P, L, W>(
  scene: Scene<P, L, W>,
  statements: readonly StatementAtSite<P, L, W>[],
): Way {
  for (const one of statements) {
    const way = execute(scene, one);
    if (way !== 'on') return way;
  }
  return 'on';
}

function execute<P, L, W>(
  scene: Scene<P, L, W>,
  { site, statement, inner }: StatementAtSite<P, L, W>,
): Way {
  const { run, world } = scene;
  switch (statement.does) {
    case 'step': {
      const { by, text, writes } = statement;
      run.step({ site, text: text(run.at, world), by }, writes(run.at, world));
      return 'on';
    }
    case 'assign':
      run.put(statement.locals(run.at));
      return 'on';
    case 'when':
      return statement.condition(run.at, world) ? inOrder(scene, inner) : 'on';
    case 'loop':
      return repeated(scene, statement.condition, inner);
    case 'span': {
      run.begin(statement.kind);
      const way = inOrder(scene, inner);
      run.end(statement.kind);
      return way;
    }
    case 'begin':
    case 'end':
      run[statement.does](statement.kind);
      return 'on';
    case 'call':
      return called(scene, statement.routine);
    case 'return':
      if (statement.value !== undefined) run.returns(statement.value(run.at));
      return 'out';
    case 'stop':
      return 'nowhere';
  }
}

function repeated<P, L, W>(
  scene: Scene<P, L, W>,
  condition: Condition<P, L, W>,
  body: readonly StatementAtSite<P, L, W>[],
): Way {
  while (condition(scene.run.at, scene.world)) {
    const way = inOrder(scene, body);
    if (way !== 'on') return way;
  }
  return 'on';
}
