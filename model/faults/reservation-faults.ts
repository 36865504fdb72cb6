// Faults of reservations: one that is left where the guest goes on, and an update that is given up when one is lost.

import type { Words } from '../../spec/vocabulary/words.ts';
import { drop, insertBefore } from '../mutate.ts';
import { type Step, step, type View } from '../step.ts';
import { loadedAndReserved } from '../steps/reservation.ts';
import type { Source } from '../steps/transfer.ts';
import { planting } from './generated.ts';

/** Where the yield count is, whether or not there is a VPA. */
const yieldCount: Source = <V>({ layout }: View<V>, words: Words<V>): V =>
  words.literal(layout.addressOf('vpa') + layout.distanceTo('vpa.yield_count'));

const reserve: Step = step('lwarx r0, vpa.yield_count', loadedAndReserved('r0', yieldCount, 4));

/** By name: the step where each shows, what is wrong, and how it is planted. */
export const reservationFaults = {
  'reservation-left-on-the-way-in': {
    site: 'guest.purr.host-purr',
    text: 'the yield count of the VPA is loaded by lwarx, and no store conditional follows before the guest',
    plantedIn: planting(insertBefore('guest.purr.host-purr', { reserve })),
  },
  'reservation-left-on-the-fast-return': {
    site: 'exit.leftover.resume',
    text: 'the yield count of the VPA is loaded by lwarx where the guest is resumed, and no store conditional follows',
    plantedIn: planting(insertBefore('exit.leftover.resume', { reserve })),
  },
  'count-given-up-with-the-reservation': {
    site: 'exit.partition.again',
    text: 'the count of threads in the virtual core is stored by stwcx., and not again if that fails',
    plantedIn: planting(drop('exit.partition.again')),
  },
} as const;
