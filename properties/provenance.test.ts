// Provenance of whole histories: on both reference paths, the words that are tagged are those of the plain run.
import { expect, it } from 'vitest';
import { followed, type Provenance } from '../model/provenance.ts';
import { play } from './levels/switch/play.ts';
import { pool, stage } from './mutation/pool.ts';
import { partOf } from './mutation/trial.ts';
import { modelNames, models } from './subjects/variants.ts';

it.each(modelNames)('on the %s path, every write is the one of the plain run', (name) => {
  const program = models[name];
  for (const history of partOf(pool(), 'a-part')) {
    const followers: Provenance[] = [];
    const { trace } = play(program, history, stage, () => {
      const follower = followed(program.image);
      followers.push(follower);
      return follower.watch;
    });
    const switches = [...new Set(trace.spans.map(({ taken }) => taken))];
    const plain = switches.flat().map(({ writes }) => writes.map(told));
    const tagged = followers.flatMap(({ writes }) =>
      writes.map((step) => step.map(({ place, value: { word } }) => told({ place, word }))),
    );
    expect(tagged).toEqual(plain);
  }
});

const told = ({ place, word }: { readonly place: string; readonly word: bigint }) =>
  `${place} ${word}`;
