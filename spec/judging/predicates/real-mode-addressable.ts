// The predicate that hypervisor code with translation off uses no address that leads to its place only with translation on.
//
// Code that goes astray goes no further, so the last step of a run shows it, also where the switch came to no end.
import type { Span } from '../../vocabulary/machine.ts';
import type { Evidence } from '../compare.ts';
import type { Predicate } from './predicate.ts';

export const realModeAddressable: Predicate<'real-mode-addressable'> = {
  judge: (_claim, _scope, span) => lastStep(span) ?? 'met',
  judgeCutShort: (_claim, span) => lastStep(span),
  reads: () => [],
  text: () =>
    'with translation off, no address is used that leads to its place only with translation on',
};

/** What the last step shows: an address that code with translation off must not use. */
function lastStep({ taken, to }: Span): Evidence | undefined {
  const last = taken[to - 1];
  if (last?.astray === undefined || last.by !== 'host') return undefined;
  const expected = 'a real address';
  return { place: last.astray, expected, found: 'one of vmalloc', step: to - 1 };
}
