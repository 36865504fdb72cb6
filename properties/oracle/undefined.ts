// What the ISA leaves undefined of a division, or of the high half of a word product: said of numbers, apart from the meanings.
//
// Power ISA 2.06B, Book I 3.3.8: by zero, or where the quotient does not fit, RT and (in a record form) LT, GT and EQ of CR0 are
// undefined; of a word result the high half of RT is, and with it those three bits.
import { lowBits, type Word } from '../../spec/vocabulary/words.ts';
import type { Trial } from './trial.ts';

interface UndefinedBits {
  readonly r3: Word;
  readonly cr: Word;
}

const DIVISION = /^div([wd])(e?)(u?)o?(\.?)$/u;
const HIGH_WORD = /^mulhwu?(\.?)$/u;

const ALL = lowBits(64);
const HIGH = ALL ^ lowBits(32);
/** LT, GT and EQ of CR0. */
const COMPARED = 0xe0000000n;

/** The bits of r3 and CR that mean nothing; undefined of other instructions. */
export function undefinedBits({ text, before: { r4, r5 } }: Trial): UndefinedBits | undefined {
  const [mnemonic = ''] = text.split(' ');
  const [, , , , dot] = DIVISION.exec(mnemonic) ?? [];
  if (dot !== undefined) {
    const whole = isDefined(mnemonic, r4, r5);
    const word = mnemonic[3] === 'w';
    return {
      r3: whole ? (word ? HIGH : 0n) : ALL,
      cr: dot === '.' && (word || !whole) ? COMPARED : 0n,
    };
  }
  const [, recorded] = HIGH_WORD.exec(mnemonic) ?? [];
  if (recorded === undefined) return undefined;
  return { r3: HIGH, cr: recorded === '.' ? COMPARED : 0n };
}

/** Whether a division has a quotient that fits its result. */
function isDefined(mnemonic: string, dividend: Word, divisor: Word): boolean {
  const [, width, extended, unsigned] = DIVISION.exec(mnemonic) ?? [];
  const bits = width === 'w' ? 32 : 64;
  const cut = unsigned === 'u' ? BigInt.asUintN : BigInt.asIntN;
  const n = cut(bits, dividend) << BigInt(extended === 'e' ? bits : 0);
  const d = cut(bits, divisor);
  return d !== 0n && cut(bits, n / d) === n / d;
}

/** The other implementation takes a quotient of divdeo from 2^63 up, or below -2^63, for one that fits 64 bits with a sign. */
export const isMisjudged = ({ text, before: { r4, r5 } }: Trial): boolean =>
  text.startsWith('divdeo') &&
  magnitude(r4) < magnitude(r5) &&
  !isDefined(text.split(' ')[0] ?? '', r4, r5);

function magnitude(word: Word): bigint {
  const number = BigInt.asIntN(64, word);
  return number < 0n ? -number : number;
}
