// Secrets: what is exempt is exempt from something, and nothing is both secret and open.
import { describe, expect, it } from 'vitest';
import {
  memoryOfOthers,
  openOfGuests,
  openOfHosts,
  scratch,
  secretsOfGuests,
  secretsOfHosts,
} from './secrets.ts';
import { fieldsOf } from './vocabulary/structures.ts';

describe('secrets', () => {
  it('are of one side only', () => {
    expect(secretsOfHosts.filter((place) => secretsOfGuests.includes(place))).toEqual([]);
  });

  it('of guests are the whole vcpu, except what is open', () => {
    const open = new Set(Object.keys(openOfGuests));
    expect([...fieldsOf('vcpu')].filter((place) => !open.has(place))).toEqual(secretsOfGuests);
    expect(fieldsOf('vcpu')).toEqual(expect.arrayContaining([...open]));
  });

  it('of hosts are registers and memory that are not open', () => {
    for (const place of Object.keys(openOfHosts)) expect(secretsOfHosts).not.toContain(place);
    for (const place of ['r14', 'AMR', 'SPURR', 'hstate.host_r2', 'kvm.host_sdr1'] as const)
      expect(secretsOfHosts).toContain(place);
  });
});

it('what is scratch is none of the memory that is compared', () => {
  for (const place of Object.keys(scratch)) expect(memoryOfOthers).not.toContain(place);
  expect(memoryOfOthers).toContain('hstate.host_purr');
  expect(memoryOfOthers.filter((place) => /^(?:vcpu|vpa)\./u.test(place))).toEqual([]);
});
