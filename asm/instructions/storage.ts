// Mnemonics of loads and stores, Book I 3.3.2 to 3.3.5, and of reservations, Book II 4.4.2.

import type { Bytes } from '../../model/step.ts';
import {
  displaced,
  indexed,
  type LoadKind,
  loaded,
  loadedAndReserved,
  stored,
  storedConditionally,
} from '../../model/steps/storage.ts';
import type { Gpr } from '../../spec/registers.ts';
import { together } from './families.ts';
import { type Form, type Forms, form, Refused } from './form.ts';

/** RA of an update form, which must be a register of its own. */
function own(ra: Gpr | undefined, rt?: Gpr): Gpr {
  if (ra === undefined || ra === 'r0' || ra === rt)
    throw new Refused('the base of an update form must not be 0, nor the register that is loaded');
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
    if (hint > 1) throw new Refused(`the hint EH is ${hint}, and must be 0 or 1`);
    return loadedAndReserved(rt, indexed(ra, rb), bytes);
  }),
];

const conditional = (bytes: 4 | 8): readonly Form[] => [
  form(['gpr', 'base', 'gpr'], (rs, ra, rb) => storedConditionally(rs, indexed(ra, rb), bytes)),
];

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
