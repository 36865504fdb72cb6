// Where an operation on a VM works: it reads places and takes steps, and what a step says is what it does to the state.
//
// The state is words by place, of the host and of each VM, kept by immer: what an operation does not touch is shared
// between the states before and after it. A place that was never written holds 0.
import { produce } from 'immer';
import type { Machine, Place, Span, Taken } from '../../spec/vocabulary/machine.ts';
import type { VmPlace } from '../../spec/vocabulary/vm.ts';
import type { Word } from '../../spec/vocabulary/words.ts';

/** Words by place. */
export type Words = Readonly<Record<string, Word>>;

/** The host, and the VMs that live, by the number that user space knows each by. */
export interface Life {
  readonly host: Words;
  readonly vms: Readonly<Record<number, Words>>;
  /** Which 16 MB of user space are no huge page. */
  readonly holes: ReadonlySet<number>;
  /** What every doubleword of memory held before KVM gets it. */
  readonly held: Word;
}

/** The desk of one operation. */
export interface Desk {
  read(place: VmPlace): Word;
  /** A step of hypervisor code, and the places that it writes. */
  step(site: string, text: string, writes: readonly (readonly [VmPlace, Word])[]): void;
}

/** What an operation makes of a life, and how it went. */
export interface Operated {
  readonly life: Life;
  readonly span: Span;
}

/** Pages of 16 MB that user space has. */
const USER_PAGES = 16384;

/** The first page of real memory that user space has, and how its pages are scattered: never one twice. */
const [FIRST_REAL, SCATTERED] = [0x10000, 0x2a5];

/** Real address of the page that backs page n of user space. */
function backing(holes: ReadonlySet<number>, n: number): Word {
  if (n >= USER_PAGES || holes.has(n)) return 0n;
  return BigInt(FIRST_REAL + (n ^ SCATTERED)) << 24n;
}

/** Whether the nth page of real memory backs one of user space. */
function isUsers(holes: ReadonlySet<number>, n: number): boolean {
  const page = (n - FIRST_REAL) ^ SCATTERED;
  return n >= FIRST_REAL && backing(holes, page) !== 0n;
}

/** Works at a desk: the call's own places, the VM that it is about, and what is done. */
export function operateAt(
  life: Life,
  { vm, call: asked }: { readonly vm: number; readonly call: Words },
  work: (desk: Desk) => Word,
): Operated {
  const call: Words = { ...asked, 'op.memory_held': life.held };
  const taken: Taken[] = [];
  let kept: Words = call;
  const next = produce(life, (draft) => {
    const host: Record<string, Word> = draft.host;
    const own: Record<string, Word> = { ...draft.vms[vm] };
    const answered: Record<string, Word> = {};
    const desk: Desk = {
      read: (place) => wordIn({ host, own, call, holes: life.holes }, place),
      step(site, text, writes) {
        for (const [place, word] of writes)
          (place.startsWith('host.') ? host : place.startsWith('op.') ? answered : own)[place] =
            word;
        taken.push(told(site, text, writes));
      },
    };
    const ret = work(desk);
    kept = { ...call, ...answered, 'op.ret': ret };
    taken.push(told('ioctl.return', 'returns to user space', [['op.ret', ret]], false));
    if (own['vm.exists'] === 1n) draft.vms[vm] = own;
    else delete draft.vms[vm];
  });
  const state = ({ host, vms, holes }: Life, words: Words) => {
    const own = vms[vm] ?? {};
    const tables = Object.values(vms).filter((one) => one['vm.hpt'] === own['vm.hpt']);
    const call = { ...words, 'vm.table_users': BigInt(tables.length) };
    return machineOf({ host, own, call, holes });
  };
  const [before, after] = [state(life, call), state(next, kept)];
  const span: Span = { kind: 'operation', before, after, taken, from: 0, to: taken.length };
  return { life: next, span };
}

const CONFIGURES = ['host.config_hv', 'host.config_pr'] as const;

/** How the kernel came to be configured, as a span. */
export function configured({ host, holes }: Life): Span {
  const writes = CONFIGURES.map((place) => [place, host[place] ?? 0n] as const);
  const wanted = Object.entries(host).filter(([place]) => place.startsWith('host.wants_'));
  const state = (words: Words): Machine => machineOf({ host: words, own: {}, call: {}, holes });
  const taken = [told('Kconfig', 'the kernel is configured', writes, false)];
  const [before, after] = [state(Object.fromEntries(wanted)), state(host)];
  return { kind: 'configuration', before, after, taken, from: 0, to: 1 };
}

/** The records that hold the places of one operation. */
interface Records {
  readonly host: Words;
  readonly own: Words;
  readonly call: Words;
  readonly holes: ReadonlySet<number>;
}

function wordIn({ host, own, call, holes }: Records, place: Place): Word {
  if (place.startsWith('user.page[')) return backing(holes, Number(place.slice(10, -1)));
  if (place.startsWith('real.is_users['))
    return isUsers(holes, Number(place.slice(14, -1))) ? 1n : 0n;
  const isCalls = place.startsWith('op.') || place === 'vm.table_users';
  const record = place.startsWith('host.') ? host : isCalls ? call : own;
  return record[place] ?? 0n;
}

const machineOf = (records: Records): Machine => ({
  word: (place) => wordIn(records, place),
  address: () => 0n,
});

const told = (
  site: string,
  text: string,
  writes: readonly (readonly [VmPlace, Word])[],
  stored = true,
): Taken => ({
  site,
  text,
  by: 'host',
  writes: writes.map(([place, word]) => ({ place, word, stored })),
});
