// Faults of what the processor caches of translations: something is invalidated, and not all that it is meant to reach.
import { drop, insertAfter, insertBefore } from '../mutate.ts';
import { type Step, step } from '../step.ts';
import { zeroed } from '../steps/slb.ts';
import { invalidateTlb } from '../steps/tlb.ts';
import { planting } from './generated.ts';

/** slbmte of zeros, for each entry that slbia would make invalid. */
const zeros: Readonly<Record<string, Step>> = Object.fromEntries(
  Array.from({ length: 31 }, (_, i) => i + 1).map((i) => [
    `entry-${i}`,
    step(`slbmte 0: entry ${i} invalid`, (view, words) => zeroed(view, words, BigInt(i))),
  ]),
);

/** By name: the step where each shows, what is wrong, and how it is planted. */
export const translationFaults = {
  'segments-of-the-host-overwritten-and-not-flushed': {
    site: 'guest.slb-clear.slbia',
    text: 'each SLB entry is overwritten with zeros in the place of slbia, so what is cached of the segments of the host stays',
    plantedIn: planting(
      drop('guest.slb-clear.slbia'),
      insertAfter('guest.slb-clear.entry-0', zeros),
    ),
  },
  'segments-of-the-guest-overwritten-and-not-flushed': {
    site: 'exit.slb-clear.slbia',
    text: 'each SLB entry is overwritten with zeros in the place of slbia, so what is cached of the segments of the guest stays',
    plantedIn: planting(drop('exit.slb-clear.slbia'), insertAfter('exit.slb-clear.entry-0', zeros)),
  },
  'tlbiel-under-the-hosts-lpid': {
    site: 'guest.tlb.tlbiel',
    text: "tlbiel, which reaches the partition in LPIDR, comes while that is the host's",
    plantedIn: planting(
      drop('guest.tlb.tlbiel'),
      insertBefore('guest.partition.reserve', { tlbiel: invalidateTlb }),
    ),
  },
} as const;
