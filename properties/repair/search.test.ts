// A repair of each recorded defect is found by trying, and it is what upstream did.
import { describe, expect, it } from 'vitest';
import type { DefectName } from '../../model/paths/repairs.ts';
import { type ClauseName, clauseNamed } from '../../spec/contract.ts';
import { counterexampleOf } from '../campaign/search.ts';
import { defectAlone } from '../subjects/variants.ts';
import { type Repair, repairOf } from './search.ts';

async function repairFor(defect: DefectName, name: ClauseName): Promise<Repair> {
  const clause = clauseNamed(name);
  const program = defectAlone(defect);
  const history = await counterexampleOf(program, clause);
  if (history === undefined) throw new Error('there is no counterexample');
  return repairOf(program, clause, history);
}

describe('the repair', () => {
  it.each<[DefectName, ClauseName, readonly string[]]>([
    [
      'cr-not-kept',
      'host-cr-fields-return',
      [
        'after entry.frame.save-lr: save CR to caller.cr_save',
        'after return.frame.load-lr: load CR from caller.cr_save',
      ],
    ],
    [
      'dscr-saved-through-its-value',
      'stores-stay-home',
      ['at exit.sprs.dscr: save DSCR to vcpu.dscr, but through r9'],
    ],
    ['uamor-left', 'host-uamor-returns', ['after exit.sprs.uamor: UAMOR := 0x0']],
    [
      'vrsave-lost',
      'host-vrsave-returns',
      [
        'after entry.sprs.dscr: save VRSAVE to hstate.host_vrsave',
        'after exit.go.host-msr: load VRSAVE from hstate.host_vrsave',
      ],
    ],
    [
      'mediated-exit-asks-the-vm',
      'mediated-interrupt-goes-to-guest',
      ['at exit.mediated.not-mediated: if kvm.lpcr has no MER, go to exit.timers, but asks LPCR'],
    ],
  ])('of %s makes every clause hold', async (defect, clause, changes) => {
    const repair = await repairFor(defect, clause);
    expect(repair.changes).toEqual(changes);
    expect(repair.left).toEqual([]);
    expect(repair.histories).toBeGreaterThan(200);
  });

  it('of one of two clauses leaves the other broken, and says so', async () => {
    const repair = await repairFor('xer-in-the-high-half', 'guest-xer-survives');
    expect(repair.changes).toEqual([
      'at exit.fault.xer: save XER to 4 bytes of vcpu.xer, but stores 8 bytes for 4',
    ]);
    expect(repair.left).toEqual(['guest-starts-from-vcpu']);
  });
});
