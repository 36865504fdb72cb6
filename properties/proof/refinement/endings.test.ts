// Every guest's hypercall is in one case, unless only one program answers it.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { algebra } from '../../../model/symbolic/algebra.ts';
import { anySlots } from '../../../model/symbolic/state.ts';
import { valuesUnder } from '../../../model/symbolic/value.ts';
import { MSR } from '../../../spec/vocabulary/bits.ts';
import { handlers } from '../../../spec/vocabulary/hypercalls.ts';
import { casesOf } from './endings.ts';

const t = algebra();
const LEFT_OUT = handlers.kvmppc_h_bulk_remove.number;
const cases = casesOf(t, { slots: anySlots(t) }, [LEFT_OUT])('hypercall');

const number = fc.oneof(
  fc.bigInt({ min: 0n, max: 0x140n }),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
);

it('a hypercall is in one case, and what is in a case is in one of the parts of it', () => {
  fc.assert(
    fc.property(number, fc.boolean(), (r3, isProblem) => {
      const msr = isProblem ? MSR.PR : 0n;
      const wordOf = valuesUnder((name) => (name === 'r3' ? r3 : name === 'MSR' ? msr : 0n));
      const found = cases.filter(({ is }) => wordOf(is) === 1n);
      const isLeftOut = !isProblem && (r3 & ~3n) === LEFT_OUT;
      expect(found.length).toBe(isLeftOut ? 0 : 1);
      for (const { within } of found)
        expect(within.filter((one) => wordOf(one) === 1n).length).toBe(1);
    }),
    { numRuns: 500 },
  );
});
