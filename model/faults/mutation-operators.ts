// What can slip in one step: which other register, which field, which width, which constant. All of it follows from the footprint.
import type { Place as Register } from '../../spec/vocabulary/registers.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import type { Bytes, Step } from '../step.ts';
import { loadingBeside, loadingWidth, storingBeside, storingWidth } from './altered-step.ts';
import type { Footprint } from './footprint.ts';

const GPR = /^r\d+$/u;
/** Registers of the model that no instruction names. */
const UNNAMED =
  /^(?:NIA|UNSYNCED|UNCACHED|ERAT|TLB|SIBLINGS|RESERVE|LOST|UNDONE|ANSWER|LAST_VECTOR|HANDLER|TB_OFFSET|PPR|MSR|VSR|SLB)/u;

/** Another register of the same kind, of those that are in use around the step. */
export function registers(
  { reads, writes }: Footprint,
  near: ReadonlySet<Register>,
): readonly (readonly ['reads' | 'writes', Register, Register])[] {
  const others = (right: Register) =>
    UNNAMED.test(right)
      ? []
      : [...near].filter(
          (wrong) => wrong !== right && !UNNAMED.test(wrong) && GPR.test(wrong) === GPR.test(right),
        );
  return [
    ...reads.flatMap((right) => others(right).map((wrong) => ['reads', wrong, right] as const)),
    ...writes.flatMap((right) => others(right).map((wrong) => ['writes', wrong, right] as const)),
  ];
}

/** The field before and the one behind. */
export function fields(
  step: Step,
  { loads, stores }: Footprint,
): readonly (readonly [string, Step])[] {
  const beside = (widths: readonly Bytes[]) => widths.flatMap((width) => [width, -width]);
  return [
    ...beside(loads).map(
      (bytes) => [`loads-at${signed(bytes)}`, loadingBeside(step, bytes)] as const,
    ),
    ...beside(stores).map(
      (bytes) => [`stores-at${signed(bytes)}`, storingBeside(step, bytes)] as const,
    ),
  ];
}

const signed = (bytes: number): string => (bytes < 0 ? String(bytes) : `+${bytes}`);

const HALF: Readonly<Record<Bytes, Bytes | undefined>> = { 8: 4, 4: 2, 2: 1, 1: undefined };

/** Half of what should move. */
export function widths(
  step: Step,
  { loads, stores }: Footprint,
): readonly (readonly [string, Step])[] {
  const halved = (list: readonly Bytes[]) =>
    list.flatMap((right) => {
      const wrong = HALF[right];
      return wrong === undefined ? [] : [[wrong, right] as const];
    });
  return [
    ...halved(loads).map(
      ([wrong, right]) => [`loads-${wrong}-of-${right}`, loadingWidth(step, wrong, right)] as const,
    ),
    ...halved(stores).map(
      ([wrong, right]) =>
        [`stores-${wrong}-of-${right}`, storingWidth(step, wrong, right)] as const,
    ),
  ];
}

/** Each constant with its lowest and with its highest bit turned; what an instruction of no operands does is not the program's. */
export const constants = (
  { text }: Step,
  { constants: all }: Footprint,
): readonly (readonly [Word, Word])[] =>
  all.length > FEW || !/:=|^if |^clear /u.test(text)
    ? []
    : all.flatMap((right) =>
        [
          ...new Set([
            right ^ 1n,
            right ^ (1n << BigInt(Math.max(0, right.toString(2).length - 1))),
          ]),
        ].map((wrong) => [wrong, right] as const),
      );

/** A step with more constants than this works through a table. */
const FEW = 6;
