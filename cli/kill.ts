// hvspec faults --kill: tries every generated fault of a path on every clause, and says what becomes of each.
import { type Fault, faultsOf } from '../model/faults/generated.ts';
import { elementsJson } from '../properties/faults/elements.ts';
import { kept } from '../properties/faults/kept.ts';
import { soleKillers, type Tried, tryFault } from '../properties/faults/kill.ts';
import { models } from '../properties/models.ts';
import { killersOf } from '../properties/seeded/pool.ts';
import { contract } from '../spec/contract.ts';
import { checkWritable, type Io, writeJson } from './io.ts';
import { progressBar } from './progress.ts';
import { modelNamed, unknown } from './usage.ts';

export interface KillFlags {
  readonly model?: string;
  readonly json?: string;
  readonly elements?: string;
}

/** Runs the verb and returns its exit code. */
export async function killVerb(
  sites: readonly string[],
  flags: KillFlags,
  io: Io,
): Promise<number> {
  checkWritable(flags.json);
  checkWritable(flags.elements);
  const model = modelNamed(flags.model ?? 'repaired');
  const program = models[model];
  const faults = faultsAt(sites, faultsOf(program));
  const known = new Set([...killersOf(program, 'quick'), ...killersOf(program, 'rest')]);
  const tried: Tried[] = [];
  let interrupted = false;
  const quiet = io.onInterrupt(() => {
    interrupted = true;
  });
  const bar = progressBar(io.progress, faults.length);
  for (const fault of faults) {
    if (interrupted) break;
    tried.push(tryFault(program, fault, known));
    if (tried.length % BREATH !== 0) continue;
    bar.update(tried.length, tried.length);
    await new Promise(setImmediate);
  }
  bar.end();
  quiet();
  if (flags.elements !== undefined) writeJson(io, flags.elements, elementsJson(program, tried));
  if (flags.json === undefined) io.out(textOf(model, faults.length, tried, sites.length === 0));
  else writeJson(io, flags.json, matrixJson(model, faults.length, tried));
  if (interrupted) {
    io.err(
      `hvspec: interrupted after ${tried.length} of ${faults.length} faults; what is known is above\n`,
    );
    return 4;
  }
  const wrong = tried.some(({ outcome }) => outcome.fate === 'survived');
  return wrong || (sites.length === 0 && needless(tried).length > 0) ? 1 : 0;
}

/** The faults whose name begins so; all of them where nothing is named. */
function faultsAt(sites: readonly string[], all: readonly Fault[]): readonly Fault[] {
  for (const site of sites)
    if (!all.some(({ name }) => name.startsWith(site)))
      unknown('fault', site, [...new Set(all.map((fault) => fault.site))]);
  return sites.length === 0
    ? all
    : all.filter(({ name }) => sites.some((site) => name.startsWith(site)));
}

/** Clauses that kill nothing alone, and of which nothing says why they are kept. */
function needless(tried: readonly Tried[]): readonly string[] {
  const alone = soleKillers(tried);
  return contract
    .filter(({ name, claim }) => claim.claim !== 'reachable' && !alone.has(name))
    .map(({ name }) => name)
    .filter((name) => kept[name] === undefined);
}

/** Faults between two looks at the world outside. */
const BREATH = 8;

const count = (tried: readonly Tried[], fate: Tried['outcome']['fate']): number =>
  tried.filter(({ outcome }) => outcome.fate === fate).length;

function matrixJson(model: string, faults: number, tried: readonly Tried[]): object {
  const alone = soleKillers(tried);
  return {
    schema: 'hvspec.kill/1',
    model,
    faults,
    tried: tried.length,
    killed: count(tried, 'killed'),
    equivalent: count(tried, 'equivalent'),
    excused: count(tried, 'excused'),
    survived: count(tried, 'survived'),
    results: tried.map(({ fault: { name, slip, site, text }, outcome }) => ({
      fault: name,
      slip,
      site,
      text,
      ...outcome,
    })),
    clauses: contract.map(({ name }) => ({
      clause: name,
      kills: tried.filter(({ outcome }) => outcome.fate === 'killed' && outcome.by.includes(name))
        .length,
      alone: alone.get(name) ?? 0,
      kept: kept[name] ?? null,
    })),
  };
}

function textOf(model: string, faults: number, tried: readonly Tried[], whole: boolean): string {
  const survivors = tried.filter(({ outcome }) => outcome.fate === 'survived');
  const killers = new Set(
    tried.flatMap(({ outcome }) => (outcome.fate === 'killed' ? outcome.by : [])),
  );
  const idle = contract.filter(({ name }) => !killers.has(name));
  const killed = count(tried, 'killed');
  const counted = killed + survivors.length;
  return [
    `${tried.length} of ${faults} faults of ${model} tried`,
    `  killed      ${killed}`,
    `  equivalent  ${count(tried, 'equivalent')}   the same machine, and an argument why`,
    `  excused     ${count(tried, 'excused')}   another machine, in what is nobody's business`,
    `  survived    ${survivors.length}`,
    `  score       ${counted === 0 ? 'none' : `${((100 * killed) / counted).toFixed(2)} % of those that are neither`}`,
    ...survivors.map(({ fault }) => `survived  ${fault.name}: ${fault.text}`),
    ...(whole ? idle.map(({ name }) => `kills nothing  ${name}`) : []),
    ...(whole ? needless(tried).map((name) => `kills nothing alone  ${name}`) : []),
    '',
  ].join('\n');
}
