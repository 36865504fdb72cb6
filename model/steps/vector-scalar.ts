// Floating-point and vector registers as storage: loads, stores, and their status registers.
//
// Power ISA 2.06B, Book I 4.6, 6.7 and 7.6. FPR n is doubleword 0 of VSR n, VR n is VSR n + 32. Loading an FPR leaves
// doubleword 1 undefined in the ISA; here it stays.
import type { Place as Register } from '../../spec/vocabulary/registers.ts';
import { lowBits, type Words } from '../../spec/vocabulary/words.ts';
import type { Meaning } from '../step.ts';
import type { Source } from './transfer.ts';

const half = (vsr: number, doubleword: 0 | 1): Register => `VSR[${vsr}].${doubleword}`;

/** lfd: FPR := 8 bytes. */
export const floatLoaded =
  (fpr: number, address: Source): Meaning =>
  (view, words) => [{ register: half(fpr, 0), value: view.load(address(view, words), 8) }];

/** stfd: 8 bytes := FPR. */
export const floatStored =
  (fpr: number, address: Source): Meaning =>
  (view, words) => [
    { address: address(view, words), bytes: 8, value: view.register(half(fpr, 0)) },
  ];

/** lxvd2x, lvx: VSR := 16 bytes. */
export const vectorLoaded =
  (vsr: number, address: Source): Meaning =>
  (view, words) => {
    const at = address(view, words);
    return [
      { register: half(vsr, 0), value: view.load(at, 8) },
      { register: half(vsr, 1), value: view.load(after(words, at), 8) },
    ];
  };

/** stxvd2x, stvx: 16 bytes := VSR. */
export const vectorStored =
  (vsr: number, address: Source): Meaning =>
  (view, words) => {
    const at = address(view, words);
    return [
      { address: at, bytes: 8, value: view.register(half(vsr, 0)) },
      { address: after(words, at), bytes: 8, value: view.register(half(vsr, 1)) },
    ];
  };

const after = <V>(words: Words<V>, at: V): V => words.add(at, words.literal(8n));

/** The address without its low four bits, as lvx and stvx take it. */
export const aligned =
  (address: Source): Source =>
  (view, words) =>
    words.and(address(view, words), words.not(words.literal(15n)));

/** xxlor: XT := XA or XB. */
export const vectorOr =
  (xt: number, xa: number, xb: number): Meaning =>
  (view, words) =>
    ([0, 1] as const).map((i) => ({
      register: half(xt, i),
      value: words.or(view.register(half(xa, i)), view.register(half(xb, i))),
    }));

/** mffs: FPR := FPSCR. */
export const moveFromFpscr =
  (fpr: number): Meaning =>
  (view) => [{ register: half(fpr, 0), value: view.register('FPSCR') }];

/** mtfsf with L = 1: FPSCR := FPR. */
export const moveToFpscr =
  (fpr: number): Meaning =>
  (view) => [{ register: 'FPSCR', value: view.register(half(fpr, 0)) }];

/**
 * mtfsf with L = 0: those fields of FPSCR come from FPR whose bits are 1 in FLM, field 0 being its most significant bit; of the low word, or with W = 1 of
 * the high one. FEX and VX, which follow from other bits, are taken to move with field 0.
 */
export const moveToFpscrFields =
  (flm: number, fpr: number, w: number): Meaning =>
  (view, words) => {
    const mask = fieldMask(flm) << (w === 1 ? 32n : 0n);
    const moved = words.and(view.register(half(fpr, 0)), words.literal(mask));
    const kept = words.and(view.register('FPSCR'), words.literal(lowBits(64) & ~mask));
    return [{ register: 'FPSCR', value: words.or(kept, moved) }];
  };

/** The four bits of a word for each bit of FLM. */
const fieldMask = (flm: number): bigint =>
  [0, 1, 2, 3, 4, 5, 6, 7].reduce(
    (mask, field) => mask | ((flm >> (7 - field)) & 1 ? 0xfn << BigInt(28 - 4 * field) : 0n),
    0n,
  );

/** mfvscr: VR := VSCR, with zeros above. */
export const moveFromVscr =
  (vr: number): Meaning =>
  (view, words) => [
    { register: half(32 + vr, 0), value: words.literal(0n) },
    { register: half(32 + vr, 1), value: view.register('VSCR') },
  ];

/** mtvscr: VSCR := the low word of VR. */
export const moveToVscr =
  (vr: number): Meaning =>
  (view) => [{ register: 'VSCR', value: view.register(half(32 + vr, 1)) }];
