// The examples line, evaluated as the TypeScript that it is: the same history, which a property then tries first.
import { runInThisContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slotOf, slots } from '../../model/places.ts';
import { clauseNamed } from '../../spec/contract.ts';
import { judge } from '../../spec/judging/judge.ts';
import { encodeToken } from '../counterexample/token.ts';
import type { Json } from '../input/json.ts';
import { jsonOf } from '../input/json.ts';
import { kvmHistories } from '../levels/kvm-run/history.ts';
import { type History, histories } from '../levels/switch/history.ts';
import { switchHistory } from '../levels/switch/history-schema.ts';
import { play, stageWithout } from '../levels/switch/play.ts';
import { vmHistories } from '../levels/vm/history.ts';
import { defectAlone } from '../subjects/variants.ts';
import { exampleLine } from './example-line.ts';

const stage = stageWithout(new Set());
const clause = clauseNamed('host-cr-fields-return');

/** The line, pasted into an object of parameters. */
const pasted = (history: History): { readonly examples: [History][] } =>
  pastedAt('switch', switchHistory.write(history));

function pastedAt(level: string, history: Json): { readonly examples: [History][] } {
  const token = encodeToken({ subject: 'repaired', clause: clause.name, level, history });
  return runInThisContext(`({ ${exampleLine({ clause, token })} })`);
}

describe('the examples line', () => {
  it('rebuilds every history', () => {
    fc.assert(
      fc.property(histories, (history) => {
        expect(pasted(history)).toEqual({ examples: [[history]] });
      }),
    );
  });

  it.each([
    ['run', kvmHistories],
    ['vm', vmHistories],
  ])('rebuilds every history of level %s', (level, arbitrary: fc.Arbitrary<unknown>) => {
    fc.assert(
      fc.property(arbitrary, (history) => {
        expect(pastedAt(level, jsonOf(history))).toEqual({ examples: [[history]] });
      }),
    );
  });

  it('is one line under one of comment', () => {
    const token = encodeToken({
      subject: 'repaired',
      clause: clause.name,
      level: 'switch',
      history: switchHistory.write(withCr(0x1000n)),
    });
    expect(exampleLine({ clause, token })).toBe(
      `// host-cr-fields-return: npx hvspec counterexample --replay ${token}\n` +
        `examples: [[[Object.assign(new BigUint64Array(${slots + 1}), { ${slotOf.get('vcpu.cr')}: 0x1000n }), []]]],\n`,
    );
  });

  it('makes a property fail in its first run', () => {
    const program = defectAlone('cr-not-kept');
    const property = fc.property(
      histories,
      (history) => judge(clause, play(program, history, stage).trace).verdict !== 'violated',
    );
    const { failed, numRuns } = fc.check(property, {
      ...pasted(withCr(0x1000n)),
      endOnFailure: true,
    });
    expect({ failed, numRuns }).toEqual({ failed: true, numRuns: 1 });
  });
});

/** One switch from the default machine, but with this word for the guest's CR. */
function withCr(cr: bigint): History {
  const words = new BigUint64Array(slots + 1);
  words[slotOf.get('vcpu.cr') ?? slots] = cr;
  return [words, []];
}
