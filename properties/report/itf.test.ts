// The ITF of every recorded defect's counterexamples: in the published shape, and holding what the machine held.
import { describe, expect, it } from 'vitest';

import { slotOf } from '../../model/places.ts';
import { clauseNamed } from '../../spec/contract.ts';
import { judge } from '../../spec/judging/judge.ts';
import type { Place } from '../../spec/vocabulary/machine.ts';
import { check } from '../campaign/check.ts';
import { type Counterexample, counterexampleOn } from '../counterexample/counterexample.ts';
import { decodeToken } from '../counterexample/token.ts';
import { switchHistory } from '../levels/switch/history-schema.ts';
import { play, stageWithout } from '../levels/switch/play.ts';
import { defects, switchDefects } from '../subjects/defects.ts';
import { defectAlone } from '../subjects/variants.ts';
import { few } from '../testing/rows.ts';
import { itf } from './itf.ts';

const stage = stageWithout(new Set());
const STEP = ['site', 'text', 'by'];

interface ItfTrace {
  readonly '#meta': Readonly<Record<string, unknown>>;
  readonly vars: readonly string[];
  readonly states: readonly Readonly<Record<string, unknown>>[];
}

describe.each(few(switchDefects, 5))('the counterexamples of %s', async (name) => {
  const subject = { model: name, program: defectAlone(name) };
  const clauses = defects[name].breaks.flatMap((clause) => clauseNamed(clause) ?? []);
  const { results } = await check({
    subjects: [subject],
    clauses,
    runs: 4000,
    seed: 1,
    enough: true,
  });
  const cases = results.flatMap(({ clause, history }) => {
    const shown = history && counterexampleOn(subject, clause, history, stage);
    return shown === undefined ? [] : [{ clause: clause.name, shown, trace: written(shown) }];
  });

  it('are there', () => {
    expect(cases).toHaveLength(clauses.length);
  });

  it.each(cases)('$clause: have the shape of ADR-015', ({ trace }) => {
    expect(complaints(trace)).toEqual([]);
    expect(trace['#meta']).toMatchObject({ format: 'ITF', description: expect.any(String) });
  });

  it.each(cases)('$clause: begin and end as the machine did', ({ shown, trace }) => {
    const history = switchHistory.read(decodeToken(String(trace['#meta'].token)).history);
    const verdict = judge(shown.clause, play(subject.program, history, stage).trace);
    if (verdict.verdict !== 'violated') throw new Error(verdict.verdict);
    const { before, after, from, to } = verdict.span;
    const places = trace.vars.filter(isPlace);
    const held = (state: ItfTrace['states'][number] | undefined) =>
      places.map((at) => word(state?.[at]));
    expect(held(trace.states[0])).toEqual(places.map((at) => before.word(at)));
    if (shown.trace.length === to - from)
      expect(held(trace.states.at(-1))).toEqual(places.map((at) => after.word(at)));
  });

  it.each(cases)('$clause: change by each step just what it wrote', ({ shown, trace }) => {
    const steps = shown.trace.filter(({ writes }) => writes.length > 0);
    expect(trace.states).toHaveLength(steps.length + 1);
    for (const [i, { site, text, by, writes }] of steps.entries()) {
      const expected = Object.fromEntries(
        writes.map(({ place, word: held }) => [place, { '#bigint': `${held}` }]),
      );
      const meta = { '#meta': { index: i + 1 } };
      expect(trace.states[i + 1]).toEqual({
        ...trace.states[i],
        ...expected,
        ...meta,
        site,
        text,
        by,
      });
    }
  });

  it.each(cases)(
    '$clause: show the word that was found, in the last state or where it was read',
    ({ shown, trace }) => {
      const read = shown.expected.includes(`(was ${shown.place} `) ? 0 : -1;
      const held = word(trace.states.at(read)?.[shown.place]);
      const found = BigInt(shown.found);
      const seen = /^0x[0-9a-f]+$/u.test(shown.expected) ? found | BigInt(shown.expected) : ALL;
      expect(held & seen).toBe(found);
    },
  );
});

const ALL = (1n << 64n) - 1n;

/** The trace as a reader of the file meets it. */
const written = (shown: Counterexample): ItfTrace => JSON.parse(JSON.stringify(itf(shown)));

const isPlace = (name: string): name is Place => slotOf.has(name);

function word(value: unknown): bigint {
  if (typeof value !== 'object' || value === null || !('#bigint' in value))
    throw new Error('no word');
  return BigInt(String(value['#bigint']));
}

/** What is not as ADR-015 has it: the keys of the file, a value for each variable in each state. */
function complaints({ vars, states, ...rest }: ItfTrace): readonly string[] {
  const keys = Object.keys(rest).filter((key) => !['#meta', 'params', 'loop'].includes(key));
  const wrong = states.flatMap((state, i) => {
    const { '#meta': meta, ...values } = state;
    const shape = [...vars].sort().join() === Object.keys(values).sort().join();
    const bad = Object.entries(values).filter(([, value]) => !isExpression(value));
    return [
      ...(shape ? [] : [`state ${i} has not just the variables`]),
      ...(Object.entries(Object(meta)).join() === `index,${i}`
        ? []
        : [`state ${i} has another index`]),
      ...bad.map(([name]) => `state ${i}: ${name} has no value of the format`),
    ];
  });
  const twice = new Set(vars).size === vars.length ? [] : ['a variable is named twice'];
  const step = STEP.filter((name) => !vars.includes(name));
  return [...keys, ...twice, ...step, ...wrong];
}

/** A value of the format: whole numbers as #bigint only, which the ADR asks of writers. */
function isExpression(value: unknown): boolean {
  if (typeof value === 'string' || typeof value === 'boolean') return true;
  if (Array.isArray(value)) return value.every(isExpression);
  if (typeof value !== 'object' || value === null) return false;
  const [entry, ...more] = Object.entries(value);
  if (entry === undefined || !entry[0].startsWith('#'))
    return Object.values(value).every(isExpression);
  const [tag, held] = entry;
  if (more.length > 0) return false;
  if (tag === '#bigint') return typeof held === 'string' && /^-?\d+$/u.test(held);
  if (tag === '#unserializable') return typeof held === 'string';
  if (tag === '#tup' || tag === '#set') return Array.isArray(held) && held.every(isExpression);
  return (
    tag === '#map' &&
    Array.isArray(held) &&
    held.every((pair) => isExpression(pair) && pair.length === 2)
  );
}
