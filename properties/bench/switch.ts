// How many switches a second are generated, run and judged by the whole contract, beside fast-check's own floor.
//
// The floor draws the same histories and does nothing with them. Both are measured in turn in one process, several
// times over, and the medians are printed: single figures of a shared machine mean little, their ratio more.
import fc from 'fast-check';
import { contract } from '../../spec/contract.ts';
import { histories } from '../arbitraries/history.ts';
import { check } from '../check.ts';
import { type ModelName, modelNames, models } from '../models.ts';
import { play, roundsOf, stageWithout } from '../play.ts';

const ROUNDS = 7;
const HISTORIES = 1500;

interface Rate {
  readonly switches: number;
  readonly seconds: number;
}

/** Histories drawn, and nothing done with them. */
function floor(seed: number): Rate {
  let switches = 0;
  const begun = performance.now();
  fc.assert(
    fc.property(histories(new Set()), (history) => {
      switches += roundsOf(history).length;
    }),
    { numRuns: HISTORIES, seed },
  );
  return { switches, seconds: (performance.now() - begun) / 1000 };
}

/** Histories drawn and played, and not judged. */
function played(model: ModelName, seed: number): Rate {
  const stage = stageWithout(new Set());
  let switches = 0;
  const begun = performance.now();
  fc.assert(
    fc.property(histories(new Set()), (history) => {
      switches += play(models[model], history, stage).switches;
    }),
    { numRuns: HISTORIES, seed },
  );
  return { switches, seconds: (performance.now() - begun) / 1000 };
}

/** Histories drawn, played and judged by every clause. */
async function checked(model: ModelName, seed: number): Promise<Rate> {
  const subjects = [{ model, program: models[model] }];
  const begun = performance.now();
  const { switches } = await check({ subjects, clauses: contract, runs: HISTORIES, seed });
  return { switches, seconds: (performance.now() - begun) / 1000 };
}

const perSecond = ({ switches, seconds }: Rate): number => switches / seconds;

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

const rates = { floor: [] as number[], played: [] as number[], checked: [] as number[] };
for (let round = 0; round < ROUNDS; round++) {
  rates.floor.push(perSecond(floor(round)));
  rates.played.push(perSecond(played('repaired', round)));
  rates.checked.push(perSecond(await checked('repaired', round)));
}

const rate = (name: keyof typeof rates) => Math.round(median(rates[name]));
const line = (name: string, figure: number | string) =>
  process.stdout.write(`${name.padEnd(44)}${String(figure).padStart(10)}\n`);
line('switches/s, repaired, plain reader, medians', '');
line('  drawn only (the floor)', rate('floor'));
line('  drawn and played', rate('played'));
line('  drawn, played and judged (checked)', rate('checked'));
line('ratio checked / floor', (rate('checked') / rate('floor')).toFixed(3));
line(`(${contract.length} clauses, ${modelNames.length} paths)`, '');
