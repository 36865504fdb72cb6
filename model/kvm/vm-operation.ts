// Operations of user space on VMs, as data, and a life of KVM: one operation after another, each a span.
//
// User space has no file of a VM or vcpu that does not exist, so an operation on one is none, and makes no span.
import { match, P } from 'ts-pattern';
import type { Span } from '../../spec/vocabulary/machine.ts';
import { lpidWords, OPERATION } from '../../spec/vocabulary/vm.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import { createVcpu, getSregs, runVcpu, setSregs } from './vcpu-life.ts';
import { configured, type Life, type Operated, operateAt, type Words } from './vm-desk.ts';
import { createVm, destroyVm } from './vm-life.ts';
import { setRegion } from './vm-region.ts';
import type { Kinds, VmRules } from './vm-rules.ts';

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
  /** What the kernel is asked to be configured for. */
  readonly wanted: Kinds;
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

/** KVM just loaded. */
export function begin(rules: VmRules, beginning: Beginning): Life {
  const { free, hostLpcr, holes, wanted, pvr, held } = beginning;
  const { hv, pr } = rules.config(wanted);
  const open = new Set(free.map(BigInt).filter((lpid) => !rules.reserved.includes(lpid)));
  const never = [0n, 0x3ffn].filter((lpid) => !rules.reserved.includes(lpid));
  const inUse =
    (1n << 1024n) - 1n - [...open, ...never].reduce((bits, one) => bits | (1n << one), 0n);
  const host: Words = {
    'host.wants_hv': truth(wanted.hv),
    'host.wants_pr': truth(wanted.pr),
    'host.config_hv': truth(hv),
    'host.config_pr': truth(pr),
    'host.lpcr': hostLpcr,
    'host.sdr1': HOST_SDR1,
    'host.pvr': pvr,
    ...Object.fromEntries(
      lpidWords.map((place, i) => [place, BigInt.asUintN(64, inUse >> BigInt(64 * i))]),
    ),
  };
  return { host, vms: {}, holes: new Set(holes), held };
}

/** One operation; undefined where user space cannot even ask for it. */
export function operate(rules: VmRules, life: Life, operation: Operation): Operated | undefined {
  const { vm } = operation;
  const own = life.vms[vm];
  if ((own === undefined) !== (operation.do === 'create-vm')) return undefined;
  return match(operation)
    .with({ do: 'create-vm' }, ({ memory }) =>
      operateAt(
        life,
        { vm, call: callOf('CREATE_VM', { host_has_memory: truth(memory) }) },
        (desk) => createVm(rules, desk, vm),
      ),
    )
    .with({ do: 'destroy-vm' }, () =>
      operateAt(life, { vm, call: callOf('DESTROY_VM', {}) }, (desk) => destroyVm(rules, desk)),
    )
    .with({ do: 'create-vcpu' }, ({ id, memory }) =>
      operateAt(
        life,
        { vm, call: callOf('CREATE_VCPU', { id, host_has_memory: truth(memory) }) },
        (desk) => createVcpu(rules, desk, vm),
      ),
    )
    .with({ do: 'set-region' }, (region) =>
      operateAt(life, { vm, call: regionCall(region, life.holes) }, (desk) =>
        setRegion(rules, desk),
      ),
    )
    .with({ do: P.union('run', 'set-sregs', 'get-sregs') }, (asked) =>
      own?.['vm.vcpu[0].exists'] === 1n ? onVcpu(rules, life, asked) : undefined,
    )
    .exhaustive();
}

/** An operation on the first vcpu. */
const onVcpu = (
  rules: VmRules,
  life: Life,
  asked: Extract<Operation, { do: 'run' | 'set-sregs' | 'get-sregs' }>,
): Operated =>
  match(asked)
    .with({ do: 'run' }, ({ vm }) =>
      operateAt(life, { vm, call: callOf('RUN', {}) }, (desk) => runVcpu(rules, desk)),
    )
    .with({ do: 'set-sregs' }, ({ vm, pvr }) =>
      operateAt(life, { vm, call: callOf('SET_SREGS', { pvr }) }, (desk) => setSregs(rules, desk)),
    )
    .with({ do: 'get-sregs' }, ({ vm }) =>
      operateAt(life, { vm, call: callOf('GET_SREGS', {}) }, (desk) => getSregs(rules, desk)),
    )
    .exhaustive();

/** A whole life: how the kernel was configured, then the operations one by one, and how it ended. A kernel without HV has none. */
export function live(
  rules: VmRules,
  beginning: Beginning,
  operations: readonly Operation[],
): { readonly life: Life; readonly spans: readonly Span[] } {
  let life = begin(rules, beginning);
  const spans: Span[] = [configured(life)];
  for (const operation of life.host['host.config_hv'] === 1n ? operations : []) {
    const done = operate(rules, life, operation);
    if (done === undefined) continue;
    life = done.life;
    spans.push(done.span);
  }
  return { life, spans };
}

function callOf(kind: keyof typeof OPERATION, named: Readonly<Record<string, Word>>): Words {
  const fields = Object.entries({ host_has_memory: 1n, ...named });
  return {
    'op.kind': OPERATION[kind],
    ...Object.fromEntries(fields.map(([name, word]) => [`op.${name}`, word])),
  };
}

function regionCall(
  { slot, at, size, from }: Extract<Operation, { do: 'set-region' }>,
  holes: ReadonlySet<number>,
): Words {
  const first = Number(from >> 24n);
  const pages = Number(size >> 24n);
  const backed = ![...holes].some((hole) => hole >= first && hole < first + pages);
  return callOf('SET_REGION', {
    slot,
    guest_phys_addr: at,
    memory_size: size,
    userspace_addr: from,
    backed: truth(backed),
  });
}

const truth = (is: boolean): Word => (is ? 1n : 0n);
