// Faults of reservations: one that is left where the guest goes on, and an update that is given up when one is lost.

import type { Words } from '../../spec/vocabulary/words.ts';
import { insertAfter, insertBefore } from '../mutate.ts';
import { type Step, step, type View } from '../step.ts';
import { loadedAndReserved, storedConditionally } from '../steps/reservation.ts';
import { type Source, transfers } from '../steps/transfer.ts';
import { planting } from './generated.ts';

/** Where the yield count is, whether or not there is a VPA. */
const yieldCount: Source = <V>({ layout }: View<V>, words: Words<V>): V =>
  words.literal(layout.addressOf('vpa') + layout.distanceTo('vpa.yield_count'));

const reserve: Step = step('lwarx r0, vpa.yield_count', loadedAndReserved('r0', yieldCount, 4));

const counts = transfers({ vcore: 'hstate.kvm_vcore' }).address('vcore.entry_exit_count');

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
    site: 'exit.partition.reserve',
    text: 'the count of threads in the virtual core is stored by stwcx., and not again if that fails',
    plantedIn: planting(
      insertBefore('exit.partition.reserve', {
        'count-loaded': step('lwarx r5', loadedAndReserved('r5', counts, 4)),
      }),
      insertAfter('exit.partition.count-loaded', {
        'count-stored': step('stwcx. r5', storedConditionally('r5', counts, 4)),
      }),
    ),
  },
} as const;
