// The life of a value, as it is told of the known defects and of faults that lose a value in other ways.
import { describe, expect, it } from 'vitest';
import { faultNamed } from '../../model/faults/catalogue.ts';
import { insertBefore, withEdits } from '../../model/mutate.ts';
import type { DefectName } from '../../model/paths/repairs.ts';
import { slotNamed } from '../../model/places.ts';
import type { Program } from '../../model/program.ts';
import { step } from '../../model/step.ts';
import { type ClauseName, clauseNamed } from '../../spec/contract.ts';
import { counterexampleOf } from '../campaign/search.ts';
import type { History } from '../levels/switch/history.ts';
import { historyOf, stage } from '../mutation/pool.ts';
import { defects } from '../subjects/defects.ts';
import { defectAlone, models } from '../subjects/variants.ts';
import { lifeOf } from './life.ts';

async function told(program: Program, name: ClauseName): Promise<readonly string[]> {
  const history = await counterexampleOf(program, clauseNamed(name));
  if (history === undefined) throw new Error(`${name} has no counterexample`);
  return toldOf(program, name, history);
}

function toldOf(program: Program, name: ClauseName, history: History): readonly string[] {
  const clause = clauseNamed(name);
  return lifeOf(program, clause, history, stage).map(
    ({ what, site, text }) => `${what}: ${site === undefined ? '' : `${site}: `}${text}`,
  );
}

describe('the life of the value that is wrong', () => {
  it.each<[DefectName, readonly string[]]>([
    [
      'cr-not-kept',
      [
        "wanted: the host's CR, in CR2, CR3, CR4",
        "saved: nothing saved the host's CR",
        'lost: guest.go.cr: load CR from vcpu.cr',
        'back: nothing brought it back to CR',
        'found: vcpu.cr',
      ],
    ],
    [
      'dscr-saved-through-its-value',
      [
        "address: exit.sprs.dscr: 0x178 is the host's DSCR + 0x178",
        "base: held 0x0, the host's DSCR",
        'found: vcpu.dscr was stored there',
      ],
    ],
    ['uamor-left', ['found: vcpu.uamor']],
    [
      'vrsave-lost',
      [
        "wanted: the host's VRSAVE",
        "saved: nothing saved the host's VRSAVE",
        'lost: load-fp.vrsave: load VRSAVE from vcpu.vrsave',
        'back: nothing brought it back to VRSAVE',
        'found: vcpu.vrsave',
      ],
    ],
    ['dabr-written-while-counting', ['found: vcpu.dabr']],
  ])('with %s', async (defect, facts) => {
    const [first = 'host-cr-fields-return'] = defects[defect].breaks;
    expect(await told(defectAlone(defect), first)).toEqual(facts);
  });

  it('with a register that is lost again behind its restore', async () => {
    const spoilt = step('r17 := r18', (view) => [{ register: 'r17', value: view.register('r18') }]);
    const program = withEdits(models.repaired, [insertBefore('return.frame.blr', { spoilt })]);
    const facts = await told(program, 'host-nonvolatile-gprs-return');
    expect(facts.slice(2)).toEqual([
      'lost: guest.arrive.r17: load r17 from vcpu.gpr[17]',
      'back: return.nvgprs.r17: load r17 from frame.gpr[17]',
      'lost: return.frame.spoilt: r17 := r18',
      "found: the host's r18",
    ]);
  });

  it('with half of a register saved: of the bits that are wrong', () => {
    const program = faultNamed('entry.nvgprs.r24:stores-4-of-8')?.plantedIn(models.repaired);
    const halvesAlike = historyOf({ words: [[slotNamed('r24'), 0x1_0000_0001n]], round: {} });
    expect(program && toldOf(program, 'host-nonvolatile-gprs-return', halvesAlike)).toEqual([
      "wanted: the host's r24",
      "saved: nothing saved the host's r24",
      'lost: guest.arrive.r24: load r24 from vcpu.gpr[24]',
      'back: nothing brought it back to r24',
      'found: frame.gpr[24]',
    ]);
  });
});
