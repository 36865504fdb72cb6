// Areas of a vcpu that a guest registers (do_h_register_vpa, book3s_hv.c), and what the switch stores in one: a VPA's yield count.
//
// A target that is another vcpu may be in the guest meanwhile. Left out: the order of stores, and that the guest may change the
// length of an area while it is looked at.
import {
  ANSWERS,
  AREA_BYTES,
  type AreaPart,
  LINEAR,
  SUBFUNCTION,
  SUBFUNCTION_AT,
  VPA,
} from '../../spec/vocabulary/vcpu-calls.ts';
import type { VmPlace } from '../../spec/vocabulary/vm.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import type { Writes } from './statements.ts';
import { assign, call, returns, step, type VmAt, when } from './vm-state.ts';

const PAGE = 24n;
const INSIDE = (1n << PAGE) - 1n;
const REAL = 0x0fff_ffff_ffff_ffffn;

/** The number of the vcpu that makes the hypercall, and of the one that it is about. */
const own = (at: VmAt): number => Number(at('i'));
export const target = (at: VmAt): number => Number(at('tvcpu')) - 1;

/** A part of the target: what it holds. */
const ofTarget = (at: VmAt, part: AreaPart): Word => at(`vm.vcpu[${target(at)}].${part}`);

/** The target's area is set, at once. */
const setArea = (text: string, words: (at: VmAt) => readonly (readonly [AreaPart, Word])[]) =>
  step(text, (at) => words(at).map(([part, word]) => [`vm.vcpu[${target(at)}].${part}`, word]));

/** Areas that have a request of their own. */
export type Area = Exclude<AreaPart, 'dtl_end'>;

/** The target's area is to be set when it is next entered. */
export const requestArea = (
  area: Area,
  text: string,
  words: (at: VmAt) => readonly (readonly [AreaPart, Word])[],
) =>
  step(text, (at) => [
    ...words(at).map(([part, word]) => [`vm.vcpu[${target(at)}].next_${part}`, word] as const),
    [`vm.vcpu[${target(at)}].${area}_pending`, 1n] as const,
  ]);

/** Whether the target has the area, by what it has now. */
const hasArea = (at: VmAt, area: Area): boolean => ofTarget(at, area) !== 0n;

/** Whether the target has the area, by what was last requested. */
export const willHaveArea = (at: VmAt, area: Area): boolean =>
  at(`vm.vcpu[${target(at)}].${area}_pending`) === 0n
    ? hasArea(at, area)
    : at(`vm.vcpu[${target(at)}].next_${area}`) !== 0n;

const parameter = { parameter: returns(ANSWERS.H_PARAMETER) };
const resource = { resource: returns(ANSWERS.H_RESOURCE) };
const success = returns(ANSWERS.H_SUCCESS);

const isFor =
  (subfunction: keyof typeof SUBFUNCTION) =>
  (at: VmAt): boolean =>
    at('flags') === SUBFUNCTION[subfunction];

/** Whether the area has fewer bytes than this. */
export const isShorterThan = (bytes: Word) => (at: VmAt) => at('len') < bytes;

/** Whether the area begins at no multiple of this many bytes. */
export const isUnaligned = (bytes: Word) => (at: VmAt) => at('r6') % bytes !== 0n;

/** Whether the area would cross from one block of this many bytes to the next. */
export const crosses = (bytes: Word) => (at: VmAt) => (at('r6') % bytes) + at('len') > bytes;

const pageOf = (at: VmAt): Word => at('r6') >> PAGE;
const pfn = (at: VmAt): Word => at(`vm.ram_pginfo[${Number(pageOf(at))}]`);

/** The length that the guest has stored in the area: 16 bits of a VPA, 32 of the others. */
export const loadLength = (bits: (at: VmAt) => 16 | 32) =>
  assign((at) => [['len', bits(at) === 16 ? at('event.length') >> 16n : at('event.length')]]);

/** Where the log ends, by what is left of its length. */
export const logEnd = (bytes: (length: Word) => Word) => (at: VmAt) =>
  [
    ['dtl', at('va')],
    ['dtl_end', at('va') + bytes(at('len'))],
  ] as const;

/** The bytes of whole entries. */
const wholeEntries = (length: Word): Word => length - (length % AREA_BYTES.DTL);

/** What subfunctions 1 to 3 set. */
export const newVpa = (at: VmAt) => [['vpa', at('va')]] as const;
export const newLog = logEnd(wholeEntries);
export const newShadow = (at: VmAt) => [['slb_shadow', at('va')]] as const;

/** A new area: where it is, how long, and what it needs. */
const registers = {
  unaligned: when(isUnaligned(128n), parameter),
  beyond: when((at) => pageOf(at) >= at('vm.ram_npages'), parameter),
  gap: when((at) => pfn(at) === 0n, parameter),
  va: assign((at) => [['va', LINEAR | pfn(at) | (at('r6') & INSIDE)]]),
  len: loadLength((at) => (at('flags') === SUBFUNCTION.REGISTER_VPA ? 16 : 32)),
  overruns: when(crosses(1n << PAGE), parameter),
  vpa: when(isFor('REGISTER_VPA'), {
    short: when(isShorterThan(AREA_BYTES.VPA), parameter),
    set: setArea('the VPA of the target', newVpa),
    init: call('init_vpa'),
  }),
  dtl: when(isFor('REGISTER_DTL'), {
    short: when(isShorterThan(AREA_BYTES.DTL), parameter),
    'needs-vpa': when((at) => !hasArea(at, 'vpa'), resource),
    set: setArea('the dispatch trace log of the target', newLog),
  }),
  slb_shadow: when(isFor('REGISTER_SLB_SHADOW'), {
    short: when(isShorterThan(AREA_BYTES.SLB_SHADOW), parameter),
    'needs-vpa': when((at) => !hasArea(at, 'vpa'), resource),
    set: setArea('the SLB shadow buffer of the target', newShadow),
  }),
};

/** What subfunctions 5 to 7 set. */
export const noVpa = () => [['vpa', 0n]] as const;
export const noLog = () => [['dtl', 0n]] as const;
export const noShadow = () => [['slb_shadow', 0n]] as const;

/** An area goes: the VPA last. */
const unregisters = {
  vpa: when(isFor('UNREGISTER_VPA'), {
    used: when((at) => hasArea(at, 'slb_shadow') || hasArea(at, 'dtl'), resource),
    set: setArea('the target has no VPA', noVpa),
  }),
  dtl: when(isFor('UNREGISTER_DTL'), { set: setArea('the target has no log', noLog) }),
  slb_shadow: when(isFor('UNREGISTER_SLB_SHADOW'), {
    set: setArea('the target has no SLB shadow buffer', noShadow),
  }),
};

/** Whether the subfunction is one that registers. */
const isNew = (at: VmAt): boolean => at('flags') < 4n;

/** The subfunction, of so many bits. */
export const takeSubfunction = (bits: number) =>
  assign((at) => [['flags', BigInt.asUintN(bits, at('r4') >> BigInt(SUBFUNCTION_AT))]]);

const do_h_register_vpa = {
  whom: assign((at) => [['id', at('r5')]]),
  find: call('kvmppc_find_vcpu'),
  nobody: when((at) => at('tvcpu') === 0n, parameter),
  flags: takeSubfunction(3),
  unknown: when((at) => at('flags') % 4n === 0n, parameter),
  registers: when(isNew, registers),
  unregisters: when((at) => !isNew(at), unregisters),
  success,
};

/** A word of 32 bits of the VPA of a vcpu: which, by real address. */
const inVpa = (at: VmAt, vcpu: number, first: Word) =>
  `real.word[${Number((at(`vm.vcpu[${vcpu}].vpa`) & REAL) + first)}]` as const;

/** First words of a new VPA of a vcpu. */
export const initVpa = (vcpu: (at: VmAt) => number, count: Word = 1n) =>
  step('the processor is shared; the yield count begins', (at) => {
    const status = inVpa(at, vcpu(at), VPA.STATUS);
    return [
      [status, at(status) | VPA.SHARED_PROC],
      [inVpa(at, vcpu(at), VPA.YIELD_COUNT), count],
    ];
  });

/** Of the target. */
const init_vpa = { init: initVpa(target) };

/** The yield count of the vcpu goes up, as a word of 32 bits. */
export const countYield = (more: Word = 1n, first: Word = VPA.YIELD_COUNT) =>
  step('one more in the yield count', (at): Writes<VmPlace> => {
    const count = inVpa(at, own(at), first);
    return [[count, (at(count) + more) & 0xffff_ffffn]];
  });

const withVpa = {
  vpa: when((at) => at(`vm.vcpu[${own(at)}].vpa`) !== 0n, { count: countYield() }),
};

/** As far as the VPA is concerned: the entry and the exit (book3s_hv_rmhandlers.S). */
const kvmppc_hv_entry = {
  ...withVpa,
  enter: step('the guest runs', (at) => [[`vm.vcpu[${own(at)}].in_guest`, 1n]], 'guest'),
};
const kvmppc_interrupt = {
  leave: step(
    'the guest stops',
    (at) => [
      [`vm.vcpu[${own(at)}].in_guest`, 0n],
      [`vm.vcpu[${own(at)}].ee`, at('event.ee')],
    ],
    'guest',
  ),
  ...withVpa,
};

export const areaRoutines = { do_h_register_vpa, init_vpa, kvmppc_hv_entry, kvmppc_interrupt };
