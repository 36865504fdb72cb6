// Counterexamples explained: whose values they are, what of the beginning does not matter; and the cards of the known defects.
import { describe, expect, it } from 'vitest';
import type { DefectName } from '../../model/paths/repairs.ts';
import { type ClauseName, clauseNamed } from '../../spec/contract.ts';
import { counterexampleOf } from '../campaign/search.ts';
import { stage } from '../mutation/pool.ts';
import { card } from '../report/card.ts';
import { defectAlone } from '../subjects/variants.ts';
import { type Counterexample, counterexampleOn } from './counterexample.ts';

async function explained(defect: DefectName, name: ClauseName): Promise<Counterexample> {
  const clause = clauseNamed(name);
  const subject = { model: defect, program: defectAlone(defect) };
  const history = await counterexampleOf(subject.program, clause);
  const shown = history && counterexampleOn(subject, clause, history, stage, 'repair');
  if (shown === undefined) throw new Error('there is no counterexample');
  return shown;
}

describe('the card of', () => {
  it.each<[DefectName, ClauseName, readonly string[]]>([
    [
      'cr-not-kept',
      'host-cr-fields-return',
      [
        "wanted    the host's CR, in CR2, CR3, CR4",
        "saved     nothing saved the host's CR",
        'lost      guest.go.cr: load CR from vcpu.cr',
        'repair    after entry.frame.save-lr: save CR to caller.cr_save',
        '          after return.frame.load-lr: load CR from caller.cr_save',
      ],
    ],
    [
      'dscr-saved-through-its-value',
      'stores-stay-home',
      [
        "address   exit.sprs.dscr: 0x178 is the host's DSCR + 0x178",
        "its base  held 0x0, the host's DSCR",
        'found     vcpu.dscr was stored there',
        'repair    at exit.sprs.dscr: save DSCR to vcpu.dscr, but through r9',
        '          all other places: any value (64 machines tried)',
      ],
    ],
    [
      'uamor-left',
      'host-uamor-returns',
      ['found     vcpu.uamor', 'repair    after exit.sprs.uamor: UAMOR := 0x0'],
    ],
    [
      'vrsave-lost',
      'host-vrsave-returns',
      [
        "saved     nothing saved the host's VRSAVE",
        'lost      load-fp.vrsave: load VRSAVE from vcpu.vrsave',
        'repair    after entry.sprs.dscr: save VRSAVE to hstate.host_vrsave',
      ],
    ],
  ])('%s says what was lost, where, and what would repair it', async (defect, clause, lines) => {
    const text = card(await explained(defect, clause));
    const printed = text.split('\n');
    for (const line of lines) expect(printed).toContain(line);
    expect(printed).toContainEqual(expect.stringMatching(/then every clause holds/u));
    const body = printed.filter((line) => !line.startsWith('replay'));
    expect(body.filter((line) => line.length > 80)).toEqual([]);
    expect(body.length).toBeLessThanOrEqual(40);
  });
});

it('what must keep its usual word is named, and little is', async () => {
  const { free } = await explained('cr-not-kept', 'host-cr-fields-return');
  expect(free).toMatchObject({ tried: 64 });
  expect(free?.bound.length).toBeLessThan(5);
});

it('a repair that leaves other clauses broken says so', async () => {
  const text = card(await explained('xer-in-the-high-half', 'guest-xer-survives'));
  expect(text).toContain('then it holds; still broken: guest-starts-from-vcpu');
});
