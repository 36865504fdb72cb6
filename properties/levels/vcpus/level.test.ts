// The level of vcpus: its histories come back from JSON, and are told in words. (levels.test.ts has what every level must do.)
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { HCALL, SUBFUNCTION, SUBFUNCTION_AT } from '../../../spec/vocabulary/vcpu-calls.ts';
import { InvalidHistory, jsonOf } from '../../input/json.ts';
import { vcpus } from './level.ts';

const beginning = { ids: [3, 4], pages: 2, gap: true, held: 7n } as const;
const call = { do: 'hypercall', vcpu: 1, r4: 3n, r5: 4n, r6: 0x1000n, length: 48n } as const;

it('histories come back from JSON, and nothing else does', () => {
  for (const history of fc.sample(vcpus.histories, { seed: 7, numRuns: 300 }))
    expect(vcpus.schema.read(jsonOf(history))).toEqual(history);
  for (const strange of [null, 5, {}, { beginning: {}, events: [] }, { beginning, events: [{}] }])
    expect(() => vcpus.schema.read(strange)).toThrow(InvalidHistory);
});

it('tells each event in a line', () => {
  const lines = vcpus.told({
    beginning,
    events: [
      { ...call, number: HCALL.H_PROD, prodBy: 0 },
      { ...call, number: HCALL.H_CEDE, prodBy: 1 },
      { ...call, number: 0xf000n, prodBy: 0 },
      {
        ...call,
        number: HCALL.H_REGISTER_VPA,
        r4: SUBFUNCTION.REGISTER_DTL << BigInt(SUBFUNCTION_AT),
        prodBy: 0,
      },
      {
        ...call,
        number: HCALL.H_REGISTER_VPA,
        r4: SUBFUNCTION.UNREGISTER_VPA << BigInt(SUBFUNCTION_AT),
        prodBy: 0,
      },
      { ...call, number: HCALL.H_REGISTER_VPA, r4: 0n, prodBy: 0 },
      { do: 'enter', vcpu: 0 },
      { do: 'leave', vcpu: 0, ee: true },
      { do: 'interrupt', vcpu: 0 },
      { do: 'signal', vcpu: 2 },
      { do: 'timer', vcpu: 0 },
      { do: 'region', slot: 1n, at: 0n, size: 1n << 24n, from: 0n },
    ],
  });
  expect(lines).toEqual([
    'a VM with the vcpus 3, 4, and 2 pages of 16 MB, a gap, and another',
    'vcpu 4: H_PROD of 0x3',
    'vcpu 4: H_CEDE, and before it sleeps vcpu 3 prods it',
    'vcpu 4: hypercall 0xf000',
    'vcpu 4: H_REGISTER_VPA for 0x4: REGISTER_DTL, an area at 0x1000 with length 0x30',
    'vcpu 4: H_REGISTER_VPA for 0x4: UNREGISTER_VPA',
    'vcpu 4: H_REGISTER_VPA for 0x4: subfunction 0',
    'vcpu 3 is entered',
    'vcpu 3 leaves the guest, EE on',
    'user space raises an external interrupt of vcpu 3',
    'a signal comes for the task of vcpu (none)',
    'the decrementer of vcpu 3 expires',
    'slot 1: 0x1000000 bytes at 0x0 from 0x0',
  ]);
});
