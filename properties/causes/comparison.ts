// What a source breaks that its base does not, and the other way round: findings are held to each other by cause and by site.
import { type ComparableFinding, united } from './comparable-findings.ts';

/** The findings of a source beside those of its base. */
export interface Comparison {
  readonly fresh: readonly ComparableFinding[];
  /** Of the base, and no more there. */
  readonly gone: readonly ComparableFinding[];
  readonly same: readonly ComparableFinding[];
}

/** Compares; each finding of the base stands for one of the source at most. */
export function compared(
  own: readonly ComparableFinding[],
  base: readonly ComparableFinding[],
): Comparison {
  const left = new Set(base);
  const same = new Set<ComparableFinding>();
  for (const alike of LIKENESS)
    for (const one of own) {
      if (same.has(one)) continue;
      const other = [...left].find((each) => alike(one, each));
      if (other === undefined) continue;
      left.delete(other);
      same.add(one);
    }
  return {
    fresh: joined(own.filter((one) => !same.has(one))),
    gone: joined([...left]),
    same: own.filter((one) => same.has(one)),
  };
}

/**
 * Findings of which one thing is the cause, as far as can be seen: what has no recorded cause, and by the same clause is wrong with the
 * same register or field at several sites, lacks one step that would put it right.
 */
function joined(findings: readonly ComparableFinding[]): readonly ComparableFinding[] {
  const found: ComparableFinding[] = [];
  for (const one of findings) {
    const at = found.findIndex(
      (other) =>
        losesSame(one, other) &&
        share(one.clauses, other.clauses) &&
        !other.places.includes('memory'),
    );
    const other = found[at];
    if (other === undefined) found.push(one);
    else found[at] = united(other, one);
  }
  return found;
}

type Likeness = (one: ComparableFinding, other: ComparableFinding) => boolean;

const share = (some: readonly string[], others: readonly string[]): boolean =>
  some.some((one) => others.includes(one));

const losesSame: Likeness = (one, other) =>
  one.verdict === 'violated' &&
  other.verdict === 'violated' &&
  one.defects.length === 0 &&
  other.defects.length === 0 &&
  share(one.places, other.places);

const isOfInterruptions = ({ level, verdict, defects }: ComparableFinding): boolean =>
  level === 'interruption' && verdict === 'violated' && defects.length === 0;

/**
 * What makes two findings the same, the surest first: a recorded defect; else a loss of the same place, by the same instruction in the
 * same routine, by another there, or by the same one that has moved to another routine. What an interruption loses depends on where it
 * comes, so there the clause is what is alike. A run that does not end, and a clause that is
 * never met, are known by what is said of them.
 */
const LIKENESS: readonly Likeness[] = [
  (one, other) => share(one.defects, other.defects),
  (one, other) => losesSame(one, other) && one.routine === other.routine && one.text === other.text,
  (one, other) => losesSame(one, other) && one.routine === other.routine,
  (one, other) => losesSame(one, other) && one.text === other.text,
  (one, other) =>
    isOfInterruptions(one) && isOfInterruptions(other) && share(one.clauses, other.clauses),
  (one, other) =>
    one.verdict !== 'violated' && one.verdict === other.verdict && one.text === other.text,
];
