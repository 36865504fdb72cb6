// The contract as a document: names that are promised, unique and citable, and a ledger that refers to what there is.
import { describe, expect, it } from 'vitest';
import { assumptions } from './assumptions.ts';
import { chapters, clauseNamed, contract } from './contract.ts';
import { ledger } from './ledger.ts';
import { volatileRegisters } from './vocabulary/registers.ts';

/** Names that were promised before anything was built. */
const PROMISED = `
  host-nonvolatile-gprs-return host-stack-and-paca-return host-return-address-returns host-cr-fields-return
  host-dscr-returns host-dabr-returns host-msr-returns pmu-saved-only-when-in-use pmu-saved-whole-when-in-use
  host-pmu-returns-when-in-use counters-are-frozen-while-switched dabr-written-only-while-frozen hdec-equals-dec
  dec-expiry-is-dec-plus-timebase host-dec-continues host-purr-accounts-guest-time interrupts-stay-hard-disabled
  guest-runs-without-hv translation-off-outside-host-partition one-partition-per-core
  partition-changes-through-reserved-lpid host-partition-returns host-slb-returns stores-stay-home
  guest-starts-from-vcpu pc-and-msr-come-from-the-right-pair leftover-hdec-returns-to-guest early-exit-runs-no-guest
  some-exit-is-hdec some-exit-is-hypercall some-host-uses-pmu some-dec-is-negative`
  .trim()
  .split(/\s+/u);

describe('the contract', () => {
  it.each(PROMISED)('has %s', (name) => {
    expect(clauseNamed(name)).toBeDefined();
  });

  it('names no two things alike, and all in kebab-case', () => {
    const names = [...contract, ...assumptions].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/u);
  });

  it('says everything in sentences', () => {
    for (const { says } of [...contract, ...assumptions])
      expect(says).toMatch(/^[A-Z0-9].*\.$|^[a-z].*\.$/u);
    for (const { about } of chapters) expect(about).toMatch(/\.$/u);
  });
});

describe('the ledger', () => {
  const rows = Object.entries(ledger);

  it('leaves to the ABI just the registers that are volatile by it', () => {
    const byAbi = rows.filter(
      ([, { host }]) => host.kind === 'volatile' && host.why === 'the ABI lets a call change it',
    );
    expect(byAbi.map(([register]) => register)).toEqual(volatileRegisters);
  });

  it.each(rows)('refers from %s only to clauses that there are', (_register, { host, guest }) => {
    const reasons = [host, guest].flatMap((one) => ('why' in one ? [one.why] : []));
    const named = reasons.flatMap((why) => why.match(/(?<=see )[a-z-]+/gu) ?? []);
    expect(named.filter((name) => clauseNamed(name) === undefined)).toEqual([]);
  });
});
