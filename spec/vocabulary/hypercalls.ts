// Hypercalls that Linux 3.1 answers in real mode: the handler of each, and how many arguments that takes from the guest.
//
// Numbers are those of PAPR (hvcall.h); a handler's prototype is in book3s_hv_rm_mmu.c, book3s_64_vio_hv.c or book3s_hv_rmhandlers.S.
import { bit, type Word } from './words.ts';

/** A handler: the hypercall that it answers, and how many of r4 to r11 it is called with. */
interface HandlerRow {
  readonly number: Word;
  readonly arguments: 0 | 1 | 2 | 3 | 4;
}

/** The handlers that hcall_real_table lists, by the names of their functions, in the order of their numbers. */
export const handlers = {
  kvmppc_h_remove: { number: 0x4n, arguments: 3 },
  kvmppc_h_enter: { number: 0x8n, arguments: 4 },
  kvmppc_h_read: { number: 0xcn, arguments: 2 },
  kvmppc_h_protect: { number: 0x18n, arguments: 3 },
  kvmppc_h_put_tce: { number: 0x20n, arguments: 3 },
  kvmppc_h_set_dabr: { number: 0x28n, arguments: 1 },
  kvmppc_h_bulk_remove: { number: 0x124n, arguments: 0 },
} as const satisfies Readonly<Record<string, HandlerRow>>;

/** The functions, by name. */
export type HandlerName = keyof typeof handlers;

/** Their names, in the order of their hypercalls' numbers. */
export const handlerNames = Object.keys(handlers) as readonly HandlerName[];

/** A function as a handler; undefined if it is none of the list. */
export const handlerNamed = (name: string): HandlerRow | undefined =>
  handlerNames.includes(name as HandlerName) ? handlers[name as HandlerName] : undefined;

/** Bits of r3 that do not count in the number of a hypercall: hcall_try_real_mode clears them. */
export const NUMBER_IGNORES: Word = 3n;

/** What H_SET_DABR and other hypercalls return when they are done. */
export const H_SUCCESS: Word = 0n;

/** What a handler returns that leaves a hypercall to others; it is no answer. */
export const H_TOO_HARD: Word = 9999n;

/**
 * HANDLER: since the last interrupt that KVM took, the number of the hypercall whose handler was entered last (all ones if it is none of
 * the list), how many handlers were entered, and which handlers of the list the switch has.
 */
export const HANDLER = { NUMBER: 0xffffn, ENTERED: bit(16), COUNT: 0xffff0000n } as const;

/** The bits of HANDLER that say that the switch has these handlers. */
export const listed = (names: readonly HandlerName[]): Word =>
  names.reduce((bits, name) => bits | bit(32 + handlerNames.indexOf(name)), 0n);
