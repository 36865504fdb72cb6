// Refinement as a theorem: the repaired path and the project's own kernel tree, put right, end alike on all machines; and where either has a
// fault in it they are not found to.
import { describe, expect, it } from 'vitest';
import { type Edit, replace, withEdits } from '../../../model/mutate.ts';
import { repaired } from '../../../model/paths/repairs.ts';
import type { Program } from '../../../model/program.ts';
import { nothing } from '../../../model/steps/context.ts';
import { guestEvents } from '../../../model/symbolic/guest.ts';
import { ownSwitch } from '../../subjects/fixtures.ts';
import { triesAll } from '../../testing/rows.ts';
import { refines } from './refines.ts';

const events = (...names: readonly string[]) => ({
  events: guestEvents.filter(({ name }) => names.includes(name)),
});

const own = (...faults: readonly string[]): Program =>
  ownSwitch([], ['REAL_MODE_HCALLS', ...faults]).program;

/** The tree without a fault. */
const sound: Program = own();

const told = ({ endings, open }: ReturnType<typeof refines>) => ({
  endings: endings.map(({ at }) => at),
  open: open.map(({ at, place }) => `${place}, ${at}`),
});

const CALL = ['refusal', 'entry'];

/** Every ending that there is while no time passes in the hypervisor: HDEC is never positive again then. */
const ALL_ENDINGS = [
  ...CALL,
  'return after system reset',
  'return after machine check',
  'return after maintenance',
  'return after data storage',
  'return after instruction storage',
  'return after emulation assistance',
  'return after hypervisor decrementer',
  'return after hypercall',
  'return after external',
  'resumption after leftover HDEC',
  'resumption after hypercall',
  'resumption after mediated external',
];

/** Milliseconds that two programs may take on a busy machine. */
const LONG = 900_000;

describe('the own tree, put right, ends as the repaired path', () => {
  it('where the guest is refused, entered, or ended by an external interrupt', () => {
    const report = refines(repaired, sound, events('external'));
    expect(told(report)).toEqual({ endings: [...CALL, 'return after external'], open: [] });
    expect(report.leftOut).toEqual(['kvmppc_h_bulk_remove']);
  });

  it.runIf(triesAll)(
    'everywhere (HVSPEC_TESTS=all)',
    () => {
      expect(told(refines(repaired, sound))).toEqual({ endings: ALL_ENDINGS, open: [] });
    },
    LONG,
  );
});

/** A fault in the own tree: what it is, the switch that plants it or the edits, and a place in which it ends otherwise, and where. */
type Fault = readonly [what: string, planted: () => Program, during: string, differs: string];

const edited = (edits: readonly Edit[]) => (): Program => withEdits(sound, edits);
const HANDLERS = 'book3s_hv_rmhandlers.S';

const inTheTree: readonly Fault[] = [
  ['a wrong register', () => own('FAULT_SPRG3_INTO_SPRG2'), '', 'SPRG2, entry'],
  ['half of a word', () => own('FAULT_HALF_OF_DSCR'), '', 'DSCR, entry'],
  ['a sign left out', () => own('FAULT_DEC_NOT_EXTENDED'), '', 'hstate.dec_expires, refusal'],
  [
    'registers swapped in a store',
    () => own('FAULT_R7_STORED_FOR_R8'),
    'external',
    'vcpu.gpr[8], return after external',
  ],
  [
    'a register left as it was set',
    () => own('FAULT_PCR_LEFT'),
    'data storage',
    'PCR, return after data storage',
  ],
  [
    'an element of a list not stored',
    edited([replace(`${HANDLERS}:607`, nothing)]),
    'external',
    'vcpu.slb[3].vsid, return after external',
  ],
  [
    'an answer taken back',
    () => own('FAULT_STALE_BREAKPOINT'),
    'hypercall',
    'DABR, resumption after hypercall',
  ],
  [
    'another way taken',
    () => own('FAULT_TOO_HARD_GOES_ON'),
    'hypercall',
    'the way, return after hypercall',
  ],
];

const inThePath: readonly Fault[] = [
  ['a register not loaded', inPath('return.nvgprs.r20'), '', 'r20, refusal'],
  ['a register left to the guest', inPath('guest.data.uamor'), '', 'UAMOR, entry'],
  ['a list not saved', inPath('exit.slb.save'), 'external', 'vcpu.slb_max, return after external'],
];

function inPath(site: string): () => Program {
  return () => withEdits(repaired, [replace(site, nothing)]);
}

describe('they are told apart (by every fault: HVSPEC_TESTS=all)', () => {
  it.runIf(triesAll).each(inTheTree)(
    'by %s in the tree',
    (_what, planted, during, differs) => {
      expect(told(refines(repaired, planted(), events(during))).open).toContain(differs);
    },
    LONG,
  );

  it.each(triesAll ? inThePath : inThePath.slice(0, 1))(
    'by %s on the path',
    (_what, planted, during, differs) => {
      expect(told(refines(planted(), sound, events(during))).open).toContain(differs);
    },
    LONG,
  );
});
