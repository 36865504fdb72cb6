// Histories of VMs as JSON keeps them, words in hexadecimal: read back, each part looked at before it is believed.
import type { Operation } from '../../model/kvm/vm-operation.ts';
import type { VmHistory } from '../arbitraries/vm-history.ts';

/** The history; undefined where it is none. */
export function readVmHistory(kept: unknown): VmHistory | undefined {
  if (!isRecord(kept) || !isRecord(kept.beginning) || !Array.isArray(kept.operations))
    return undefined;
  const { free, holes } = kept.beginning;
  const hostLpcr = word(kept.beginning.hostLpcr);
  const operations = kept.operations.map(readOperation);
  if (!isNumbers(free) || !isNumbers(holes) || hostLpcr === undefined) return undefined;
  if (!operations.every((one) => one !== undefined)) return undefined;
  return { beginning: { free, hostLpcr, holes }, operations };
}

function readOperation(kept: unknown): Operation | undefined {
  if (!isRecord(kept) || !isNumber(kept.vm)) return undefined;
  const { vm, memory } = kept;
  switch (kept.do) {
    case 'create-vm':
      return typeof memory === 'boolean' ? { do: kept.do, vm, memory } : undefined;
    case 'destroy-vm':
    case 'run':
      return { do: kept.do, vm };
    case 'create-vcpu': {
      const id = word(kept.id);
      if (id === undefined || typeof memory !== 'boolean') return undefined;
      return { do: kept.do, vm, id, memory };
    }
    case 'set-region':
      return readRegion(vm, kept);
    default:
      return undefined;
  }
}

function readRegion(vm: number, kept: Readonly<Record<string, unknown>>): Operation | undefined {
  const [slot, at, size, from] = [kept.slot, kept.at, kept.size, kept.from].map(word);
  if (slot === undefined || at === undefined || size === undefined || from === undefined)
    return undefined;
  return { do: 'set-region', vm, slot, at, size, from };
}

/** A word of 64 bits in hexadecimal. */
const word = (kept: unknown): bigint | undefined =>
  typeof kept === 'string' && /^0x[0-9a-f]{1,16}$/u.test(kept) ? BigInt(kept) : undefined;

const isNumber = (kept: unknown): kept is number =>
  typeof kept === 'number' && Number.isInteger(kept) && kept >= 0;

const isNumbers = (kept: unknown): kept is readonly number[] =>
  Array.isArray(kept) && kept.every(isNumber);

const isRecord = (kept: unknown): kept is Readonly<Record<string, unknown>> =>
  typeof kept === 'object' && kept !== null;
