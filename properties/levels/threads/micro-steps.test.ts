// The micro-steps of the model of cores are those of the path itself, write by write: what it does to MSR, LPIDR and SDR1.
import { describe, expect, it } from 'vitest';
import { type MicroStep, microSteps } from '../../../model/core/micro-steps.ts';
import { repaired } from '../../../model/paths/repairs.ts';
import { slotOf, slots } from '../../../model/places.ts';
import { LPID_RSVD, MSR } from '../../../spec/vocabulary/bits.ts';
import type { Machine, StepRecord } from '../../../spec/vocabulary/machine.ts';
import type { History } from '../switch/history.ts';
import { play, stageWithout } from '../switch/play.ts';

const FOLLOWED = MSR.HV | MSR.EE | MSR.IR | MSR.DR;

/** What the model of cores follows of a machine: MSR, LPIDR and SDR1, these two by whose they are. */
function followed(
  word: (place: 'MSR' | 'LPIDR' | 'SDR1') => bigint,
  vm: Machine,
): readonly string[] {
  const [lpidr, sdr1] = [word('LPIDR'), word('SDR1')];
  const whose = lpidr === 0n ? 'host' : lpidr === (LPID_RSVD & 0x3ffn) ? 'reserved' : 'vm';
  return [
    (word('MSR') & FOLLOWED).toString(16),
    whose,
    sdr1 === vm.word('kvm.sdr1') ? 'vm' : sdr1 === vm.word('kvm.host_sdr1') ? 'host' : '?',
  ];
}

/** Every change of what is followed, by its site, in a switch of the real path; a hypercall interrupts the guest too. */
function changesOf(history: History): readonly (readonly string[])[] {
  const { trace } = play(repaired, history, stageWithout(new Set()));
  const span = trace.spans.find(({ kind }) => kind === 'switch');
  if (span === undefined) throw new Error('no switch came back');
  const words = new Map<string, bigint>(
    (['MSR', 'LPIDR', 'SDR1'] as const).map((place) => [place, span.before.word(place)]),
  );
  const look = () => followed((place) => words.get(place) ?? 0n, span.before);
  let last = look().join(' ');
  return span.taken.flatMap(({ site, by, writes }: StepRecord) => {
    for (const { place, word } of writes) if (words.has(place)) words.set(place, word);
    const now = look().join(' ');
    if (now === last) return [];
    last = now;
    return [[by === 'guest' ? 'interrupt' : site, ...look()]];
  });
}

/** The same of the micro-steps that are taken. */
function modelled(skipped: readonly string[]): readonly (readonly string[])[] {
  let [msr, lpidr, table] = [FOLLOWED, 0n, 0];
  const text = () => [
    msr.toString(16),
    lpidr === 0n ? 'host' : lpidr === LPID_RSVD ? 'reserved' : 'vm',
    table === 0 ? 'host' : 'vm',
  ];
  let last = text().join(' ');
  return microSteps
    .filter(({ site }) => !skipped.includes(site))
    .flatMap(({ site, change }: MicroStep) => {
      const { thread, core } = change({ at: 'kernel', msr, vm: 1, steps: 0 });
      msr = thread?.msr ?? msr;
      lpidr = core?.lpidr ?? lpidr;
      table = core?.table ?? table;
      const now = text().join(' ');
      if (now === last) return [];
      last = now;
      return [[site, ...text()]];
    });
}

/** A switch with these words, all others 0; the host has interrupts on. */
function historyWith(words: Readonly<Record<string, bigint>>): History {
  const machine = new BigUint64Array(slots + 1);
  for (const [place, word] of Object.entries({
    MSR: MSR.EE,
    'kvm.sdr1': 0x2000006n,
    SDR1: 0x1000006n,
    'kvm.lpid': 5n,
    ...words,
  }))
    machine[slotOf.get(place) ?? slots] = word;
  return [machine, []];
}

describe('the micro-steps', () => {
  it('are what a switch with a guest does, in its order', () => {
    expect(changesOf(historyWith({}))).toEqual(modelled(['guest.hdec.soon']));
  });

  it('are what a switch without a guest does, in its order', () => {
    const refused = changesOf(historyWith({ flags: 0x10n, DEC: 5n }));
    expect(refused).toEqual(modelled(['guest.go.hrfid', 'interrupt']));
  });
});
