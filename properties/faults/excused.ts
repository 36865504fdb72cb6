// Generated faults that break no clause and are not the same machine either: what they change is nobody's business.
//
// A test asserts that each of these does survive and does change something, so that the list cannot rot.
import { mayBeDropped } from '../seeded/may-be-dropped.ts';

const SLOWER = 'translations are dropped that could have stayed: slower, not wrong';
const ANY_HDEC = 'the host does not use HDEC';

/** Faults by name, with the reason for each. */
export const excused: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries(mayBeDropped).map(([site, reason]) => [`${site}:dropped`, reason]),
  ),
  'guest.hdec.soon:0xb-for-0xa': 'how many ticks are too few is tuning',
  'guest.tlb.same:loads-2-of-4': SLOWER,
  'exit.bounce.pc:0x501-for-0x500': 'hrfid drops the two low bits of an address',
  'exit.partition.hdec:writes-LPCR-for-HDEC':
    "LPCR gets the host's word right behind, and the host does not use HDEC",
  'exit.partition.hdec:0x7fff0001-for-0x7fff0000': ANY_HDEC,
  'exit.partition.hdec:0x3fff0000-for-0x7fff0000': ANY_HDEC,
};

/** Why a fault of a kind that leaves the machine the same does so. */
export const arguments_: Readonly<Record<string, string>> = {
  dropped: 'what the step does is done, or undone, before anything depends on it',
  twice: 'what the step writes does not depend on what it writes',
  swapped: 'neither step reads or writes what the other writes',
  register: 'both registers hold the same word here',
  field: 'the step is not reached, or nothing reads what it moves',
  width: 'the part that is left decides as the whole does, or is the whole',
  inverted: 'the step is not reached',
  constant: 'the bit that is turned is masked, or decides nothing here',
};
