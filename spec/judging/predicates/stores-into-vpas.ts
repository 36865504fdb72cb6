// The predicate that of guest memory, hypervisor code stores only to VPAs that are in place before the span or after it.
import type { Span, Write } from '../../vocabulary/machine.ts';
import { AREA_BYTES, LINEAR } from '../../vocabulary/vcpu-calls.ts';
import { VCPUS } from '../../vocabulary/vm.ts';
import { hex, type Word } from '../../vocabulary/words.ts';
import type { Finding } from '../compare.ts';
import type { Scope } from '../evaluate.ts';
import type { Predicate } from './predicate.ts';

const WORD_OF_MEMORY = /^real\.word\[(\d+)\]$/u;

export const storesIntoVpas: Predicate<'stores-into-vpas'> = {
  judge: (_claim, scope, span) => judgeStores(scope, span),
  reads: () => [],
  text: () => 'of real.word, only words of a VPA that is in place are written',
};

/** Judges the stores that the span makes. */
function judgeStores(scope: Scope, { taken, from, to }: Span): Finding {
  let met = false;
  for (const write of taken.slice(from, to).flatMap(({ writes }) => writes)) {
    const address = addressOf(write);
    if (address === undefined) continue;
    if (!isInVpa(scope, address))
      return { place: write.place, expected: 'a store into a VPA', found: hex(address) };
    met = true;
  }
  return met ? 'met' : 'unmet';
}

const addressOf = ({ place }: Write): Word | undefined => {
  const [, digits] = WORD_OF_MEMORY.exec(place) ?? [];
  return digits === undefined ? undefined : BigInt(digits);
};

const isInVpa = ({ was, now }: Scope, address: Word): boolean =>
  Array.from({ length: VCPUS }, (_, i) => `vm.vcpu[${i}].vpa` as const)
    .flatMap((place) => [was(place), now(place)])
    .some((vpa) => {
      const begin = vpa ^ LINEAR;
      return vpa !== 0n && address >= begin && address + 4n <= begin + AREA_BYTES.VPA;
    });
