// Whatever the source says, lowering gives a program or complaints that have a place; it throws nothing, and it ends.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { routines } from '../../model/paths/published.ts';
import { userForms } from '../instructions/user.ts';
import { readAssembly } from '../read.ts';
import { lower } from './lower.ts';

const SOURCE = readFileSync('asm/fixtures/alone.S', 'utf8').split('\n');
const CALLED = { entry: '__kvmppc_vcore_entry', as: '__kvmppc_vcore_entry' };

/** Reads and lowers; every complaint must name a line. */
function answers(text: string): void {
  const reading = readAssembly([{ path: 'fuzz.S', text }]);
  const result = reading.ok ? lower(reading.listing, CALLED, routines) : reading;
  if (result.ok) return;
  expect(result.errors.length).toBeGreaterThan(0);
  for (const { message, at } of result.errors) {
    expect(message).not.toBe('');
    expect(at.file).toBe('fuzz.S');
    expect(at.line).toBeGreaterThan(0);
  }
}

const words = [
  'r1',
  'r31',
  'r32',
  '0',
  '-1',
  '65536',
  '1<<63',
  '4(r1)',
  'VCPU_DSCR(r4)',
  'cr7',
  'NOBODY',
  '1f',
  '.',
  'x@got(r2)',
  'x@toc',
  '(r3)',
  'eq',
];
const operands = fc
  .array(fc.constantFrom(...words), { maxLength: 5 })
  .map((list) => list.join(', '));
const mnemonic = fc.constantFrom(
  ...Object.keys(userForms),
  'mtspr',
  'mfspr',
  'tlbiel',
  'slbmte',
  'mtmsrd',
  'hrfid',
  'nonsense',
);
const line = fc.oneof(
  fc.tuple(mnemonic, operands).map(([name, rest]) => `\t${name} ${rest}`),
  fc.constantFrom(...SOURCE),
  fc.constantFrom(
    '.text',
    '.data',
    '. = 0x500',
    '. = -4',
    '.long x - y',
    '.space 1<<40',
    '.align 3',
    'x: .quad 1f',
    'x = x + 1',
    '.rept 3',
    '.endr',
  ),
);

it('of any instructions with any operands', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), (lines) =>
      answers([`${CALLED.entry}:`, ...lines].join('\n')),
    ),
    { numRuns: 1500 },
  );
});

it('of a switch with lines lost, doubled, moved or replaced', () => {
  const edit = fc.tuple(
    fc.nat(SOURCE.length - 1),
    fc.constantFrom('drop', 'double', 'swap', 'put'),
    line,
  );
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
      const lines = edits.reduce<readonly string[]>(
        (text, [at, how, other]) => edited(text, at, how, other),
        SOURCE,
      );
      answers(lines.join('\n'));
    }),
    { numRuns: 250 },
  );
});

function edited(
  lines: readonly string[],
  at: number,
  how: string,
  other: string,
): readonly string[] {
  const one = lines[at] ?? '';
  const rest = lines.filter((_, i) => i !== at);
  if (how === 'drop') return rest;
  if (how === 'double') return [...lines.slice(0, at), one, ...lines.slice(at)];
  if (how === 'put') return lines.map((each, i) => (i === at ? other : each));
  return [...rest.slice(0, at >> 1), one, ...rest.slice(at >> 1)];
}
