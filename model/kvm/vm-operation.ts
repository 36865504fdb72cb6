// Operations of user space on VMs, as data, and a life of KVM: one operation after another, each a span.
//
// User space has no file of a VM or vcpu that does not exist, so an operation on one is none, and makes no span.
import { match, P } from 'ts-pattern';
import { LPID_RSVD } from '../../spec/vocabulary/bits.ts';
import type { Span } from '../../spec/vocabulary/machine.ts';
import { lpidWords, OPERATION, type VmPlace } from '../../spec/vocabulary/vm.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import type { Writes } from './statements.ts';
import type { VmCode } from './vm-kernels.ts';
import {
  type Life,
  type Records,
  stateOf,
  type VmRun,
  vmRunning,
  type Words,
  whereIs,
} from './vm-state.ts';

export type Operation =
  | { readonly do: 'create-vm'; readonly vm: number; readonly memory: boolean }
  | { readonly do: 'destroy-vm'; readonly vm: number }
  | { readonly do: 'create-vcpu'; readonly vm: number; readonly id: Word; readonly memory: boolean }
  | {
      readonly do: 'set-region';
      readonly vm: number;
      readonly slot: Word;
      readonly at: Word;
      readonly size: Word;
      readonly from: Word;
    }
  /** User space says what processor the first vcpu is, or asks. */
  | { readonly do: 'set-sregs'; readonly vm: number; readonly pvr: Word }
  | { readonly do: 'get-sregs'; readonly vm: number }
  | { readonly do: 'run'; readonly vm: number };

/** What a life begins with. */
export interface Beginning {
  /** The guests that the kernel is asked to be configured for: in hypervisor mode, in user mode. */
  readonly wanted: { readonly hv: boolean; readonly pr: boolean };
  readonly pvr: Word;
  /** What memory held before KVM gets it. */
  readonly held: Word;
  /** LPIDs that no other program's VM has. */
  readonly free: readonly number[];
  readonly hostLpcr: Word;
  /** Which 16 MB of user space are no huge page. */
  readonly holes: readonly number[];
}

const HOST_SDR1 = 0x1_0000_0007n;

/** No words. */
const NONE: Words = new Map();

/** What an operation makes of a life, and how it went. */
export interface Outcome {
  readonly life: Life;
  readonly span: Span;
}

/** KVM just loaded, and how the kernel came to be configured. */
export function load(code: VmCode, beginning: Beginning): Outcome {
  const { free, hostLpcr, wanted, pvr, held } = beginning;
  const holes = new Set(beginning.holes);
  const asked: Words = new Map([
    ['host.wants_hv', truth(wanted.hv)],
    ['host.wants_pr', truth(wanted.pr)],
  ]);
  const begin: Records = { host: asked, own: NONE, call: NONE, holes };
  const configured = vmRunning(begin);
  code.call('Kconfig', configured, undefined);
  const host: Words = new Map([
    ...withWrites(asked, configured, 'host'),
    ['host.lpcr', hostLpcr],
    ['host.sdr1', HOST_SDR1],
    ['host.pvr', pvr],
    ...inUseBut(free),
  ]);
  const booted = vmRunning({ ...begin, host });
  code.call('kvmppc_mmu_hv_init', booted, undefined);
  const life = { host: withWrites(host, booted, 'host'), vms: new Map(), holes, held };
  return { life, span: wholeSpan(configured, 'configuration', begin, { ...begin, host }) };
}

/** The bitmap of LPIDs in use: every one but those that are free, and those that the kernel itself is to reserve. */
const inUseBut = (free: readonly number[]) =>
  lpidWords.map((place, i) => {
    const open = [...free, 0, Number(LPID_RSVD)].filter((lpid) => lpid >> 6 === i);
    const bits = open.reduce((all, lpid) => all | (1n << BigInt(lpid & 63)), 0n);
    return [place, BigInt.asUintN(64, ~bits)] as const;
  });

/** Words with what a run has written of them. */
function withWrites(words: Words, run: VmRun, where: 'host' | 'own' | 'call'): Words {
  const written = run.written().filter(([cell]) => whereIs(cell) === where);
  return written.length === 0 ? words : new Map([...words, ...written]);
}

/** All of a run as a span, with the state that it has led to. */
const wholeSpan = (run: VmRun, kind: Span['kind'], before: Records, after: Records): Span => ({
  kind,
  before: stateOf(before),
  after: stateOf(after),
  taken: run.taken,
  from: 0,
  to: run.taken.length,
});

/** The routine of an operation, and its kind. */
const ROUTINES = {
  'create-vm': ['kvmppc_core_init_vm', OPERATION.CREATE_VM],
  'destroy-vm': ['kvm_arch_destroy_vm', OPERATION.DESTROY_VM],
  'create-vcpu': ['kvmppc_core_vcpu_create', OPERATION.CREATE_VCPU],
  'set-region': ['__kvm_set_memory_region', OPERATION.SET_REGION],
  'set-sregs': ['kvm_arch_vcpu_ioctl_set_sregs', OPERATION.SET_SREGS],
  'get-sregs': ['kvm_arch_vcpu_ioctl_get_sregs', OPERATION.GET_SREGS],
  run: ['kvmppc_vcpu_run', OPERATION.RUN],
} as const satisfies Readonly<Record<Operation['do'], readonly [string, Word]>>;

/** Operations on the first vcpu, of which there must be one. */
const ON_VCPU: ReadonlySet<Operation['do']> = new Set(['set-sregs', 'get-sregs', 'run']);

/** One operation; undefined where user space cannot even ask for it. */
export function operate(code: VmCode, life: Life, operation: Operation): Outcome | undefined {
  const { vm, do: asked } = operation;
  const own = life.vms.get(vm);
  if ((own === undefined) !== (asked === 'create-vm')) return undefined;
  if (ON_VCPU.has(asked) && own?.get('vm.vcpu[0].exists') !== 1n) return undefined;
  const before = recordsOf(life, vm, callOf(operation, life));
  const run = vmRunning(before);
  run.put([['vm', BigInt(vm)]]);
  code.call(ROUTINES[asked][0], run, undefined);
  run.step({ site: 'ioctl.return', text: 'returns to user space', by: 'host' }, [
    ['op.ret', run.at('r')],
  ]);
  const next = lifeAfter(life, vm, run);
  const after = recordsOf(next, vm, withWrites(before.call, run, 'call'));
  return { life: next, span: wholeSpan(run, 'operation', before, after) };
}

/** The life after an operation: a VM that does not exist has no words. */
function lifeAfter(life: Life, vm: number, run: VmRun): Life {
  const vms = new Map(life.vms);
  if (run.at('vm.exists') === 1n) vms.set(vm, withWrites(life.vms.get(vm) ?? NONE, run, 'own'));
  else vms.delete(vm);
  return { ...life, host: withWrites(life.host, run, 'host'), vms };
}

/** What an operation on a VM can find. */
function recordsOf({ host, vms, holes }: Life, vm: number, call: Words): Records {
  const own = vms.get(vm) ?? NONE;
  const users = [...vms.values()].filter((one) => one.get('vm.hpt') === own.get('vm.hpt'));
  return { host, own, holes, call: new Map([...call, ['vm.table_users', BigInt(users.length)]]) };
}

/** A whole life: how the kernel was configured, then the operations one by one, and how it ended. A kernel without HV has none. */
export function live(
  code: VmCode,
  beginning: Beginning,
  operations: readonly Operation[],
): { readonly life: Life; readonly spans: readonly Span[] } {
  const loaded = load(code, beginning);
  let { life } = loaded;
  const spans = [loaded.span];
  for (const operation of life.host.get('host.config_hv') === 1n ? operations : []) {
    const done = operate(code, life, operation);
    if (done === undefined) continue;
    life = done.life;
    spans.push(done.span);
  }
  return { life, spans };
}

/** The words of the call itself, before it has returned. */
const callOf = (operation: Operation, { holes, held }: Life): Words =>
  new Map([
    ['op.kind', ROUTINES[operation.do][1]],
    ['op.memory_held', held],
    ['op.host_has_memory', 'memory' in operation ? truth(operation.memory) : 1n],
    ...askedBy(operation, holes),
  ]);

/** What user space gives with an operation. */
const askedBy = (operation: Operation, holes: ReadonlySet<number>): Writes<VmPlace> =>
  match<Operation, Writes<VmPlace>>(operation)
    .with({ do: 'create-vcpu' }, ({ id }) => [['op.id', id]])
    .with({ do: 'set-sregs' }, ({ pvr }) => [['op.pvr', pvr]])
    .with({ do: 'set-region' }, (region) => regionAsked(region, holes))
    .with({ do: P.union('create-vm', 'destroy-vm', 'get-sregs', 'run') }, () => [])
    .exhaustive();

function regionAsked(
  { slot, at, size, from }: Extract<Operation, { do: 'set-region' }>,
  holes: ReadonlySet<number>,
): Writes<VmPlace> {
  const first = Number(from >> 24n);
  const pages = Number(size >> 24n);
  const backed = ![...holes].some((hole) => hole >= first && hole < first + pages);
  return [
    ['op.slot', slot],
    ['op.guest_phys_addr', at],
    ['op.memory_size', size],
    ['op.userspace_addr', from],
    ['op.backed', truth(backed)],
  ];
}

const truth = (is: boolean): Word => (is ? 1n : 0n);
