// What a guest may do: each thing as the step that it is, what actions of one form have in common, and how they are made simpler.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { execute } from '../../model/interpret.ts';
import { slbSlot } from '../../model/places.ts';
import { noCells } from '../../model/state.ts';
import { placesOf, type Register, registers } from '../../spec/vocabulary/registers.ts';
import { numbers } from '../../spec/vocabulary/words.ts';
import { drawsFrom } from './draw.ts';
import {
  type Action,
  doingNames,
  drawAction,
  formOf,
  hypercallOf,
  isDoing,
  simplerActions,
  stepOf,
  stepOfForm,
} from './guest-program.ts';

const WORD = 0x123456789abcdef1n;
const action = (does: Action['does'], on = 0, word = WORD): Action => ({ does, on, word });

/** What the steps say of themselves, one for each number that they are on. */
const texts = (does: Action['does'], numbers: number): readonly string[] =>
  Array.from({ length: numbers }, (_, on) => stepOf(action(does, on)).text);

/** The registers that actions of this kind are on, until the first comes again. */
function registersOf(does: Action['does']): readonly string[] {
  const named = texts(does, 2000).map((text) => /(\S+) :=|touches (\S+),/u.exec(text));
  const names = named.map((found) => found?.[1] ?? found?.[2] ?? '');
  const again = names.indexOf(names[0] ?? '', 1);
  expect(names).toEqual(names.map((_, i) => names[i % again]));
  return names.slice(0, again);
}

/** The places of the registers that this state may write, but for those whose name is so. */
const owned = (privilege: string, but: RegExp): readonly string[] =>
  (Object.keys(registers) as Register[])
    .filter((name) => registers[name].privilege === privilege && !but.test(name))
    .flatMap(placesOf);

describe('an action', () => {
  it.each<[Action['does'], string]>([
    ['hypercall', 'sc 1'],
    ['scramble', 'every register := something (0x9abcdef1)'],
    ['set-amr', 'AMR := 0x123456789abcdef1 under AMOR, or UAMOR in a program'],
    ['set-uamor', 'UAMOR := 0x123456789abcdef1 under AMOR'],
    ['set-ctrl', 'CTRL := 0x1'],
    ['set-msr', 'MSR := 0x123456789abcdef1 but HV, ME'],
    ['slbia', 'slbia'],
    ['rfid', 'rfid'],
    ['store-pmu-in-use', 'vpa.pmcregs_in_use := 0xf1'],
    ['store-yield-count', 'vpa.yield_count := 0x9abcdef1'],
    ['wait', `${0xbcdef1} ticks pass`],
    ['wait-for-hdec', 'time passes until HDEC expires'],
    ['leftover-hdec', 'leftover hypervisor decrementer interrupt'],
    ['external', 'external interrupt'],
    ['machine-check', 'machine check'],
    ['data-storage', `hypervisor data storage interrupt at ${WORD}`],
    ['inst-storage', 'hypervisor instruction storage interrupt'],
    ['emulation-assist', `hypervisor emulation assistance interrupt for ${0x9abcdef1}`],
    ['system-reset', 'system reset'],
    ['maintenance', 'hypervisor maintenance interrupt'],
  ])('%s is the step "%s", whatever it is on', (does, text) => {
    expect(new Set(texts(does, 40))).toEqual(new Set([text]));
    expect([0, 39].map((on) => formOf(action(does, on)))).toEqual([does, does]);
  });

  it('on a register is on each that its state may write, in turn, and on none that is handled apart', () => {
    const apart = /^(?:MSR|NIA|SLB|AMR|UAMOR|CTRL|CFAR)$/u;
    expect(registersOf('set-user')).toEqual(owned('user', apart));
    expect(registersOf('set-supervisor')).toEqual(owned('supervisor', apart));
    expect(registersOf('set-user')).toEqual(expect.arrayContaining(['r0', 'r31', 'LR', 'VRSAVE']));
    expect(registersOf('set-supervisor')).toEqual(expect.arrayContaining(['DSCR', 'DAR', 'SRR1']));
  });

  it('touches what the hypervisor has, but not what no instruction names', () => {
    const unnamed =
      /^(?:TLB|ERAT|UNCACHED|UNSYNCED|SIBLINGS|RESERVE|LOST|UNDONE|ANSWER|LAST_VECTOR|HANDLER|TB_OFFSET|PVR|PIR)/u;
    expect(registersOf('touch')).toEqual(owned('hypervisor', unnamed));
    expect(registersOf('touch')).toEqual(
      expect.arrayContaining(['HDEC', 'LPCR', 'LPIDR', 'SDR1', 'AMOR']),
    );
  });

  it('of an own interrupt goes by each vector that is a guest’s, in turn', () => {
    const vectors = [
      0x300, 0x380, 0x400, 0x480, 0x600, 0x700, 0x800, 0x900, 0xc00, 0xd00, 0xf00, 0xf20, 0xf40,
    ];
    const expected = vectors.map((vector) => `own interrupt 0x${vector.toString(16)}`);
    expect(texts('own-interrupt', 14)).toEqual([...expected, expected[0]]);
    const forms = vectors.map((vector) => `own-interrupt ${vector}`);
    expect(vectors.map((_, on) => formOf(action('own-interrupt', on)))).toEqual(forms);
  });

  it('of a hypercall by number asks for what may be answered in real mode, for H_CEDE, and for numbers beside these', () => {
    const calls = [0x4, 0x8, 0xc, 0x18, 0x20, 0x28, 0x94, 0xe0, 0x124, 0, 0x4, 0x10, 0x8];
    expect(texts('papr-hypercall', calls.length)).toEqual(
      calls.map((call) => `hypercall 0x${call.toString(16)}`),
    );
    const forms = calls.map((call) => `papr-hypercall ${call}`);
    expect(calls.map((_, on) => formOf(action('papr-hypercall', on)))).toEqual(forms);
  });

  it('of a hypercall by number is at and beyond the ends of tables, with low and with high bits set', () => {
    const numbers = Array.from({ length: 100 }, (_, on) =>
      hypercallOf(action('papr-hypercall', on)),
    );
    for (const number of [0x54n, 0x58n, 0x5bn, 0x124n, 0x127n, 0x128n, 0x8000000000000004n])
      expect(numbers).toContain(number);
    expect(hypercallOf(action('hypercall', 0))).toBeUndefined();
  });

  it('has the form of the register that it sets', () => {
    expect([0, 31].map((on) => formOf(action('set-user', on)))).toEqual(['r0', 'r31']);
    expect(
      registersOf('set-supervisor').map((_, on) => formOf(action('set-supervisor', on))),
    ).toEqual(registersOf('set-supervisor'));
  });

  it('of slbmte makes an entry of both words: the index is what it is on, the other half is inverted', () => {
    for (const on of [0, 7, 31, 32 + 5]) {
      const { cells } = execute(noCells(), stepOf(action('set-slb', on)), { code: () => 0n });
      const slot = slbSlot + 2 * (on % 32);
      const esid = WORD & ~0xfffn;
      expect([cells.word(slot), cells.word(slot + 1)]).toEqual([esid, numbers.not(WORD)]);
    }
  });

  it('stores to the VPA and waits as long as its word says', () => {
    const found = (does: Action['does']) =>
      execute(noCells(), stepOf(action(does)), { code: () => 0n }).writes.map(({ place, word }) => [
        place,
        word,
      ]);
    expect(found('store-pmu-in-use')).toEqual([['vpa.pmcregs_in_use', 0xf1n]]);
    expect(found('store-yield-count')).toEqual([['vpa.yield_count', 0x9abcdef1n]]);
    expect(found('wait')).toContainEqual(['TB', 0xbcdef1n]);
    expect(found('data-storage')).toEqual(
      expect.arrayContaining([
        ['HDAR', WORD],
        ['HDSISR', 0n],
      ]),
    );
  });
});

describe('the step of a form', () => {
  it('is that of each of its actions, with the word that is brought then', () => {
    for (const does of doingNames) {
      const one = action(does, 9);
      const ofForm = stepOfForm(
        one,
        (words) => words.literal(WORD),
        (words) => words.literal(9n),
      );
      expect(ofForm.text).toBe(stepOf(one).text);
      const [form, alone] = [ofForm, stepOf(one)].map(
        (step) => execute(noCells(), step, { code: () => 0n }).writes,
      );
      expect(form).toEqual(alone);
    }
  });
});

describe('an action that is drawn', () => {
  const drawn = () => {
    const draws = drawsFrom(1, 2);
    return Array.from({ length: 6000 }, () => drawAction(draws));
  };
  it('is one of these, on every machine, until guests may do more', () => {
    const all = drawn().map(({ does, on, word }) => `${does} ${on} ${word}`);
    expect(createHash('sha256').update(all.join()).digest('hex').slice(0, 16)).toBe(
      'e10c0a311b7defb6',
    );
  });

  const ENDS =
    /^(?:external|machine-check|data-storage|inst-storage|emulation-assist|system-reset|maintenance|wait-for-hdec)$/u;

  it('sets a register one time in four, all of them one in ten, makes a hypercall by number one in five or six, meets each other end four times as often as it does the rest', () => {
    const all = drawn();
    const share = (does: Action['does']) =>
      all.filter((one) => one.does === does).length / all.length;
    for (const does of doingNames) {
      const often = {
        'set-user': 16,
        'set-supervisor': 16,
        'set-amr': 4,
        'set-uamor': 4,
        'set-msr': 4,
        'set-slb': 4,
        'papr-hypercall': 24,
        scramble: 12,
      } as const;
      const others = ENDS.test(does) ? 4 : 1;
      const expected = ((does in often && often[does as keyof typeof often]) || others) / 128;
      expect(share(does)).toBeGreaterThan(0.6 * expected);
      expect(share(does)).toBeLessThan(1.5 * expected);
    }
  });

  /** At first one choice in 56 was such a hypercall. */
  it('is a hypercall by number ten times as often as at first', () => {
    const calls = drawn().filter(({ does }) => does === 'papr-hypercall').length;
    expect(calls / drawn().length).toBeGreaterThanOrEqual(10 / 56);
  });

  it('is on any number of 16 bits, with any word', () => {
    const all = drawn();
    const ons = all.map(({ on }) => on);
    expect(Math.min(...ons)).toBeLessThan(100);
    expect(Math.max(...ons)).toBeGreaterThan(0xff00);
    expect(Math.max(...ons)).toBeLessThanOrEqual(0xffff);
    expect(new Set(all.map(({ word }) => word)).size).toBeGreaterThan(all.length / 2);
  });
});

describe('a simpler action', () => {
  const simpler = (one: Action) => [...simplerActions(one)];

  it('has a smaller word, or is on a smaller number', () => {
    expect(simpler(action('set-msr', 0x1ff, 3n))).toEqual([
      action('set-msr', 0x1ff, 0n),
      action('set-msr', 0x1ff, 1n),
      action('set-msr', 0x1ff, 2n),
      action('set-msr', 0xff, 3n),
    ]);
    expect(simpler(action('set-msr', 255, 0n))).toEqual([]);
    expect(simpler(action('set-msr', 256, 0n))).toEqual([action('set-msr', 0, 0n)]);
  });

  it('of one that scrambles all sets one register of the many', () => {
    const [user, supervisor] = (['set-user', 'set-supervisor'] as const).map(registersOf);
    const found = simpler(action('scramble', 0, 0n));
    expect(found).toEqual([
      ...(user ?? []).map((_, on) => action('set-user', on, 0n)),
      ...(supervisor ?? []).map((_, on) => action('set-supervisor', on, 0n)),
    ]);
    expect(simpler(action('scramble', 0, 1n))).toEqual([
      ...found.map((one) => ({ ...one, word: 1n })),
      action('scramble', 0, 0n),
    ]);
  });
});

describe('the name of an action', () => {
  it('is one of those that are known', () => {
    expect(doingNames.every(isDoing)).toBe(true);
    const none = ['tea', '', 'toString', '__proto__', 1, null, undefined, ['rfid']];
    expect(none.filter(isDoing)).toEqual([]);
  });
  it('stands before others that are harder to understand', () => {
    expect(doingNames.slice(0, 3)).toEqual(['hypercall', 'set-user', 'set-supervisor']);
  });
});
