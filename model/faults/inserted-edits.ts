// Steps too many or in the wrong place, that no change of one place at one moment brings about: what is done on the early exit
// only, what is read before it is frozen, what runs on although it was to stand.
import { MSR, SLB_VALID } from '../../spec/vocabulary/bits.ts';
import type { Field } from '../../spec/vocabulary/structures.ts';
import { type Edit, insertBefore, insertWithin, replace } from '../mutate.ts';
import { ENTERING } from '../paths/base-registers.ts';
import { type Step, step } from '../step.ts';
import { isBelow32 } from '../steps/branch.ts';
import { constant, copy, register, type Source, set, transfers } from '../steps/transfer.ts';
import { type Fault, planting } from './generated.ts';

const entering = transfers(ENTERING);
const LOOK = 'guest.hdec.soon';
const GOES_ON = 'exit.leftover.resume';

const fault = (name: string, site: string, text: string, ...edits: readonly Edit[]): Fault => ({
  name: `${site}:${name}`,
  slip: 'put-in',
  site,
  text,
  plantedIn: planting(...edits),
});

/** One step more right before a site, which moves no code. */
const before = (name: string, site: string, text: string, by: Step): Fault =>
  fault(name, site, text, insertWithin(site, 'before', { [`${site}+`]: by }));

const tooSoon: Source = isBelow32(register('HDEC'), 10n);

/** A store that is made only where the entry is about to turn back. */
const whereRefused = (field: Field, source: Source, text: string): Step => {
  const store = entering.put(source, text).into(field);
  return step(`where HDEC < 10: ${store.text}`, (view, words, code) =>
    store.meaning(view, words, code).map((write) => ({ ...write, when: tooSoon(view, words) })),
  );
};

const tookBack: Step = step('where HDEC < 10: vpa.yield_count - 1', (view, words) => {
  const { layout, load } = view;
  const address = words.literal(layout.addressOf('vpa') + layout.distanceTo('vpa.yield_count'));
  const value = words.sub(load(address, 4), words.literal(1n));
  return [{ address, bytes: 4, value, when: tooSoon(view, words) }];
});

/** The early exit stores to a field of the guest that it has not loaded. */
const storedOnRefusal = (field: Field): Fault =>
  before(
    `refusal-stores-to-${field}`,
    LOOK,
    `the early exit stores 1 to ${field}`,
    whereRefused(field, constant(1n), '1'),
  );

const runs: Step = set('MMCR0', constant(0n), '0');

const withPmmTurned: Source = (view, words) =>
  words.xor(view.register('r11'), words.literal(MSR.PMM));

const keepingPmae: Source = (view, words) =>
  words.or(view.register('MMCR0'), words.literal(0x80000000n));

/** blrl: it returns, and LR holds the address after it. */
const linked: Step = step('blrl', (view, words) => [
  { register: 'LR', value: view.register('NIA') },
  {
    register: 'NIA',
    value: words.and(view.register('LR'), words.not(words.literal(3n))),
  },
]);

const entry31 = step('SLB entry 31 becomes invalid', (view, words) => {
  const slb = words.literal(31n);
  return [
    {
      slb,
      half: 'esid',
      value: words.and(view.slb(slb, 'esid'), words.not(words.literal(SLB_VALID))),
    },
  ];
});

/** Each breaks one clause. */
export const byEdit: readonly Fault[] = [
  ...(
    [
      'vcpu.slb_max',
      'vcpu.purr',
      'vcpu.spurr',
      'vcpu.dabr',
      'vcpu.last_inst',
      'vcpu.fault_dar',
    ] as const
  ).map(storedOnRefusal),
  before(
    'refusal-changes-MMCR0',
    LOOK,
    "the early exit turns a bit of the guest's MMCR0",
    step('where HDEC < 10: turns bit 0 of MMCR0', (view, words) => [
      {
        register: 'MMCR0',
        value: words.xor(view.register('MMCR0'), words.literal(1n)),
        when: tooSoon(view, words),
      },
    ]),
  ),
  before(
    'refusal-is-not-counted',
    LOOK,
    "the early exit takes back that the guest's VPA counted it in",
    tookBack,
  ),
  before(
    'keeps-siar-always',
    'entry.freeze.in-use',
    "the host's SIAR is kept whether it uses the counters or not",
    entering.save('SIAR').to('hstate.host_siar'),
  ),
  fault(
    'keeps-pmae',
    'entry.freeze.freeze',
    'FC is set beside what MMCR0 held, so PMAE stays on and samples are still taken',
    replace('entry.freeze.freeze', set('MMCR0', keepingPmae, 'MMCR0 with FC')),
  ),
  fault(
    'reads-PMC1-before-it',
    'entry.freeze.freeze',
    'PMC1 is read before the freeze, and stored after it',
    insertBefore('entry.freeze.freeze', { early: copy('PMC1', 'r6') }),
    replace('entry.pmu.pmc1', entering.save('r6').to('hstate.host_pmc[0]')),
  ),
  fault(
    'runs-before-it',
    'guest.tlb.same',
    'counters run for a moment once they are loaded, although the MMCR0 of the guest freezes them',
    insertBefore('guest.tlb.same', { runs }),
    insertBefore('guest.purr.host-purr', { stands: entering.load('MMCR0').from('vcpu.mmcr[0]') }),
  ),
  ...['exit.freeze.freeze', 'exit.host-pmu.mmcr0'].map((site) =>
    fault(
      'runs-before-it',
      site,
      'counters run for a moment although their MMCR0 freezes them',
      insertBefore(site, { runs }),
    ),
  ),
  before(
    'resumes-with-pmm-turned',
    GOES_ON,
    'a guest that goes on has MSR[PMM] the other way round',
    set('r11', withPmmTurned, 'r11 with PMM the other way round'),
  ),
  fault(
    'links-as-well',
    'return.frame.blr',
    'the return leaves another word in LR, as blrl does',
    replace('return.frame.blr', linked),
  ),
  before('loses-a-segment', GOES_ON, 'a guest that goes on has lost a segment', entry31),
];
