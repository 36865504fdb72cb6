// The state around VMs as the C code of their life knows it: words of the host and of each VM, and of one operation of user space.
//
// What an operation does not touch is shared between the states before and after it. A place that was never written holds 0.
import type { Machine, Write } from '../../spec/vocabulary/machine.ts';
import type { VmPlace } from '../../spec/vocabulary/vm.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import { editsOver } from './edits.ts';
import { type Run, running } from './run.ts';
import { type At, statementsOver, type Writes } from './statements.ts';

/** Words by place. */
export type Words = ReadonlyMap<string, Word>;

/** The host, and the VMs that live, by the number that user space knows each by. */
export interface Life {
  readonly host: Words;
  readonly vms: ReadonlyMap<number, Words>;
  /** Which 16 MB of user space are no huge page. */
  readonly holes: ReadonlySet<number>;
  /** What every doubleword of memory held before KVM gets it. */
  readonly held: Word;
}

/** The words that one operation finds: of the host, of the VM that it is about, and of the call itself. */
export interface Records extends Pick<Life, 'host' | 'holes'> {
  readonly own: Words;
  readonly call: Words;
}

/**
 * Locals of the C code: r, the number of the VM, an LPID, a vcpu, pages, and what an entry of the page table is made of; of hypercalls,
 * their number and arguments, the target (1 more than the number of a vcpu, 0 where there is none), which vcpu's thread is woken, and
 * an area.
 */
export type VmLocal =
  | 'r'
  | 'vm'
  | 'lpid'
  | 'i'
  | 'page'
  | 'end'
  | 'real'
  | 'group'
  | 'hpte_v'
  | 'hpte_r'
  | 'nr'
  | 'id'
  | 'r4'
  | 'r5'
  | 'r6'
  | 'ret'
  | 'prodded'
  | 'tvcpu'
  | 'woken'
  | 'flags'
  | 'va'
  | 'len';

export type VmRun = Run<VmPlace, VmLocal>;

/** What code reads of a state. */
export type VmAt = At<VmPlace | VmLocal>;

/** Statements and edits over these places. */
export const { step, assign, when, loop, call, returns } = statementsOver<
  VmPlace,
  VmLocal,
  undefined
>();
export const vmEdits = editsOver<VmPlace, VmLocal, undefined>();

/** Begins a run of the C code in a state. */
export const vmRunning = (records: Records): VmRun =>
  running<VmPlace, VmLocal>({ base: (cell) => wordIn(records, cell), seen, told });

const seen = (at: At<string>): Machine => ({ word: at, address: () => 0n });

/** The state that records make, as a clause sees it. */
export const stateOf = (records: Records): Machine => seen((cell) => wordIn(records, cell));

/** What an operation returns is in a register, and a configuration nowhere; all else is memory. */
const NOT_STORED: ReadonlySet<VmPlace> = new Set(['op.ret', 'host.config_hv', 'host.config_pr']);

const told = (writes: Writes<VmPlace>): readonly Write[] =>
  writes.map(([place, word]) => ({ place, word, stored: !NOT_STORED.has(place) }));

/** The records that places may be in; of memory that is no record, by what stands before its number. */
type Where = 'host' | 'own' | 'call' | 'user.page' | 'real.is_users';

/** Where a place is, by a few letters: this is asked for every word that a clause reads. Locals are nowhere. */
export function whereIs(cell: string): Where | undefined {
  switch (cell[0]) {
    case 'v':
      return cell === 'vm.table_users' ? 'call' : cell[2] === '.' ? 'own' : undefined;
    case 'h':
      return cell[4] === '.' ? 'host' : cell[3] === '[' ? 'own' : undefined;
    case 'o':
      return 'call';
    case 'u':
      return 'user.page';
    case 'r':
      return cell[4] === '.' ? 'real.is_users' : undefined;
    default:
      return undefined;
  }
}

function wordIn(records: Records, cell: string): Word {
  const where = whereIs(cell);
  switch (where) {
    case 'host':
    case 'own':
    case 'call':
      return records[where].get(cell) ?? 0n;
    case 'user.page':
      return backing(records.holes, numberIn(cell));
    case 'real.is_users':
      return isUsers(records.holes, numberIn(cell)) ? 1n : 0n;
    case undefined:
      return 0n;
  }
}

const numberIn = (place: string): number => Number(place.slice(place.indexOf('[') + 1, -1));

/** Pages of 16 MB that user space has. */
const USER_PAGES = 16384;

/** The first page of real memory that user space has, and how its pages are scattered: never one twice. */
const [FIRST_REAL, SCATTERED] = [0x10000, 0x2a5];

/** Real address of the page that backs page n of user space; 0 where it is a hole, or beyond the last. */
export function backing(holes: ReadonlySet<number>, n: number): Word {
  if (n >= USER_PAGES || holes.has(n)) return 0n;
  return BigInt(FIRST_REAL + (n ^ SCATTERED)) << 24n;
}

/** Whether the nth page of real memory backs one of user space. */
function isUsers(holes: ReadonlySet<number>, n: number): boolean {
  const page = (n - FIRST_REAL) ^ SCATTERED;
  return n >= FIRST_REAL && backing(holes, page) !== 0n;
}
