// A history of the vcpus of one VM: what its guest, its user space and time do, event after event, each a span.
//
// An event that cannot be is none, and makes no span: no hypercall comes from a vcpu that sleeps or is in the guest, nor while another
// thread of its virtual core is in the guest, since all of them leave it together.
import { match, P } from 'ts-pattern';
import type { Machine, Span } from '../../spec/vocabulary/machine.ts';
import { AREA_BYTES, EVENT, VPA } from '../../spec/vocabulary/vcpu-calls.ts';
import { SLOTS, VCPUS, type VmPlace } from '../../spec/vocabulary/vm.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import { running } from './run.ts';
import type { At, Writes } from './statements.ts';
import type { VcpusCode } from './vcpus-kernels.ts';
import { MOST_PAGES } from './vm-region.ts';
import { backing, type VmLocal, type VmRun } from './vm-state.ts';

export type VcpuEvent =
  | {
      readonly do: 'hypercall';
      readonly vcpu: number;
      readonly number: Word;
      readonly r4: Word;
      readonly r5: Word;
      readonly r6: Word;
      /** The 32 bits that the guest has stored at byte 4 of the area that r6 names. */
      readonly length: Word;
      /** Which vcpu prods this one before it sleeps, should it come to that: 1 more than its number; 0 for none. */
      readonly prodBy: number;
    }
  | { readonly do: 'enter'; readonly vcpu: number }
  | { readonly do: 'leave'; readonly vcpu: number; readonly ee: boolean }
  /** An external interrupt of user space, a signal for its task, the end of its decrementer. */
  | { readonly do: 'interrupt'; readonly vcpu: number }
  | { readonly do: 'signal'; readonly vcpu: number }
  | { readonly do: 'timer'; readonly vcpu: number }
  | ({ readonly do: 'region' } & Region);

/** A region of memory: its slot, its first byte in the guest, its bytes, and where user space has it. */
interface Region {
  readonly slot: Word;
  readonly at: Word;
  readonly size: Word;
  readonly from: Word;
}

/** What a history begins with: a VM with memory from 0 on, in pages of 16 MB, and vcpus. */
export interface VcpusBeginning {
  readonly ids: readonly number[];
  readonly pages: number;
  /** Whether another page follows, after a gap of one. */
  readonly gap: boolean;
  /** What every 32 bits of guest memory hold. */
  readonly held: Word;
}

const PAGE = 24n;
const INSIDE = (1n << PAGE) - 1n;
const THREADS = 4n;
const NO_HOLES: ReadonlySet<number> = new Set();
const WITHIN_REAL = 0x0fff_ffff_ffff_ffffn;

/** Plays a history on C code. */
export function playVcpus(
  code: VcpusCode,
  beginning: VcpusBeginning,
  events: readonly VcpuEvent[],
): readonly Span[] {
  const run = runningFrom(beginning);
  for (const region of regionsOf(beginning)) {
    run.put(regionWrites(region));
    code.call('__kvm_set_memory_region', run, undefined);
  }
  for (const event of events) if (isPossible(run.at, event)) happen(code, run, event);
  return run.spans;
}

/** The regions that the VM has at first: of user space's memory, the beginning, and what is far from it. */
const regionsOf = ({ pages, gap }: VcpusBeginning): readonly Region[] => [
  { slot: 0n, at: 0n, size: BigInt(pages) << PAGE, from: 0n },
  ...(gap
    ? [{ slot: 1n, at: BigInt(pages + 1) << PAGE, size: 1n << PAGE, from: 100n << PAGE }]
    : []),
];

/** Whether it is a word behind the last of the table of pages: that memory is not the VM's. */
const isBehindPages = (cell: string): boolean =>
  cell.startsWith('vm.ram_pginfo[') && BigInt(cell.slice(14, -1)) >= MOST_PAGES;

function runningFrom({ ids, held }: VcpusBeginning): VmRun {
  const given = new Map<string, Word>([
    ['vm.exists', 1n],
    ...ids.slice(0, VCPUS).flatMap((id, i): [string, Word][] => [
      [`vm.vcpu[${i}].exists`, 1n],
      [`vm.vcpu[${i}].id`, BigInt(id)],
    ]),
  ]);
  const base = (cell: string): Word => {
    if (cell.startsWith('real.word[')) return held & 0xffff_ffffn;
    if (isBehindPages(cell)) return (held << PAGE) | (1n << PAGE);
    if (cell.startsWith('user.page[')) return backing(NO_HOLES, Number(cell.slice(10, -1)));
    return given.get(cell) ?? 0n;
  };
  return running<VmPlace, VmLocal>({
    base,
    seen,
    told: (writes) => writes.map(([place, word]) => ({ place, word, stored: true })),
  });
}

/** What is found by an address that the state has: places of which no cell is kept. */
const found: ReadonlyMap<string, (at: At<string>) => Word> = new Map<
  string,
  (at: At<string>) => Word
>([
  ['event.real', (at) => realOf(at, at('event.r6'))],
  ['event.entries', (at) => at('event.length') / AREA_BYTES.DTL],
  ['event.answer', (at) => at(`vm.vcpu[${at('event.vcpu')}].r3`)],
  ...Array.from({ length: VCPUS }, (_, i): [string, (at: At<string>) => Word][] => [
    [`vm.vcpu[${i}].vpa.yield_count`, (at) => inVpa(at, i, VPA.YIELD_COUNT)],
    [
      `vm.vcpu[${i}].vpa.shared_proc`,
      (at) => ((inVpa(at, i, VPA.STATUS) & VPA.SHARED_PROC) === 0n ? 0n : 1n),
    ],
  ]).flat(),
]);

/** The state as a clause sees it. */
const seen = (at: At<string>): Machine => ({
  word: (place) => found.get(place)?.(at) ?? at(place),
  address(structure) {
    throw new Error(`the C code places no ${structure}`);
  },
});

/** A word of 32 bits of the VPA of a vcpu; 0 where it has none. */
function inVpa(at: At<string>, vcpu: number, first: Word): Word {
  const vpa = at(`vm.vcpu[${vcpu}].vpa`);
  return vpa === 0n ? 0n : at(`real.word[${(vpa & WITHIN_REAL) + first}]`);
}

/** The real address of one of the guest, by the slots; 0 where none has it. */
function realOf(at: At<string>, address: Word): Word {
  for (let slot = 0; slot < SLOTS; slot++) {
    const beyond = address - at(`vm.slot[${slot}].base`);
    const page = beyond >> PAGE;
    if (beyond < 0n || page >= at(`vm.slot[${slot}].npages`)) continue;
    const first = at(`vm.slot[${slot}].userspace_addr`) >> PAGE;
    return at(`user.page[${first + page}]`) | (address & INSIDE);
  }
  return 0n;
}

const flag = (at: At<VmPlace>, vcpu: number, part: 'asleep' | 'in_guest' | 'exists'): boolean =>
  at(`vm.vcpu[${vcpu}].${part}`) === 1n;

/** Whether a vcpu is, neither sleeping nor in the guest. */
const isOut = (at: At<VmPlace>, vcpu: number): boolean =>
  flag(at, vcpu, 'exists') && !flag(at, vcpu, 'asleep') && !flag(at, vcpu, 'in_guest');

const coreOf = (at: At<VmPlace>, vcpu: number): Word => at(`vm.vcpu[${vcpu}].id`) / THREADS;

/** Whether no thread of its virtual core is in the guest. */
const isCoreOut = (at: At<VmPlace>, vcpu: number): boolean =>
  !Array.from({ length: VCPUS }, (_, i) => i).some(
    (i) => flag(at, i, 'in_guest') && coreOf(at, i) === coreOf(at, vcpu),
  );

const mayCall = (at: At<VmPlace>, vcpu: number): boolean => isOut(at, vcpu) && isCoreOut(at, vcpu);

const isPossible = (at: At<VmPlace>, event: VcpuEvent): boolean =>
  match(event)
    .with({ do: 'hypercall' }, ({ vcpu }) => mayCall(at, vcpu))
    .with({ do: 'enter' }, ({ vcpu }) => isOut(at, vcpu))
    .with({ do: 'leave' }, ({ vcpu }) => flag(at, vcpu, 'in_guest'))
    .with({ do: 'timer' }, ({ vcpu }) => flag(at, vcpu, 'asleep'))
    .with({ do: 'interrupt' }, { do: 'signal' }, ({ vcpu }) => flag(at, vcpu, 'exists'))
    .with({ do: 'region' }, () => true)
    .exhaustive();

const ROUTINES = {
  hypercall: ['kvmppc_pseries_do_hcall', EVENT.HYPERCALL],
  enter: ['kvmppc_run_core', EVENT.ENTER],
  leave: ['kvmppc_handle_exit', EVENT.LEAVE],
  interrupt: ['kvm_vcpu_ioctl_interrupt', EVENT.INTERRUPT],
  signal: ['signal_wake_up', EVENT.SIGNAL],
  timer: ['kvmppc_decrementer_func', EVENT.TIMER],
  region: ['__kvm_set_memory_region', EVENT.REGION],
} as const satisfies Readonly<Record<VcpuEvent['do'], readonly [string, Word]>>;

/** What r holds before anything has returned. */
const UNSET = 0xbad0_bad0n;

/** One event. What it is is there before its span begins. */
function happen(code: VcpusCode, run: VmRun, event: VcpuEvent): void {
  const [routine, kind] = ROUTINES[event.do];
  const vcpu = 'vcpu' in event ? BigInt(event.vcpu) : 0n;
  run.put([
    ['event.kind', kind],
    ['event.vcpu', vcpu],
    ['i', vcpu],
    ['r', UNSET],
    ...argumentsOf(run.at, event),
  ]);
  run.begin('event');
  code.call(routine, run, undefined);
  run.step({ site: 'event.return', text: 'it is over', by: 'host' }, [['event.ret', run.at('r')]]);
  run.end('event');
}

const argumentsOf = (at: At<VmPlace>, event: VcpuEvent): Writes<VmPlace | VmLocal> =>
  match<VcpuEvent, Writes<VmPlace | VmLocal>>(event)
    .with({ do: 'hypercall' }, ({ vcpu, number, r4, r5, r6, length, prodBy }) => [
      ['event.r3', number],
      ['nr', number],
      [`vm.vcpu[${vcpu}].r3`, number],
      ['event.r4', r4],
      ['r4', r4],
      ['event.r5', r5],
      ['r5', r5],
      ['event.r6', r6],
      ['r6', r6],
      ['event.length', length & 0xffff_ffffn],
      ['event.prod_by', prodBy !== vcpu + 1 && mayCall(at, prodBy - 1) ? BigInt(prodBy) : 0n],
    ])
    .with({ do: 'leave' }, ({ ee }) => [['event.ee', ee ? 1n : 0n]])
    .with({ do: 'region' }, (region) => regionWrites(region))
    .with({ do: P.union('enter', 'interrupt', 'signal', 'timer') }, () => [])
    .exhaustive();

const regionWrites = (region: Region): Writes<VmPlace> => [
  ['op.slot', region.slot],
  ['op.guest_phys_addr', region.at],
  ['op.memory_size', region.size],
  ['op.userspace_addr', region.from],
];
