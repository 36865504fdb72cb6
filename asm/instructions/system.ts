// System instructions: special purpose registers, MSR, returns from interrupts, SLB, TLB, synchronisation, power saving.
import { isync, lwsync, nothing, ptesync, sync } from '../../model/steps/context.ts';
import {
  hrfid,
  moveFromMsr,
  moveToMsr,
  moveToMsr32,
  moveToMsrEeRi,
  rfid,
} from '../../model/steps/msr.ts';
import { nap } from '../../model/steps/power.ts';
import { slbia, slbie, slbMoveFrom, slbMoveTo } from '../../model/steps/slb.ts';
import { slbFind } from '../../model/steps/slb-search.ts';
import { moveFromSpr } from '../../model/steps/spr.ts';
import { loadInhibited, storeInhibited } from '../../model/steps/storage-inhibited.ts';
import { tlbiel } from '../../model/steps/tlb.ts';
import { specialRegisters } from '../facts/special-registers.ts';
import { cacheForms } from './cache.ts';
import { type Form, type Forms, form, InvalidOperand } from './form.ts';
import { fromSpr, toSpr } from './special-registers.ts';

/** SPRs with mnemonics of their own, by what follows mf or mt. */
const NAMED = [
  'xer',
  'lr',
  'ctr',
  'dscr',
  'dsisr',
  'dar',
  'dec',
  'sdr1',
  'srr0',
  'srr1',
  'cfar',
  'amr',
  'vrsave',
  'sprg0',
  'sprg1',
  'sprg2',
  'sprg3',
];

const plain = (meaning: Form['lower']): Form => ({ operands: [], lower: meaning });
const fixed = (step: { readonly meaning: ReturnType<Form['lower']> }): Form =>
  plain(() => step.meaning);

function namedSprs(): Forms {
  return Object.fromEntries(
    NAMED.flatMap((name): [string, readonly Form[]][] => {
      const spr = specialRegisters[name.toUpperCase()] ?? 0;
      return [
        [`mf${name}`, [form(['gpr'], (rt) => fromSpr(rt, spr))]],
        [`mt${name}`, [form(['gpr'], (rs) => toSpr(spr, rs))]],
      ];
    }),
  );
}

function onlyHint(hint: number): void {
  if (hint !== 0) throw new InvalidOperand(`slbia with IH = ${hint} is not described here`);
}

function onlyOwn(partition: number): void {
  if (partition !== 0) throw new InvalidOperand('tlbiel with L = 1 is not described here');
}

/** L of mtmsr: 0 or 1. */
function onlyFlag(l: number): number {
  if (l > 1) throw new InvalidOperand(`L of mtmsr is ${l}, and must be 0 or 1`);
  return l;
}

/** Privileged instructions, and those that only order storage accesses. */
export const systemForms: Forms = {
  ...namedSprs(),
  mfspr: [form(['gpr', 'spr'], fromSpr)],
  mtspr: [form(['spr', 'gpr'], toSpr)],
  mftb: [form(['gpr'], (rt) => moveFromSpr(rt, 'TB')), form(['gpr', 'spr'], fromSpr)],
  mfmsr: [form(['gpr'], moveFromMsr)],
  mtmsrd: [
    form(['gpr'], moveToMsr),
    form(['gpr', 'number'], (rs, l) => (l === 0 ? moveToMsr(rs) : moveToMsrEeRi(rs))),
  ],
  mtmsr: [
    form(['gpr'], moveToMsr32),
    form(['gpr', 'number'], (rs, l) => (onlyFlag(l) === 0 ? moveToMsr32(rs) : moveToMsrEeRi(rs))),
  ],
  rfid: [fixed(rfid)],
  hrfid: [fixed(hrfid)],
  slbmte: [form(['gpr', 'gpr'], slbMoveTo)],
  slbmfee: [form(['gpr', 'gpr'], (rt, rb) => slbMoveFrom('esid', rt, rb))],
  slbmfev: [form(['gpr', 'gpr'], (rt, rb) => slbMoveFrom('vsid', rt, rb))],
  'slbfee.': [form(['gpr', 'gpr'], slbFind)],
  slbie: [form(['gpr'], slbie)],
  slbia: [
    fixed(slbia),
    form(['number'], (hint) => {
      onlyHint(hint);
      return slbia.meaning;
    }),
  ],
  tlbiel: [
    form(['gpr'], tlbiel),
    form(['gpr', 'number'], (rb, l) => {
      onlyOwn(l);
      return tlbiel(rb);
    }),
  ],
  isync: [fixed(isync)],
  ptesync: [fixed(ptesync)],
  sync: [fixed(sync)],
  lwsync: [fixed(lwsync)],
  eieio: [fixed(nothing)],
  ...cacheForms,
  nap: [fixed(nap)],
  sleep: [fixed(nap)],
  lwzcix: [form(['gpr', 'base', 'gpr'], loadInhibited)],
  stwcix: [form(['gpr', 'base', 'gpr'], (rs, ra, rb) => storeInhibited(4, rs, ra, rb))],
  stbcix: [form(['gpr', 'base', 'gpr'], (rs, ra, rb) => storeInhibited(1, rs, ra, rb))],
};
