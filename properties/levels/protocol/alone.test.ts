// The rely of a thread: under it each thread owes nothing that it does not keep, every thread keeps to it, and no clause of it is idle.
import { describe, expect, it } from 'vitest';
import { protocol as chapter } from '../../../spec/chapters/protocol.ts';
import { coreRely } from '../../../spec/rely.ts';
import { triesAll } from '../../testing/rows.ts';
import { searchAlone, unkeptTogether } from './alone.ts';
import { type Role, worldOf } from './environment.ts';
import { CHECKED_PROTOCOL, protocolModels, protocolOf } from './subjects.ts';

const rely = coreRely.clauses;
const protocol = protocolOf(protocolModels.repaired, { ...CHECKED_PROTOCOL, strays: 0 });

/** Of a whole core only: whether it comes to rest, which stores are seen, that C waits for naps, and what some states show. */
const OF_THE_CORE: readonly string[] = [
  'everyone-comes-to-rest',
  'saved-state-is-seen-by-the-host',
  'thread-is-back-in-the-hosts-partition',
  'some-siblings-run-guests-together',
  'some-thread-comes-too-late',
];
const owed = chapter.clauses.filter(({ name }) => !OF_THE_CORE.includes(name));

/** Which thread a clause of the rely is needed by. */
const needed: Readonly<Record<(typeof rely)[number]['name'], Role>> = {
  'partition-stays-until-all-have-left': 'secondary',
  'table-changes-under-the-reserved-partition': 'secondary',
  'primary-thread-alone-switches': 'primary',
  'partition-changes-while-no-thread-translates': 'secondary',
  'secondaries-are-asked-out-of-the-guests-partition': 'secondary',
  'told-of-the-guests-partition': 'secondary',
  'told-until-a-thread-is-out': 'secondary',
  'nobody-counts-in-once-one-leaves': 'primary',
  'counts-fall-only-to-none': 'secondary',
  'count-is-of-the-threads-counted-in': 'primary',
  'secondary-counts-in-only-when-called': 'primary',
  'guests-of-others-run-counted-in': 'primary',
  'others-start-and-leave-only-once-told': 'primary',
  'naps-are-counted-one-by-one': 'primary',
  'asked-thread-stays-out': 'primary',
  'kernel-thread-says-so': 'primary',
};

const SOON: readonly string[] = [
  'asked-thread-stays-out',
  'secondaries-are-asked-out-of-the-guests-partition',
];

const roles: readonly Role[] = ['primary', 'secondary'];

describe.runIf(triesAll)('what a thread owes', () => {
  it.each(roles)('the %s thread keeps, whatever others do that keep to the rely', (role) => {
    const asked = { world: worldOf(protocol, role), rely, owed, guarantee: rely, limit: 1_000_000 };
    expect(searchAlone(asked)).toMatchObject({ complete: true, broken: [] });
  });

  it('is what the others rely on: two threads keep to all of the rely, in every order', () => {
    const subject = protocolOf(protocolModels.repaired, CHECKED_PROTOCOL);
    expect(unkeptTogether(subject, CHECKED_PROTOCOL.threads, rely).broken).toEqual([]);
  });
});

/** Two that are soon found, unless all are tried. */
const tried = Object.entries(needed).filter(([name]) => triesAll || SOON.includes(name));

it.each(tried)('without %s the %s thread breaks something', (name, role) => {
  const others = rely.filter((clause) => clause.name !== name);
  const world = worldOf(protocol, role);
  const asked = { world, rely: others, owed, guarantee: others, enough: true, limit: 200_000 };
  expect(searchAlone(asked).broken).not.toEqual([]);
});
