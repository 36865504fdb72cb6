// Assembly that needs more than any machine has: read or refused with its place, in bounded time and memory.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { few } from '../properties/testing/rows.ts';
import { boundedRun, type DrillRun, drilled } from './testing/drill.ts';

const folder = mkdtempSync(join(tmpdir(), 'hvspec-hostile-'));
afterAll(() => rmSync(folder, { recursive: true }));

const entry = '.globl __kvmppc_vcore_entry\n__kvmppc_vcore_entry:\n';
const code = `${entry}li 3,1\nblr\n`;
const lines = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => `${line(i)}\n`).join('');

/** What each says, or that it is judged like any other. */
const JUDGED = 'judged';

const all: readonly (readonly [string, string, RegExp | typeof JUDGED])[] = [
  [
    'symbols that double, each made of the next',
    `${lines(60, (i) => `.set a${i},a${i + 1}+a${i + 1}`)}.set a60,1\n${entry}li 3,a0\nblr\n`,
    /:64: operand 2 of li is \d+ and must be/u,
  ],
  [
    'a chain of 20,000 symbols',
    `${lines(20_000, (i) => `.set a${i},a${i + 1}`)}.set a20000,1\n${entry}li 3,a0\nblr\n`,
    JUDGED,
  ],
  ['symbols in a circle', `.set a,b\n.set b,a\n${entry}li 3,a\nblr\n`, /:5: b has no value here/u],
  [
    'symbols that are long, in a repetition',
    `x = ext${'+1'.repeat(440)}\n.rept 200000\n.long x\n.endr\n${code}`,
    /go on without end|too long/u,
  ],
  [
    'spaces in 200 sections',
    lines(200, (i) => `.section s${i}\n.space 0x100000`),
    /the spaces up to here/u,
  ],
  ['30,000 labels at one place', `${lines(30_000, (i) => `l${i}:`)}${code}`, JUDGED],
  [
    '60,000 instructions',
    `${entry}.rept 60000\nnop\n.endr\nblr\n`,
    /more than 20000 instructions can/u,
  ],
  [
    '60,000 instructions in a line',
    `${entry}${'nop;'.repeat(60_000)}\nblr\n`,
    /:3: more than 20000 ins/u,
  ],
  [
    'errors in one line',
    `${lines(1, () => Array.from({ length: 20_000 }, (_, i) => `e${i} 1;`).join(''))}`,
    /\nhvspec: and \d+ more errors/u,
  ],
  ['errors in many lines', lines(20_000, (i) => `e${i}`), /\nhvspec: and 19900 more errors/u],
  ['quotes that nothing closes', `"${'\\"'.repeat(100_000)}\n${code}`, /:1: this is neither/u],
  ['such quotes of a macro', `.macro m a\n.endm\nm "${'\\"'.repeat(100_000)}\n${code}`, JUDGED],
  ['300,000 blank lines', `${'\n'.repeat(300_000)}${code}`, JUDGED],
  [
    '100,000 parameters',
    `#define F(${lines(1e5, (i) => `a${i},`).replaceAll('\n', '')}a) 1\n${code}`,
    /:1: F has 100001 parameters, and 255 is the most/u,
  ],
  [
    'as many of .macro',
    `.macro m ${lines(1e5, (i) => `a${i},`).replaceAll('\n', '')}a\n.endm\n${code}`,
    /m has 100001 parameters/u,
  ],
  [
    'bodies that are left out again and again',
    `.rept 150000\n.rept 0\n${'nop\n'.repeat(30_000)}.endr\n.endr\n`,
    /go on without end/u,
  ],
  [
    'long statements again and again',
    `.rept 100000\n.ident "${'a'.repeat(500_000)}"\n.endr\n`,
    /go on without end/u,
  ],
  [
    'macros that are long, called again and again',
    `.macro m a\n${'.rept 0\n.endr\n'.repeat(20_000)}.endm\n.rept 100000\nm 1\n.endr\n`,
    /go on without end/u,
  ],
  ['parentheses', `${code}li 3,${'('.repeat(100_000)}\n`, /nested too deeply/u],
  [
    'conditions that are never closed',
    '#if 1\n'.repeat(50_000),
    /this is never closed: #if 1 \(and 49999 more like it\)/u,
  ],
  [
    'an argument of 500,000 letters',
    `${code}.irpc x,${'a'.repeat(500_000)}\n nop\n.endr\n`,
    /go on without end|nop/u,
  ],
];

const cases = few(all, 11);

describe('hostile source', () => {
  let ran: readonly DrillRun[] = [];
  beforeAll(async () => {
    const commands = cases.map(([, text], i) => {
      const file = join(folder, `${i}.S`);
      writeFileSync(file, text);
      return `kernel ${file} --runs 1 --seed 1 --clause host-dscr-returns`;
    });
    ran = await drilled(commands);
  });

  it.each(cases.map(([name, , says], i) => [name, says, i] as const))('%s', (_name, says, i) => {
    const { code, err } = boundedRun(ran[i]);
    if (says === JUDGED) expect([code, err]).toEqual([expect.toBeOneOf([0, 1]), '']);
    else {
      expect([code, err]).toEqual([2, expect.stringMatching(says)]);
      expect(err.length).toBeLessThan(60_000);
      expect(err.split('\n').length).toBeLessThan(110);
    }
  });
});
