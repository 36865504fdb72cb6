// What tests are written with, for whoever takes them one by one: they are put on a list when their file is loaded, and run when asked.
//
// It stands in for the test tool while mutants are tried: that one loads every file anew for each run, and this takes a test as often
// as is wanted. It has what the tests of the parts use (`parts.ts`); a test that imports more does not load.
import { format } from 'node:util';
import { JestAsymmetricMatchers, JestChaiExpect, JestExtend } from '@vitest/expect';
import { expect, use } from 'chai';

/** A test on the list. */
export interface TestInPlace {
  /** Unlike that of any other, and the same in every process: a name may have a path in it that is not. */
  readonly id: string;
  readonly name: string;
  readonly file: string;
  readonly run: () => unknown;
}

for (const matchers of [JestExtend, JestChaiExpect, JestAsymmetricMatchers]) use(matchers);

const list: TestInPlace[] = [];
const endings: (() => unknown)[] = [];
const around: string[] = [];
let file = '';

/** The tests of files, in the order in which they come. */
export async function testsIn(
  files: readonly string[],
  load: (file: string) => Promise<unknown>,
): Promise<readonly TestInPlace[]> {
  for (file of files) await load(file);
  return list;
}

/** Does what is to be done when all is over. */
export async function end(): Promise<void> {
  for (const ending of endings) await ending();
}

function describe(name: string, body: () => void): void {
  around.push(name);
  body();
  around.pop();
}

function it(name: string, run: () => unknown): void {
  list.push({ id: `${file} ${list.length}`, name: [...around, name].join(' '), file, run });
}

/** The same for each row of a table, under a name that has the row in it. */
const each =
  <A>(made: (name: string, body: () => A) => void) =>
  (table: readonly unknown[]) =>
  (name: string, body: (...row: readonly unknown[]) => A): void => {
    for (const one of table) {
      const row: readonly unknown[] = Array.isArray(one) ? one : [one];
      made(format(name, ...row.map(short)), () => body(...row));
    }
  };

/** What a name says of a part of a row. */
const short = (part: unknown): unknown => (typeof part === 'object' ? typeof part : part);

describe.each = each(describe);
it.each = each(it);

const afterAll = (ending: () => unknown): number => endings.push(ending);

export { afterAll, describe, expect, it };
