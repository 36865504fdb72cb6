// What a soak plays: every sound model at the level of the switch, and the reference path at every other level that is sampled.
//
// A job is one campaign of `hvspec`: a model, a level, a seed. How many runs a level gets is split evenly among the seeds.
import { defectNames } from '../../model/paths/repairs.ts';
import { levels } from '../levels/levels.ts';
import { OWN_TREE, repairName } from '../subjects/fixtures.ts';

export interface SoakJob {
  readonly model: string;
  readonly level: string;
  readonly seed: number;
  readonly runs: number;
  /** The verb of hvspec and what names the model to it. */
  readonly args: readonly string[];
  /** The source that a merge of its parts may open. */
  readonly source?: string;
}

/** A model and how hvspec is told to judge it. */
export interface SoakModel {
  readonly model: string;
  readonly args: readonly string[];
  readonly source?: string;
}

export interface SoakSize {
  /** Runs of each model at the level of the switch. */
  readonly atSwitch: number;
  /** Runs at each other level that is sampled. */
  readonly elsewhere: number;
  readonly seeds: readonly number[];
  /** The only level that is played, if one is named. */
  readonly level?: string;
  /** The only model that is played, if one is named. */
  readonly model?: string;
}

/** The models that break no clause: the path put right, and the assembly of the project's own tree, put right too. */
export const soundModels: readonly [SoakModel, ...SoakModel[]] = [
  { model: 'repaired', args: ['check', '--model', 'repaired'] },
  {
    model: OWN_TREE,
    source: OWN_TREE,
    args: ['kernel', OWN_TREE, ...defectNames.flatMap((name) => ['--define', repairName(name)])],
  },
];

/** The jobs, dear levels last. Of the models only the first is played beyond the level of the switch. */
export function soakJobs(
  models: readonly [SoakModel, ...SoakModel[]],
  { atSwitch, elsewhere, seeds, level: only, model: alone }: SoakSize,
): readonly SoakJob[] {
  const sampled = levels.filter(({ extent }) => extent === 'sampled').map(({ name }) => name);
  const others = sampled.filter((name) => name !== 'switch');
  const played = [
    ...models.map((one) => ({ ...one, level: 'switch', runs: atSwitch })),
    ...others.map((level) => ({ ...models[0], level, runs: elsewhere })),
  ];
  return played
    .filter(
      ({ level, model }) => [undefined, level].includes(only) && [undefined, model].includes(alone),
    )
    .flatMap(({ args, level, runs, ...more }) =>
      seeds.map((seed) => ({
        ...more,
        level,
        seed,
        runs: Math.ceil(runs / seeds.length),
        args: [...args, '--level', level],
      })),
    );
}
