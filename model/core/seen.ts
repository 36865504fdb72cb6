// A core as one of its threads sees it: the places of which the contract speaks.
import type { Machine, Place } from '../../spec/vocabulary/machine.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import { type Core, executes, keyOf } from './core.ts';
import { type Move, movesOf } from './moves.ts';
import type { Rules } from './rules.ts';

/** What is beyond the core: the rules, how many partitions there are, and how the VMs stand. */
export interface Around {
  readonly rules: Rules;
  readonly partitions: number;
  /** Vcpus of each VM. */
  readonly vcpus: number;
  /** How many of these some thread has taken, by the VM's number. */
  readonly taken: readonly number[];
}

/** The places that a thread sees. */
export const seenPlaces = [
  'MSR',
  'LPIDR',
  'SDR1',
  'SIBLINGS',
  'UNSYNCED',
  'paca.paca_index',
  'hstate.kvm_vcpu',
  'kvm.lpid',
  'kvm.sdr1',
  'kvm.host_sdr1',
  'vm.vcpus',
  'vm.taken',
  'thread.steps',
  'thread.waits',
  'core.moves',
] as const satisfies readonly Place[];

type SeenPlace = (typeof seenPlaces)[number];

/** The state that a thread sees. A place that the model of cores does not have is an error. */
export function seenBy(core: Core, thread: number, around: Around): Machine {
  const changing = changes(core, around);
  const words = new Map<Place, Word>(
    seenPlaces.map((place) => [place, wordOf(place, core, thread, { ...around, changing })]),
  );
  return {
    word: (place) => words.get(place) ?? unknown(place),
    address: unknown,
  };
}

function unknown(what: string): never {
  throw new Error(`the model of cores has no ${what}`);
}

/** SDR1 for the table of a partition: a real address, and the size of the table (Book III-S 5.7.7). */
const sdr1Of = (partition: number): Word => (BigInt(partition + 1) << 24n) | 6n;

/** What is around the core, and the moves that lead to another state of it. */
interface State extends Around {
  readonly changing: readonly Move[];
}

/** Where the vcpus of a VM are, for those that only ask whether there is one. */
const VCPU = 0xc000000010000000n;

function wordOf(place: SeenPlace, core: Core, thread: number, around: State): Word {
  const { msr = 0n, vm = 0, steps = 0 } = core.threads[thread] ?? {};
  switch (place) {
    case 'MSR':
      return msr;
    case 'LPIDR':
      return core.lpidr;
    case 'SDR1':
      return sdr1Of(core.table);
    case 'SIBLINGS':
      return BigInt(core.threads.filter((one, i) => i !== thread && executes(one)).length);
    case 'UNSYNCED':
      return 0n;
    case 'paca.paca_index':
      return BigInt(thread);
    case 'hstate.kvm_vcpu':
      return vm === 0 ? 0n : VCPU;
    case 'kvm.lpid':
      return BigInt(vm);
    case 'kvm.sdr1':
      return sdr1Of(vm);
    case 'kvm.host_sdr1':
      return sdr1Of(0);
    case 'vm.vcpus':
      return BigInt(around.vcpus);
    case 'vm.taken':
      return BigInt(around.taken[vm] ?? 0);
    case 'thread.steps':
      return BigInt(steps);
    case 'thread.waits':
      return waits(core, thread, around.changing) ? 1n : 0n;
    case 'core.moves':
      return BigInt(around.changing.length);
  }
}

const known = new WeakMap<Core, readonly Move[]>();

/** The moves that lead to another state; worked out once for each state, since every thread asks. */
function changes(core: Core, { partitions, rules }: Around): readonly Move[] {
  const moves =
    known.get(core) ??
    movesOf(core, partitions, rules).filter((move) => keyOf(move.core) !== keyOf(core));
  known.set(core, moves);
  return moves;
}

function waits(core: Core, thread: number, moves: readonly Move[]): boolean {
  const one = core.threads[thread];
  return one !== undefined && executes(one) && !moves.some((move) => move.thread === thread);
}
