// Whether counts of coverage add up: each switch began in one of two states of a kind, so of each ending both together are as many.
import { type Coverage, isCell, keyOf } from '../levels/switch/coverage.ts';

/** States that exclude each other, and of which one always is. */
const KINDS: readonly (readonly [string, string])[] = [
  ['PMU in use', 'PMU not in use'],
  ['EE on', 'EE off'],
  ['guest in problem state', 'guest in supervisor state'],
  ['interrupt pending', 'nothing pending'],
];

/** What does not add up, in a few words; undefined where all does. */
export function wrongCounts({ cells, pairs }: Coverage, switches: number): string | undefined {
  const counted = new Map([...Object.entries(cells), ...Object.entries(pairs)]);
  const strange = [...counted].find(([name, count]) => !isCell(name) || count > switches);
  if (strange !== undefined) return `coverage counts '${strange[0]}' ${strange[1]} times`;
  const followed = new Map<string, number>();
  for (const [name, count] of Object.entries(pairs)) {
    const [, second = ''] = name.split(' / ');
    followed.set(second, (followed.get(second) ?? 0) + count);
  }
  const endings = [...Object.keys(cells), ...Object.keys(pairs)].flatMap((name) =>
    name.split(' / ', 1),
  );
  for (const ending of new Set(endings)) {
    const totals = KINDS.map(([one, other]) =>
      [one, other].reduce((sum, state) => sum + (counted.get(keyOf(ending, state)) ?? 0), 0),
    );
    const [total = 0] = totals;
    if (totals.some((other) => other !== total) || (followed.get(ending) ?? 0) > total)
      return `coverage counts switches that ended so differently often: ${ending}`;
  }
  return undefined;
}
