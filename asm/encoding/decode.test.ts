// Words and what they encode, as GNU objdump says (binutils 2.40, -M raw,power7): one word of every encoding, recorded.
//
// Put as it is written here: blr for bclr 20, ptesync for sync 2, and no operand that is a hint.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../expression.ts';
import { forms } from '../instructions/forms.ts';
import type { Operand } from '../listing.ts';
import { registerNumber } from '../registers.ts';
import { instructionOf } from './decode.ts';
import { encodings } from './encodings.ts';

interface Vector {
  readonly at: number;
  readonly word: number;
  readonly text: string;
}

const vectors = JSON.parse(
  readFileSync(new URL('vectors.json', import.meta.url), 'utf8'),
) as readonly Vector[];

const NOWHERE = { file: '', line: 1, text: '', through: [] };
const decoded = (word: number, at = 0) => instructionOf(BigInt(word), BigInt(at), NOWHERE);

/** What objdump writes for an operand, as numbers: `4*cr1+eq`, `cr1`, `-8(r3)`, an address without a sign. */
function numbers(text: string): string {
  const bits = { lt: 0, gt: 1, eq: 2, so: 3, un: 3 };
  return text
    .replaceAll(/(?:4\*cr(\d)\+)?\b(lt|gt|eq|so|un)\b/gu, (_all, field = '0', bit = 'lt') =>
      String(4 * Number(field) + (Object.entries(bits).find(([name]) => name === bit)?.[1] ?? 0)),
    )
    .replaceAll(/\b[a-z]+\d+\b/gu, (name) => String(registerNumber(name) ?? name))
    .replaceAll(/0x[0-9a-f]+/gu, (hex) => String(BigInt.asIntN(64, BigInt(hex))));
}

const writtenAs = (operand: Operand): string => {
  const number = (expression: Parameters<typeof evaluate>[0]) => {
    const value = evaluate(expression, { symbol: () => undefined });
    return value.ok ? String(value.value) : value.why;
  };
  return operand.kind === 'memory'
    ? `${number(operand.displacement)}(${number(operand.base)})`
    : number(operand.value);
};

/** objdump writes where `ba` goes as 32 bits. */
const short = (text: string): string =>
  text.replaceAll(/\d{9,}/gu, (number) => String(BigInt.asIntN(32, BigInt(number))));

describe('a word', () => {
  it.each(vectors)('$word at $at is $text', ({ at, word, text }) => {
    const [mnemonic = '', operands = ''] = text.split(/\s+/u);
    const found = decoded(word, at);
    expect([found?.mnemonic, short(found?.operands.map(writtenAs).join(',') ?? '')]).toEqual([
      mnemonic,
      short(numbers(operands)),
    ]);
  });

  it.each([0, 0xdeadbeef, 0x7c0007a6, 0x44000002, 0x7c6903a7])(
    '%s is no instruction here',
    (word) => {
      expect(decoded(word)).toBeUndefined();
    },
  );

  it('may have hints where they mean nothing, and nothing else where it is reserved', () => {
    expect(decoded(0x4e800020)?.mnemonic).toBe('blr');
    expect(decoded(0x4e801020)?.mnemonic).toBe('blr');
    expect(decoded(0x4e802020)).toBeUndefined();
  });
});

describe('the table of encodings', () => {
  it('has a recorded word for every mnemonic but mftb, whose words objdump takes for mfspr', () => {
    const recorded = new Set(vectors.map(({ at, word }) => decoded(word, at)?.mnemonic));
    const missing = encodings.filter(({ mnemonic }) => !recorded.has(mnemonic));
    expect(missing.map(({ mnemonic }) => mnemonic)).toEqual(['mftb']);
  });

  it.each(encodings)('has $mnemonic with operands that the instruction is written with', (one) => {
    const counts = forms[one.mnemonic]?.map(({ operands }) => operands.length);
    expect(counts).toContain(one.operands.length);
  });
});
