// Histories of VMs as JSON keeps them, words in hexadecimal, read back.
import type { Operation } from '../../../model/kvm/vm-operation.ts';
import { flag, list, oneOf, record, whole, word } from '../../input/history-json.ts';
import type { VmHistory } from './history.ts';

/** The number of a VM, an LPID or a page that a history may name. */
const MOST = 0xffff;

const numbers = (value: unknown): readonly number[] => list(value).map((one) => whole(one, MOST));

/** The history. Throws Damaged where it is none. What older ones do not say of the host is as it always was then. */
export function readVmHistory(value: unknown): VmHistory {
  const { beginning, operations } = record(value);
  const { wanted, pvr, held, free, hostLpcr, holes } = record(beginning);
  return {
    beginning: {
      wanted: wanted === undefined ? { hv: true, pr: false } : readWanted(wanted),
      pvr: pvr === undefined ? 0x003f0201n : word(pvr),
      held: held === undefined ? 0n : word(held),
      free: numbers(free),
      hostLpcr: word(hostLpcr),
      holes: numbers(holes),
    },
    operations: list(operations).map(readOperation),
  };
}

function readWanted(value: unknown): VmHistory['beginning']['wanted'] {
  const { hv, pr } = record(value);
  return { hv: flag(hv), pr: flag(pr) };
}

const KINDS = [
  'create-vm',
  'destroy-vm',
  'create-vcpu',
  'set-region',
  'set-sregs',
  'get-sregs',
  'run',
] as const;

function readOperation(value: unknown): Operation {
  const kept = record(value);
  const vm = whole(kept.vm, MOST);
  const kind = oneOf(kept.do, KINDS);
  switch (kind) {
    case 'create-vm':
      return { do: kind, vm, memory: flag(kept.memory) };
    case 'destroy-vm':
    case 'get-sregs':
    case 'run':
      return { do: kind, vm };
    case 'set-sregs':
      return { do: kind, vm, pvr: word(kept.pvr) };
    case 'create-vcpu':
      return { do: kind, vm, id: word(kept.id), memory: flag(kept.memory) };
    case 'set-region': {
      const { slot, at, size, from } = kept;
      return { do: kind, vm, slot: word(slot), at: word(at), size: word(size), from: word(from) };
    }
  }
}
