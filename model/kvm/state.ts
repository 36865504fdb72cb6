// The state of a vcpu and of the world around it as the C code of KVM_RUN knows it: its cells, and how a clause sees them.
import {
  type PagePlace,
  pageFields,
  type RunPlace,
  runPlaces,
} from '../../spec/vocabulary/kvm-run.ts';
import type { Machine, Place, Write } from '../../spec/vocabulary/machine.ts';
import type { Field } from '../../spec/vocabulary/structures.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import { editsOver } from './edits.ts';
import { type Run, running } from './run.ts';
import { fieldsIn, type PageWord, userReads } from './run-page.ts';
import { type At, statementsOver, type Writes } from './statements.ts';

type Gpr = `vcpu.gpr[${number}]`;

/** Fields of the vcpu that the C code reads or writes, or must leave alone. */
const vcpuPlaces = [
  ...Array.from({ length: 32 }, (_, i): Gpr => `vcpu.gpr[${i}]`),
  'vcpu.pc',
  'vcpu.msr',
  'vcpu.srr0',
  'vcpu.srr1',
  'vcpu.dar',
  'vcpu.dsisr',
  'vcpu.trap',
  'vcpu.fault_dar',
  'vcpu.fault_dsisr',
  'vcpu.dec_expires',
  'vcpu.pending_exceptions',
] as const satisfies readonly Field[];

const worldPlaces = ['TB', 'SIBLINGS', 'paca.paca_index'] as const satisfies readonly Place[];

/** A place that is not in the page. */
type OwnPlace =
  | Exclude<RunPlace, PagePlace>
  | (typeof vcpuPlaces)[number]
  | (typeof worldPlaces)[number];

/** What steps of KVM_RUN write: places by name, but the page by doublewords, as the kernel lays it out. */
export type KvmCell = OwnPlace | PageWord;

/** Locals: r, the arguments of an injection, the number of the next stay in the guest, and the exits before it. */
export type KvmLocal = 'r' | 'vec' | 'flags' | 'stay' | 'exits';

/** A stay in the guest, of the world around a KVM_RUN. */
export interface Stay {
  readonly text: string;
  /** What the interrupt that ends it leaves in the vcpu; `ran` is false where HDEC was about to expire. */
  readonly outcome: (at: At<KvmCell>) => {
    readonly ran: boolean;
    readonly writes: Writes<KvmCell>;
  };
  /** Whether a signal comes for the task meanwhile. */
  readonly signal: boolean;
}

/** What the world has in store for one KVM_RUN. */
export interface World {
  readonly stays: readonly Stay[];
}

export type KvmRun = Run<KvmCell, KvmLocal>;

/** Statements and edits over these cells. */
export const { step, assign, when, loop, span, begin, end, call, returns, stop } = statementsOver<
  KvmCell,
  KvmLocal,
  World
>();
export const kvmEdits = editsOver<KvmCell, KvmLocal, World>();

const isInPage = (place: Place): place is PagePlace => place.startsWith('run.');

/** Every place that is not in the page. */
export const ownPlaces: readonly OwnPlace[] = [
  ...runPlaces.filter((place): place is Exclude<RunPlace, PagePlace> => !isInPage(place)),
  ...vcpuPlaces,
  ...worldPlaces,
];

const readers: ReadonlyMap<Place, (at: At<KvmCell>) => Word> = new Map<
  Place,
  (at: At<KvmCell>) => Word
>([
  ...ownPlaces.map((place) => [place, (at: At<KvmCell>): Word => at(place)] as const),
  ...[...pageFields.keys()].map(
    (place) => [place, (at: At<KvmCell>): Word => userReads(at, place)] as const,
  ),
]);

/** The state as a clause sees it; of the page, what user space reads there. */
const seen = (at: At<KvmCell>): Machine => ({
  word(place) {
    const reader = readers.get(place);
    if (reader === undefined) throw new Error(`the C code knows nothing of ${place}`);
    return reader(at);
  },
  address(structure) {
    throw new Error(`the C code places no ${structure}`);
  },
});

/** A store to the page is told by the fields of user space that are in it. */
function told(writes: Writes<KvmCell>, at: At<KvmCell>): readonly Write[] {
  return writes.flatMap(([cell, word]): readonly Write[] =>
    isPageWord(cell)
      ? fieldsIn(cell).map((place) => ({ place, word: userReads(at, place), stored: true }))
      : [{ place: cell, word, stored: true }],
  );
}

const isPageWord = (cell: KvmCell): cell is PageWord => cell.startsWith('run[');

/** Begins a run of the C code in a state: what is not given holds 0. */
export function kvmRunning(words: ReadonlyMap<string, Word>): KvmRun {
  return running<KvmCell, KvmLocal>({ base: (cell) => words.get(cell) ?? 0n, seen, told });
}
