// The level of vcpus: those of one VM, which register areas for each other, sleep, and wake each other, while memory may go.
import { playVcpus, type VcpuEvent } from '../../../model/kvm/vcpu-event.ts';
import { type VcpusCode, vcpusKernels } from '../../../model/kvm/vcpus-kernels.ts';
import { HCALL, SUBFUNCTION, SUBFUNCTION_AT } from '../../../spec/vocabulary/vcpu-calls.ts';
import { hex, type Word } from '../../../spec/vocabulary/words.ts';
import type { Level } from '../level.ts';
import { type Definition, sampled } from '../sampled.ts';
import { vcpusFaults } from './faults.ts';
import { type VcpusHistory, vcpusHistories, vcpusHistory } from './history.ts';

export const vcpus: Definition<VcpusCode, VcpusHistory> = {
  name: 'vcpus',
  kinds: ['event'],
  models: vcpusKernels,
  faults: vcpusFaults,
  histories: vcpusHistories,
  play: (code, { beginning, events }) => ({
    spans: playVcpus(code, beginning, events),
    unfinished: [],
    ending: { end: 'returned' },
  }),
  told: ({ beginning: { ids, pages, gap }, events }) => [
    `a VM with the vcpus ${ids.join(', ')}, and ${pages} ${pages === 1 ? 'page' : 'pages'} of 16 MB${gap ? ', a gap, and another' : ''}`,
    ...events.map((event) => line(event, ids)),
  ],
  schema: vcpusHistory,
};

export const vcpusLevel: Level = sampled(vcpus);

const nameOf = (number: Word): string =>
  Object.entries(HCALL).find(([, known]) => known === number)?.[0] ?? `hypercall ${hex(number)}`;

function line(event: VcpuEvent, ids: readonly number[]): string {
  const who = 'vcpu' in event ? `vcpu ${ids[event.vcpu] ?? '(none)'}` : '';
  switch (event.do) {
    case 'hypercall':
      return `${who}: ${toldCall(event)}${toldProd(event, ids)}`;
    case 'enter':
      return `${who} is entered`;
    case 'leave':
      return `${who} leaves the guest${event.ee ? ', EE on' : ''}`;
    case 'interrupt':
      return `user space raises an external interrupt of ${who}`;
    case 'signal':
      return `a signal comes for the task of ${who}`;
    case 'timer':
      return `the decrementer of ${who} expires`;
    case 'region':
      return `slot ${event.slot}: ${hex(event.size)} bytes at ${hex(event.at)} from ${hex(event.from)}`;
  }
}

type Hypercall = Extract<VcpuEvent, { do: 'hypercall' }>;

const toldProd = ({ prodBy }: Hypercall, ids: readonly number[]): string =>
  prodBy === 0 ? '' : `, and before it sleeps vcpu ${ids[prodBy - 1] ?? '(none)'} prods it`;

function toldCall({ number, r4, r5, r6, length }: Hypercall): string {
  const name = nameOf(number);
  if (number === HCALL.H_PROD || number === HCALL.H_CONFER) return `${name} of ${hex(r4)}`;
  if (number !== HCALL.H_REGISTER_VPA) return name;
  const chosen = (r4 >> BigInt(SUBFUNCTION_AT)) & 7n;
  const told = Object.entries(SUBFUNCTION).find(([, one]) => one === chosen)?.[0];
  const area =
    chosen > 0n && chosen < 4n ? `, an area at ${hex(r6)} with length ${hex(length)}` : '';
  return `${name} for ${hex(r5)}: ${told ?? `subfunction ${chosen}`}${area}`;
}
