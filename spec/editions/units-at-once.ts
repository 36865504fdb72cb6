// Floating-point and vector units that are on as soon as mtmsrd has turned them on.
import { isa } from '../cite.ts';
import { equal, literal, now, whenWritten } from '../terms.ts';
import { MSR } from '../vocabulary/bits.ts';
import { placesOf } from '../vocabulary/registers.ts';
import { fieldsOf } from '../vocabulary/structures.ts';
import { edition, since } from './edition.ts';

const UNITS = MSR.FP | MSR.VEC | MSR.VSX;

export const unitsAtOnce = edition({
  name: 'units-on-at-once',
  says: 'The units are turned on by mtmsrd with L = 0, and used without an isync.',
  seenIn: '4.1.18',
  why: 'mtmsrd with L = 0 is context synchronizing itself, so that what comes after it finds the units on. The model does not tell it from other writes of MSR, and wants an isync.',
  cite: [
    since('4.1', 'book3s_hv_rmhandlers.S', 'kvmppc_load_fp'),
    since('4.1', 'book3s_hv_rmhandlers.S', 'kvmppc_save_fp'),
  ],
  follows: [isa('III-S', 'Move To Machine State Register Doubleword')],
  signs: [{ sign: 'names', name: 'load_fp_state' }],
  clauses: {
    'units-are-on-while-transferred': {
      says: 'Whenever a half of a vector-scalar register, FPSCR or VSCR is loaded or saved, MSR[FP], [VEC] and [VSX] are on.',
      claim: whenWritten(
        [
          ...(['VSR', 'FPSCR', 'VSCR'] as const).flatMap(placesOf),
          ...fieldsOf('vcpu').filter((field) => /^vcpu\.(?:vsr|fpscr|vscr)/u.test(field)),
        ],
        equal(now('MSR'), literal(UNITS), { mask: UNITS }),
      ),
    },
  },
  unsaid: [],
});
