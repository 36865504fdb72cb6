// Clauses as code: functions that judge them at the end of a span, and those that follow claims about steps through it.

import type { Instrumentation } from '../../model/compiled/compiler.ts';
import { emitter } from '../../model/compiled/emitter.ts';
import type { MachineBuffer } from '../../model/compiled/machine-buffer.ts';
import { compileFunction, type Scope, scopeOf } from '../../model/compiled/scope.ts';
import { slots } from '../../model/places.ts';
import type { Clause } from '../../spec/clause.ts';
import { type SwitchKind, switchKind } from '../levels/switch/contract.ts';
import { SEVERITY } from '../severity.ts';
import { bodiesOf, findingOf, type Woven, wovenIn } from './film-claims.ts';
import { slbMatchesList } from './slb-and-list.ts';
import { BROKEN, claimText, MET, type States } from './term-text.ts';
import { toldSlots, toldTo, weaveOf } from './weaving.ts';

/** Where a run is: called, in the guest, at a vector. Spans of each kind begin at one of these moments. */
const MOMENTS = ['call', 'guest', 'vector'] as const;
export type Moment = (typeof MOMENTS)[number];

const BEGINS: Readonly<Record<SwitchKind, Moment>> = {
  switch: 'call',
  entry: 'call',
  refusal: 'call',
  guest: 'guest',
  exit: 'vector',
  resume: 'vector',
};

/** The judges of one set of clauses on one board. */
export interface Judging {
  readonly weaving: Instrumentation;
  /** Of each clause, what was found so far; to be cleared before a history. */
  readonly verdicts: Uint8Array;
  /** Spans begin: the board is as it is at this moment. */
  begin(moment: Moment): void;
  /** A span of this kind ends. */
  end(kind: SwitchKind): void;
}

/** Makes the judges of clauses. */
export function judging(clauses: readonly Clause[], board: MachineBuffer): Judging {
  const woven = wovenIn(clauses);
  const verdicts = new Uint8Array(clauses.length);
  const before = MOMENTS.map(() => new Int32Array(2 * slots));
  const scope: Record<string, unknown> = {
    ...scopeOf(board),
    ...Object.fromEntries(before.map((halves, i) => [`was${i}`, halves])),
    M: new Int32Array(2 * woven.length),
    V: verdicts,
    slbMatchesList,
  };
  const looksBack = new Set<Moment>();
  const states = (over: SwitchKind): States => ({
    get was() {
      looksBack.add(BEGINS[over]);
      return `was${MOMENTS.indexOf(BEGINS[over])}`;
    },
    now: 'R',
    prior: 'prior',
    address: board.layout.addressOf,
    film: (claim) => findingOf(named(woven, over, claim)),
  });
  const begins = beginnings(woven, scope, states, board);
  const ends = endings(clauses, scope, states);
  for (const slot of toldSlots(woven)) board.watched[slot] = 1;
  const ready = (moment: Moment) => {
    const phase = MOMENTS.indexOf(moment);
    return { phase, was: looksBack.has(moment) ? before[phase] : undefined, begin: begins[moment] };
  };
  const at = { call: ready('call'), guest: ready('guest'), vector: ready('vector') };
  return {
    weaving: { host: weaveOf(woven, 'Host'), others: weaveOf(woven, 'Others'), scope },
    verdicts,
    begin(moment) {
      const { phase, was, begin } = at[moment];
      board.counters[3] = phase;
      was?.set(board.halves);
      begin();
    },
    end: (kind) => {
      for (const judge of ends[kind]) judge();
    },
  };
}

function named(woven: readonly Woven[], over: SwitchKind, claim: Woven['claim']): Woven {
  const found = woven.find((one) => one.claim === claim && one.over === over);
  if (found === undefined) throw new Error('a claim about steps is not woven in');
  return found;
}

/** Puts the functions of each claim about steps into the scope, and returns what begins the spans of each moment. */
function beginnings(
  woven: readonly Woven[],
  scope: Record<string, unknown>,
  states: (over: SwitchKind) => States,
  board: MachineBuffer,
): Readonly<Record<Moment, () => void>> {
  const calls = new Map<string, () => void>();
  const texts: Record<Moment, string> = { call: '', guest: '', vector: '' };
  for (const one of woven) {
    const { begin, wait, look } = bodiesOf(one, states(switchKind(one.over)));
    const moment = BEGINS[switchKind(one.over)];
    const open = one.over === 'switch' ? '' : `if(S[3]!==${MOMENTS.indexOf(moment)})return;`;
    for (const [name, body] of Object.entries({ wait, look })) {
      const made = compileFunction<() => void>(scope, `${name}${one.index}()`, open + body);
      calls.set(`${name}${one.index}`, made);
    }
    texts[moment] += begin;
  }
  Object.assign(scope, Object.fromEntries(calls));
  const told = toldTo(woven, (name, index) => calls.get(`${name}${index}`) ?? missing);
  for (const [name, over] of Object.entries(told)) scope[name] = over(board.stored);
  const begin = (moment: Moment) =>
    compileFunction<() => void>(scope, `begin_${moment}()`, texts[moment]);
  return { call: begin('call'), guest: begin('guest'), vector: begin('vector') };
}

const missing = (): never => {
  throw new Error('a claim about steps has no function');
};

/** The functions that judge the clauses of each kind of span: as many clauses in each as it may be long. */
function endings(
  clauses: readonly Clause[],
  scope: Scope,
  states: (over: SwitchKind) => States,
): Readonly<Record<SwitchKind, readonly (() => void)[]>> {
  const texts: Record<SwitchKind, string[]> = {
    switch: [],
    entry: [],
    guest: [],
    exit: [],
    resume: [],
    refusal: [],
  };
  for (const [i, { over, claim }] of clauses.entries()) {
    const to = emitter();
    claimText(claim, to, states(switchKind(over)));
    const told = `if(x&${BROKEN})V[${i}]=${SEVERITY.violated};else if((x&${MET})&&V[${i}]===0)V[${i}]=${SEVERITY.holds};`;
    texts[switchKind(over)].push(`{let x=0;${to.text()}${told}}`);
  }
  const judges = (kind: SwitchKind) =>
    parted(texts[kind]).map((text, i) =>
      compileFunction<() => void>(scope, `judge_${kind}${i}()`, text),
    );
  return {
    switch: judges('switch'),
    entry: judges('entry'),
    guest: judges('guest'),
    exit: judges('exit'),
    resume: judges('resume'),
    refusal: judges('refusal'),
  };
}

/** Characters of a function of judges beyond which it takes no more. */
const LONG = 6000;

/** Texts put together to such as are about as long as one may be. */
function parted(texts: readonly string[]): readonly string[] {
  const parts: string[] = [];
  for (const text of texts) {
    const last = parts.pop() ?? '';
    if (last.length + text.length > LONG) parts.push(last, text);
    else parts.push(last + text);
  }
  return parts;
}
