// Operations of user space on VMs, as data, and a life of KVM: one operation after another, each a span.
//
// User space has no file of a VM or vcpu that does not exist, so an operation on one is none, and makes no span.
import { match } from 'ts-pattern';
import type { Span } from '../../spec/machine.ts';
import { lpidWords, OPERATION } from '../../spec/vm-state.ts';
import type { Word } from '../../spec/words.ts';
import { createVcpu, runVcpu } from './vcpu-life.ts';
import { type Life, type Operated, operateAt, type Words } from './vm-desk.ts';
import { createVm, destroyVm } from './vm-life.ts';
import { setRegion } from './vm-region.ts';
import type { VmRules } from './vm-rules.ts';

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
  | { readonly do: 'run'; readonly vm: number };

/** What a life begins with. */
export interface Beginning {
  /** LPIDs that no other program's VM has. */
  readonly free: readonly number[];
  readonly hostLpcr: Word;
  /** Which 16 MB of user space are no huge page. */
  readonly holes: readonly number[];
}

const PVR = 0x003f0201n;
const HOST_SDR1 = 0x1_0000_0007n;

/** KVM just loaded. */
export function begin(rules: VmRules, { free, hostLpcr, holes }: Beginning): Life {
  const open = new Set(free.map(BigInt).filter((lpid) => !rules.reserved.includes(lpid)));
  const never = [0n, 0x3ffn].filter((lpid) => !rules.reserved.includes(lpid));
  const inUse =
    (1n << 1024n) - 1n - [...open, ...never].reduce((bits, one) => bits | (1n << one), 0n);
  const host: Words = {
    'host.config_hv': rules.config.hv,
    'host.config_pr': rules.config.pr,
    'host.lpcr': hostLpcr,
    'host.sdr1': HOST_SDR1,
    'host.pvr': PVR,
    ...Object.fromEntries(
      lpidWords.map((place, i) => [place, BigInt.asUintN(64, inUse >> BigInt(64 * i))]),
    ),
  };
  return { host, vms: {}, holes: new Set(holes) };
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
    .with({ do: 'run' }, () =>
      own?.['vm.vcpu[0].exists'] === 1n
        ? operateAt(life, { vm, call: callOf('RUN', {}) }, (desk) => runVcpu(rules, desk))
        : undefined,
    )
    .exhaustive();
}

/** A whole life: the spans of its operations, one by one, and how it ended. */
export function live(
  rules: VmRules,
  beginning: Beginning,
  operations: readonly Operation[],
): { readonly life: Life; readonly spans: readonly Span[] } {
  const spans: Span[] = [];
  let life = begin(rules, beginning);
  for (const operation of operations) {
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
