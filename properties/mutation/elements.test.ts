// The kill matrix for the public report: valid by the published schema, each fault on the line of its step.
import { Ajv } from 'ajv';
import published from 'mutation-testing-report-schema/mutation-testing-report-schema.json' with {
  type: 'json',
};
import { expect, it } from 'vitest';
import { faultsOfRepaired } from '../../model/faults/catalogue.ts';
import { repaired } from '../../model/paths/repairs.ts';
import { elementsJson } from './elements.ts';
import type { FaultOutcome } from './kill.ts';

/** Its draft is one that the validator knows without being told. */
const { $schema: _, ...schema }: Record<string, unknown> = published;

/** One fault of each fate. */
const tried: readonly FaultOutcome[] = faultsOfRepaired()
  .slice(0, 200)
  .map((fault, i) => ({
    fault,
    outcome: [
      { fate: 'killed', by: ['host-cr-fields-return'] },
      { fate: 'equivalent', why: 'it reads nothing that it writes', from: 'form' },
      { fate: 'excused', why: 'tuning' },
      { fate: 'survived', same: false },
      { fate: 'unreached', at: 'vector-980.host.r11', why: 'an interrupt of the host' },
    ][i % 5] as FaultOutcome['outcome'],
  }));

it('is valid by the published schema', () => {
  const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
  const report = elementsJson(repaired, tried);
  expect(validate(JSON.parse(JSON.stringify(report)))).toBe(true);
  expect(validate({ ...report, schemaVersion: 2 })).toBe(false);
});

it('says of what no history comes to that nothing covers it, and what would', () => {
  const report = JSON.stringify(elementsJson(repaired, tried));
  expect(report).toContain('"status":"NoCoverage"');
  expect(report).toContain('no history comes to vector-980.host.r11: an interrupt of the host');
});

it('has every fault, where its step is', () => {
  const report = JSON.stringify(elementsJson(repaired, tried));
  for (const { fault } of tried) expect(report).toContain(`"id":${JSON.stringify(fault.name)}`);
});
