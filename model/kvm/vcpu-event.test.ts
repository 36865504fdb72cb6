// Events of vcpus: which can be, and what 3.1 and its repair make of some that the sources decide.
import { describe, expect, it } from 'vitest';
import { ANSWERS, HCALL, SUBFUNCTION, SUBFUNCTION_AT } from '../../spec/vocabulary/vcpu-calls.ts';
import { playVcpus, type VcpuEvent } from './vcpu-event.ts';
import { vcpusKernels } from './vcpus-kernels.ts';

const BEGINNING = { ids: [0, 1, 4], pages: 2, gap: true, held: 0xdeadn };

const hypercall = (vcpu: number, number: bigint, more: Partial<VcpuEvent> = {}): VcpuEvent => ({
  do: 'hypercall',
  vcpu,
  number,
  r4: 0n,
  r5: 0n,
  r6: 0n,
  length: 640n << 16n,
  prodBy: 0,
  ...(more as object),
});
const register = (name: keyof typeof SUBFUNCTION, id: bigint, more: object = {}): VcpuEvent =>
  hypercall(0, HCALL.H_REGISTER_VPA, {
    r4: SUBFUNCTION[name] << BigInt(SUBFUNCTION_AT),
    r5: id,
    ...more,
  });
const cede = (vcpu: number, prodBy = 0): VcpuEvent => hypercall(vcpu, HCALL.H_CEDE, { prodBy });
const prod = (vcpu: number, id: bigint): VcpuEvent => hypercall(vcpu, HCALL.H_PROD, { r4: id });

const played = (kernel: 'published' | 'repaired', ...events: readonly VcpuEvent[]) =>
  playVcpus(vcpusKernels[kernel], BEGINNING, events);
const last = (kernel: 'published' | 'repaired', ...events: readonly VcpuEvent[]) => {
  const spans = played(kernel, ...events);
  expect(spans).toHaveLength(events.length);
  const span = spans.at(-1);
  if (span === undefined) throw new Error('nothing happened');
  return span.after;
};

describe('an event that cannot be makes no span', () => {
  it.each<[string, readonly VcpuEvent[]]>([
    ['a hypercall of a vcpu that sleeps', [cede(0), prod(0, 1n)]],
    ['a hypercall of a vcpu in the guest', [{ do: 'enter', vcpu: 0 }, cede(0)]],
    ['a hypercall while a thread of its core is in the guest', [{ do: 'enter', vcpu: 1 }, cede(0)]],
    ['an entry of a vcpu that sleeps', [cede(0), { do: 'enter', vcpu: 0 }]],
    ['a decrementer of a vcpu that does not sleep', [cede(1), { do: 'timer', vcpu: 0 }]],
  ])('%s', (_what, events) => {
    expect(played('repaired', ...events)).toHaveLength(1);
  });
  it('an event of a vcpu that does not exist', () => {
    expect(played('repaired', cede(3), { do: 'signal', vcpu: 3 })).toEqual([]);
  });
  it('but a vcpu of another core makes hypercalls', () => {
    expect(played('repaired', { do: 'enter', vcpu: 2 }, cede(0))).toHaveLength(2);
  });
});

describe('prods', () => {
  it('wake nobody in 3.1, and their target once it is repaired', () => {
    expect(last('published', cede(2), prod(0, 4n)).word('vm.vcpu[2].asleep')).toBe(1n);
    expect(last('repaired', cede(2), prod(0, 4n)).word('vm.vcpu[2].asleep')).toBe(0n);
  });
  it('are slept through in 3.1 when they come just before the sleep', () => {
    expect(last('published', cede(2, 1)).word('vm.vcpu[2].asleep')).toBe(1n);
    expect(last('repaired', cede(2, 1)).word('vm.vcpu[2].asleep')).toBe(0n);
  });
  it('that come before H_CEDE end it in both', () => {
    for (const kernel of ['published', 'repaired'] as const)
      expect(last(kernel, prod(0, 4n), cede(2)).word('vm.vcpu[2].asleep')).toBe(0n);
  });
  it('are made by nobody who sleeps or is in the guest', () => {
    expect(last('repaired', cede(0), cede(2, 1)).word('event.prod_by')).toBe(0n);
    expect(last('repaired', { do: 'enter', vcpu: 0 }, cede(2, 1)).word('event.prod_by')).toBe(0n);
    expect(last('repaired', cede(2, 3)).word('event.prod_by')).toBe(0n);
  });
});

describe('a VPA', () => {
  it('is in place at once in 3.1, and with the next entry once that is repaired', () => {
    const events = [register('REGISTER_VPA', 4n, { r6: 0x1001000n })];
    expect(last('published', ...events).word('vm.vcpu[2].vpa.yield_count')).toBe(1n);
    expect(last('repaired', ...events).word('vm.vcpu[2].vpa')).toBe(0n);
    const entered = last('repaired', ...events, { do: 'enter', vcpu: 2 });
    expect(entered.word('vm.vcpu[2].vpa') & 0xffffffn).toBe(0x1000n);
    expect(entered.word('vm.vcpu[2].vpa.yield_count')).toBe(2n);
    expect(entered.word('vm.vcpu[2].vpa.shared_proc')).toBe(1n);
  });
  it('may be in the memory behind the gap, not in the gap', () => {
    const answerAt = (r6: bigint) =>
      last('repaired', register('REGISTER_VPA', 0n, { r6 })).word('event.answer');
    expect(answerAt(3n << 24n)).toBe(ANSWERS.H_SUCCESS);
    expect(answerAt(2n << 24n)).toBe(ANSWERS.H_PARAMETER);
    expect(answerAt(4n << 24n)).toBe(ANSWERS.H_PARAMETER);
  });
});
