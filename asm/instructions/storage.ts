// Mnemonics of loads and stores, Book I 3.3.2 to 3.3.5, and of reservations, Book II 4.4.2.

import type { Bytes } from '../../model/step.ts';
import { orZero } from '../../model/steps/fixed-point.ts';
import { loadedAndReserved, storedConditionally } from '../../model/steps/reservation.ts';
import { displaced, indexed, type LoadKind, loaded, stored } from '../../model/steps/storage.ts';
import {
  loadedMultiple,
  loadedString,
  storedMultiple,
  storedString,
} from '../../model/steps/storage-multiple.ts';
import type { Gpr } from '../../spec/vocabulary/registers.ts';
import { together } from './families.ts';
import { type Form, type Forms, form, InvalidOperand } from './form.ts';

/** RA of an update form, which must be a register of its own. */
function own(ra: Gpr | undefined, rt?: Gpr): Gpr {
  if (ra === undefined || ra === 'r0' || ra === rt)
    throw new InvalidOperand(
      'the base of an update form must not be 0, nor the register that is loaded',
    );
  return ra;
}

/** A load by displacement, by index, and both with update. */
function loads(mnemonic: string, kind: LoadKind, memory: 'memory' | 'memory4'): Forms {
  return {
    [mnemonic]: [
      form(['gpr', memory], (rt, { base, displacement }) =>
        loaded(rt, displaced(base, displacement), kind),
      ),
    ],
    [`${mnemonic}u`]: [
      form(['gpr', memory], (rt, { base, displacement }) =>
        loaded(rt, displaced(base, displacement), kind, own(base, rt)),
      ),
    ],
    ...indexedLoads(mnemonic, kind),
  };
}

const indexedLoads = (mnemonic: string, kind: LoadKind): Forms => ({
  [`${mnemonic}x`]: [
    form(['gpr', 'base', 'gpr'], (rt, ra, rb) => loaded(rt, indexed(ra, rb), kind)),
  ],
  [`${mnemonic}ux`]: [
    form(['gpr', 'base', 'gpr'], (rt, ra, rb) => loaded(rt, indexed(ra, rb), kind, own(ra, rt))),
  ],
});

/** A store by displacement, by index, and both with update. */
function stores(mnemonic: string, bytes: Bytes, memory: 'memory' | 'memory4'): Forms {
  return {
    [mnemonic]: [
      form(['gpr', memory], (rs, { base, displacement }) =>
        stored(rs, displaced(base, displacement), bytes),
      ),
    ],
    [`${mnemonic}u`]: [
      form(['gpr', memory], (rs, { base, displacement }) =>
        stored(rs, displaced(base, displacement), bytes, { update: own(base) }),
      ),
    ],
    [`${mnemonic}x`]: [
      form(['gpr', 'base', 'gpr'], (rs, ra, rb) => stored(rs, indexed(ra, rb), bytes)),
    ],
    [`${mnemonic}ux`]: [
      form(['gpr', 'base', 'gpr'], (rs, ra, rb) =>
        stored(rs, indexed(ra, rb), bytes, { update: own(ra) }),
      ),
    ],
  };
}

const reversedLoad = (bytes: Bytes): readonly Form[] => [
  form(['gpr', 'base', 'gpr'], (rt, ra, rb) =>
    loaded(rt, indexed(ra, rb), { bytes, reversed: true }),
  ),
];

const reversedStore = (bytes: Bytes): readonly Form[] => [
  form(['gpr', 'base', 'gpr'], (rs, ra, rb) =>
    stored(rs, indexed(ra, rb), bytes, { reversed: true }),
  ),
];

/** lwarx and ldarx, with or without the hint about contention, which changes nothing here. */
const reserving = (bytes: 4 | 8): readonly Form[] => [
  form(['gpr', 'base', 'gpr'], (rt, ra, rb) => loadedAndReserved(rt, indexed(ra, rb), bytes)),
  form(['gpr', 'base', 'gpr', 'number'], (rt, ra, rb, hint) => {
    if (hint > 1) throw new InvalidOperand(`the hint EH is ${hint}, and must be 0 or 1`);
    return loadedAndReserved(rt, indexed(ra, rb), bytes);
  }),
];

const conditional = (bytes: 4 | 8): readonly Form[] => [
  form(['gpr', 'base', 'gpr'], (rs, ra, rb) => storedConditionally(rs, indexed(ra, rb), bytes)),
];

const numberOf = (register: Gpr): number => Number(register.slice(1));

/** NB of a string: 1 to 31 bytes, or 0 for 32. */
function stringLength(bytes: number): number {
  if (bytes > 31) throw new InvalidOperand(`the number of bytes is ${bytes}, and must be 0 to 31`);
  return bytes === 0 ? 32 : bytes;
}

/** Every mnemonic of these sections. */
export const storage: Forms = together(
  loads('lbz', { bytes: 1 }, 'memory'),
  loads('lhz', { bytes: 2 }, 'memory'),
  loads('lha', { bytes: 2, signed: true }, 'memory'),
  loads('lwz', { bytes: 4 }, 'memory'),
  loads('ld', { bytes: 8 }, 'memory4'),
  indexedLoads('lwa', { bytes: 4, signed: true }),
  stores('stb', 1, 'memory'),
  stores('sth', 2, 'memory'),
  stores('stw', 4, 'memory'),
  stores('std', 8, 'memory4'),
  {
    lwa: [
      form(['gpr', 'memory4'], (rt, { base, displacement }) =>
        loaded(rt, displaced(base, displacement), { bytes: 4, signed: true }),
      ),
    ],
    lmw: [
      form(['gpr', 'memory'], (rt, { base, displacement }) => {
        const first = numberOf(rt);
        if (base === undefined || numberOf(base) >= first)
          throw new InvalidOperand('the base of lmw must not be 0, nor a register that is loaded');
        return loadedMultiple(first, displaced(base, displacement));
      }),
    ],
    stmw: [
      form(['gpr', 'memory'], (rs, { base, displacement }) =>
        storedMultiple(numberOf(rs), displaced(base, displacement)),
      ),
    ],
    lswi: [
      form(['gpr', 'base', 'number'], (rt, ra, bytes) => {
        const count = stringLength(bytes);
        const first = numberOf(rt);
        const loadedTo = Array.from({ length: Math.ceil(count / 4) }, (_, i) => (first + i) % 32);
        if (loadedTo.includes(ra === undefined ? 0 : numberOf(ra)))
          throw new InvalidOperand('the base of lswi must not be a register that is loaded');
        return loadedString(first, orZero(ra), count);
      }),
    ],
    stswi: [
      form(['gpr', 'base', 'number'], (rs, ra, bytes) =>
        storedString(numberOf(rs), orZero(ra), stringLength(bytes)),
      ),
    ],
    lhbrx: reversedLoad(2),
    lwbrx: reversedLoad(4),
    ldbrx: reversedLoad(8),
    sthbrx: reversedStore(2),
    stwbrx: reversedStore(4),
    stdbrx: reversedStore(8),
    lwarx: reserving(4),
    ldarx: reserving(8),
    'stwcx.': conditional(4),
    'stdcx.': conditional(8),
  },
);
