// hvspec faults: lists the recorded defects of the published path and the faults of later kernels, with what each breaks; any other
// fault that is tried, by its name.

import { faultNamed, faultsOfRepaired } from '../model/faults/catalogue.ts';
import { laterFaults } from '../model/faults/named-faults.ts';
import { repaired } from '../model/paths/repairs.ts';
import { faultsOfLevels } from '../properties/mutation/level-faults.ts';
import { brokenOnPool } from '../properties/mutation/trial.ts';
import { wrapped } from '../properties/report/wrapped.ts';
import { brokenBy, recorded } from '../properties/subjects/defects.ts';
import { citationText } from '../spec/cite.ts';
import { checkWritable, complain, deliver, type Io } from './io.ts';
import type { KillFlags } from './kill.ts';
import { phase } from './phase.ts';
import { refuse, unknown } from './usage.ts';

/** Those of --kill are known too, and refused without it. */
export interface FaultsFlags extends KillFlags {
  readonly all?: boolean;
}

/** A fault of the path, or of a level's rules. */
interface FaultReference {
  readonly name: string;
  readonly text: string;
  /** Where and how it slips; of a rule, the level. */
  readonly site: string;
  readonly slip: string;
  /** What it breaks, where that is known. */
  readonly breaks?: readonly string[];
}

/** The fault with this name. */
export function faultCalled(name: string): FaultReference {
  const rule = faultsOfLevels().find((one) => one.name === name);
  if (rule !== undefined) return ruleCalled(rule);
  const names = [...faultsOfRepaired(), ...faultsOfLevels()].map((fault) => fault.name);
  return faultNamed(name) ?? unknown('fault', name, names);
}

const ruleCalled = ({ level, name, text, breaks }: ReturnType<typeof faultsOfLevels>[number]) => ({
  name,
  text,
  site: level.name,
  slip: 'rule',
  breaks,
});

/** Runs the verb and returns its exit code. */
export function faultsVerb(names: readonly string[], flags: FaultsFlags, io: Io): number {
  checkWritable(flags.json);
  refuse(
    flags,
    ['model', 'kernel', 'define', 'threads', 'runs', 'seed', 'elements'],
    'it goes with --kill',
  );
  if (names.length > 0) refuse(flags, ['all'], 'the faults are named');
  const named = names.map(faultCalled);
  const chosen = names.length === 0 ? Object.keys(recorded) : names.filter(isDefect);
  const rules = faultsOfLevels()
    .map(ruleCalled)
    .filter(({ name }) => !isDefect(name));
  const others: readonly FaultReference[] =
    names.length === 0 ? [...laterFaults, ...rules] : named.filter(({ name }) => !isDefect(name));
  const listed = flags.all === true ? [...faultsOfRepaired(), ...rules] : others;
  const shown: FaultRow[] = [];
  phase(io, 'faults', () => {
    for (const fault of listed) shown.push({ fault, breaks: breaksOf(fault, names) });
  });
  const isDelivered = deliver(io, flags.json, {
    json: () => ({
      schema: 'hvspec.faults/1',
      defects: chosen.map(defectJson),
      faults: shown.map(faultJson),
    }),
    text: () => `${[...chosen.flatMap(defectText), ...shown.flatMap(faultText)].join('\n')}\n`,
  });
  if (shown.length < listed.length) {
    complain(io, `interrupted after ${shown.length} of ${listed.length} faults`);
    return 4;
  }
  return isDelivered ? 0 : 2;
}

const isDefect = (name: string): boolean => Object.hasOwn(recorded, name);

/** What a fault breaks, where it was asked for by name. */
function breaksOf(
  { name, breaks }: FaultReference,
  names: readonly string[],
): readonly string[] | undefined {
  if (breaks !== undefined) return breaks;
  const planted = names.includes(name) ? faultNamed(name)?.plantedIn(repaired) : undefined;
  return planted && [...brokenOnPool(planted)];
}

function defectText(name: string): readonly string[] {
  const { says = '', cite = [], fixed = '' } = recorded[name] ?? {};
  return [
    name,
    ...wrapped(says, '    '),
    ...wrapped(brokenBy(name).join(', '), '    breaks  '),
    ...cite.flatMap((citation) => wrapped(citationText(citation), '    from    ')),
    `    fixed   ${fixed}`,
    '',
  ];
}

interface FaultRow {
  readonly fault: FaultReference;
  readonly breaks: readonly string[] | undefined;
}

const faultText = ({ fault: { name, text }, breaks }: FaultRow): readonly string[] => [
  name,
  ...wrapped(text, '    '),
  ...(breaks === undefined
    ? []
    : breaks.length === 0
      ? ['    breaks  nothing']
      : wrapped(breaks.join(', '), '    breaks  ')),
];

const faultJson = ({ fault: { name, slip, site, text }, breaks }: FaultRow): object => ({
  name,
  slip,
  site,
  text,
  breaks: breaks ?? null,
});

const defectJson = (name: string): object => ({
  name,
  says: recorded[name]?.says,
  breaks: brokenBy(name),
  cite: recorded[name]?.cite.map(citationText),
  fixed: recorded[name]?.fixed,
});
