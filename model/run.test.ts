// The loop that runs a switch: its spans, whose steps are whose, when time passes, and how a run ends that does not return.
import { describe, expect, it } from 'vitest';
import { MSR } from '../spec/vocabulary/bits.ts';
import type { Place } from '../spec/vocabulary/machine.ts';
import { external, leftoverHdec } from './guest/causes.ts';
import { slots } from './places.ts';
import { link, type Passage, type Program, passage, routine, vectorAt } from './program.ts';
import { runSwitch, type SwitchInputs } from './run.ts';
import { cellsOf, noCells, stateOf, withWords } from './state.ts';
import type { Step } from './step.ts';
import { goTo, returnToCaller } from './steps/branch.ts';
import { isync } from './steps/context.ts';
import { hrfid } from './steps/msr.ts';
import { constant, copy, set, transfers } from './steps/transfer.ts';

const GUEST = 0x4000n;
const CALLER = 0xc000000080000000n;
const QUIET: SwitchInputs = { pauses: [], guest: [], prompt: true };

const enter = { pc: set('HSRR0', constant(GUEST), 'guest'), hrfid };
const handler = passage('handler', { note: copy('SRR0', 'r3'), blr: returnToCaller });

/** A switch in miniature: into the guest, and from each vector back to the caller or into the guest once more. */
const small = link([
  routine('main', passage('enter', enter)),
  vectorAt(0xc00n, 'vector-c00', passage('at-c00', { handle: goTo('handler') })),
  vectorAt(0x500n, 'vector-500', passage('at-500', { handle: goTo('handler') })),
  vectorAt(0x980n, 'vector-980', passage('at-980', { hrfid })),
  routine('rest', handler),
]);

const straight = (steps: Readonly<Record<string, Step>>): Program =>
  link([routine('main', alone(steps))]);
const alone = (steps: Readonly<Record<string, Step>>): Passage => passage('only', steps);

/** Runs a program that is called with HV on. */
function run(
  program: Program,
  round: Partial<SwitchInputs> = {},
  words: Partial<Record<Place, bigint>> = {},
) {
  const all = { MSR: MSR.SF | MSR.HV, LR: CALLER, ...words };
  const cells = withWords(noCells(), Object.entries(all) as [Place, bigint][]);
  return runSwitch(program, 'main', stateOf(cells), { ...QUIET, ...round });
}

describe('the spans of a run', () => {
  it.each<[string, Partial<SwitchInputs>, readonly string[]]>([
    [
      'an exit, by a hypercall when the guest has no more to do',
      {},
      ['entry', 'guest', 'exit', 'switch'],
    ],
    ['an exit by a cause', { guest: [external] }, ['entry', 'guest', 'exit', 'switch']],
    [
      'a return to the guest',
      { guest: [leftoverHdec, external] },
      ['entry', 'guest', 'resume', 'guest', 'exit', 'switch'],
    ],
  ])('show %s', (_what, round, kinds) => {
    const { spans, ending, unfinished } = run(small, round);
    expect(spans.map(({ kind }) => kind)).toEqual(kinds);
    expect(ending).toEqual({ end: 'returned' });
    expect(unfinished).toEqual([]);
  });

  it('are a refusal and the switch when no guest runs', () => {
    const { spans, after } = run(straight({ blr: returnToCaller }));
    expect(spans.map(({ kind }) => kind)).toEqual(['refusal', 'switch']);
    expect(after.word('NIA')).toBe(CALLER);
  });

  it('begin where the one before ended, in steps and in states, and the switch has them all', () => {
    const { spans } = run(small, { guest: [leftoverHdec] });
    const whole = spans.at(-1);
    const parts = spans.slice(0, -1);
    expect(parts.map(({ from }) => from)).toEqual([0, ...parts.slice(0, -1).map(({ to }) => to)]);
    expect([whole?.from, whole?.to]).toEqual([0, parts.at(-1)?.to]);
    for (const [i, { before }] of parts.slice(1).entries()) expect(before).toBe(parts[i]?.after);
  });

  it('say who took each step', () => {
    const { spans } = run(small, { pauses: [{ after: 1, ticks: 5n }] });
    expect(spans.at(-1)?.taken.map(({ site, by }) => [site, by])).toEqual([
      ['enter.pc', 'host'],
      ['time', 'hardware'],
      ['enter.hrfid', 'host'],
      ['interrupt', 'hardware'],
      ['guest', 'guest'],
      ['at-c00.handle', 'host'],
      ['handler.note', 'host'],
      ['handler.blr', 'host'],
    ]);
  });
});

describe('an interrupt', () => {
  it('comes before the instruction of the guest, and takes its place', () => {
    const { spans } = run(
      small,
      { guest: [external] },
      { HDEC: 0x80000000n, LPCR: 1n, HSRR1: MSR.SF },
    );
    expect(spans[1]?.taken.some(({ by }) => by === 'guest')).toBe(false);
    expect(spans[1]?.after.word('NIA')).toBe(0x980n);
    expect(spans[1]?.after.word('HSRR0')).toBe(GUEST);
  });
});

describe('time', () => {
  const reading = { read: copy('TB', 'r3'), next: isync, last: isync, blr: returnToCaller };
  const ticks = (round: Partial<SwitchInputs>) => run(straight(reading), round).after.word('TB');
  const afterReading = [{ after: 1, ticks: 9n }];
  it.each<[string, Partial<SwitchInputs>, bigint]>([
    ['passes when the schedule says', { pauses: [{ after: 0, ticks: 9n }] }, 9n],
    ['passes by one tick right after a reading of it', { pauses: afterReading }, 1n],
    ['and only once', { pauses: [...afterReading, { after: 2, ticks: 9n }] }, 1n],
    ['passes at any rate where code may be held up', { pauses: afterReading, prompt: false }, 9n],
    ['does not pass after the end', { pauses: [{ after: 99, ticks: 9n }] }, 0n],
  ])('%s', (_what, round, passed) => {
    expect(ticks(round)).toBe(passed);
  });
});

describe('a run that does not return', () => {
  it('is stuck where it reads what nobody wrote', () => {
    const { load } = transfers({ vcpu: 'r4' });
    const stuck = straight({ isync, load: load('DSCR').from('vcpu.dscr'), blr: returnToCaller });
    const { ending, unfinished, spans } = run(stuck);
    expect(ending).toMatchObject({
      end: 'stuck',
      at: 'only.load (load DSCR from vcpu.dscr)',
      way: ['r4 is 0x0 since the call'],
    });
    expect(unfinished).toEqual(['switch', 'entry', 'refusal']);
    expect(spans).toEqual([]);
  });

  it('is stuck where it comes to no instruction, and its caller does not wait there', () => {
    const lost = straight({
      off: set('LR', constant(0x4444n), '0x4444'),
      isync,
      blr: returnToCaller,
    });
    const { ending, unfinished, spans } = run(lost);
    expect(ending).toMatchObject({
      end: 'stuck',
      at: 'after only.blr',
      why: 'the run comes to 0x4444, to which no caller returns: no instruction of the program lies there',
      nowhere: 0x4444n,
    });
    expect(unfinished).toEqual(['switch', 'entry', 'refusal']);
    expect(spans).toEqual([]);
  });

  it('says by which branches it came there', () => {
    const { load } = transfers({ vcpu: 'r4' });
    const far = passage('far', { load: load('DSCR').from('vcpu.dscr') });
    const stuck = link([
      routine('main', passage('near', { isync, go: goTo('far') })),
      routine('else', passage('between', { isync }), far),
    ]);
    expect(run(stuck).ending).toMatchObject({
      at: 'far.load (load DSCR from vcpu.dscr)',
      way: ['r4 is 0x0 since the call', expect.stringMatching(/last branches taken: near\.go/u)],
    });
  });

  it('that goes round is stuck there', () => {
    const { ending } = run(straight({ isync, again: goTo('main') }));
    expect(ending).toMatchObject({
      end: 'stuck',
      why: 'the thread goes round for ever: after these 2 steps the machine is as before',
    });
  });

  it('that changes as it goes round is given up in the end', () => {
    const up = set(
      'r14',
      (view, words) => words.add(view.register('r14'), words.literal(1n)),
      '+1',
    );
    const { ending } = run(straight({ up, again: goTo('main') }));
    expect(ending).toMatchObject({ end: 'not-enough' });
  });

  it('keeps the spans that were whole', () => {
    const broken = link([
      routine('main', passage('enter', enter)),
      vectorAt(0xc00n, 'vector-c00', passage('at-c00', { handle: goTo('nowhere') })),
    ]);
    const { spans, unfinished, ending } = run(broken);
    expect(spans.map(({ kind }) => kind)).toEqual(['entry', 'guest']);
    expect(unfinished).toEqual(['switch', 'exit', 'resume']);
    expect(ending).toMatchObject({ end: 'stuck', why: 'nothing is called nowhere' });
  });

  it('leaves the state that it began with alone', () => {
    const before = stateOf(cellsOf(new BigUint64Array(slots).fill(MSR.HV)));
    runSwitch(straight({ set: set('CTR', constant(5n), '5') }), 'main', before, QUIET);
    expect(before.word('CTR')).toBe(MSR.HV);
  });
});
