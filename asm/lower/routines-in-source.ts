// Which routines of the reference path a source has itself, so that it needs none of the path's.
import type { Routine } from '../../model/program.ts';
import { handlerNames } from '../../spec/vocabulary/hypercalls.ts';
import { KERNEL_BASE } from './placement.ts';

/** A routine is given under its name, with or without the dot; a continuation with its beginning; a vector by its address. */
export function isGiven(
  { name }: Routine,
  labels: ReadonlyMap<string, bigint>,
  addresses: ReadonlySet<bigint>,
): boolean {
  const [own = name] = name.split('.');
  if (own.startsWith('vector-'))
    return addresses.has(KERNEL_BASE + BigInt(`0x${own.slice('vector-'.length)}`));
  const has = (routine: string) => labels.has(routine) || labels.has(`.${routine}`);
  return has(own) || (USED_BY[own]?.every(has) ?? false);
}

/** Parts of the path by who goes there: where all of those are given, it is not needed. */
const USED_BY: Readonly<Record<string, readonly string[]>> = {
  kvmppc_handler_highmem: ['__kvmppc_vcore_entry', 'kvmppc_hv_entry', 'kvmppc_interrupt'],
  hdec_soon: ['kvmppc_hv_entry', 'kvmppc_interrupt'],
  kvmppc_load_fp: ['kvmppc_hv_entry'],
  kvmppc_save_fp: ['kvmppc_interrupt'],
  ...Object.fromEntries(handlerNames.map((name) => [name, ['kvmppc_interrupt']])),
};
