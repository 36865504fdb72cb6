// A solver that lies: it is told at once if it denies what is known to have an answer, or what a guess satisfies; and by a program of which
// something is proved that is not so, if it denies just that. What it makes up is played, and refutes nothing.
import { afterAll, describe, expect, it } from 'vitest';
import { insertAfter, withEdits } from '../../model/mutate.ts';
import { repaired } from '../../model/paths/repairs.ts';
import type { Program } from '../../model/program.ts';
import { step } from '../../model/step.ts';
import { algebra } from '../../model/symbolic/algebra.ts';
import { switchContract } from '../levels/switch/contract.ts';
import { triesAll } from '../testing/rows.ts';
import { proving } from './prove.ts';
import { searching } from './search.ts';
import { lazySolver, type Solver } from './solver.ts';

const honest = lazySolver();
afterAll(() => honest.close());

/** Milliseconds that a program may take on a busy machine. */
const LONG = 600_000;

/** A solver that answers otherwise than it should from some question on: the first ones are asked to try it out. */
function lying(answer: Awaited<ReturnType<Solver['ask']>>, after: number): Solver {
  let asked = 0;
  return {
    get asked() {
      return asked;
    },
    ask: async (...question) => (asked++ < after ? honest.ask(...question) : answer),
    close: async () => undefined,
  };
}

const NEVER = { answer: 'never' } as const;
const TRIES = 2;

/** Gives the host another r14 where one word of some thousand millions is in r15: no random history has it. */
const rarelyWrong: Program = withEdits(repaired, [
  insertAfter('return.nvgprs.r14', {
    rare: step('turns a bit of r14, where r15 is a certain word', (view, words) => {
      const is = words.equal(view.register('r15'), words.literal(0x1234_5678_9abc_def1n));
      return [{ register: 'r14', value: words.xor(view.register('r14'), is) }];
    }),
  }),
]);

async function saidOf(program: Program, solver: Solver): Promise<string> {
  const clauses = switchContract.filter(({ name }) => name === 'host-nonvolatile-gprs-return');
  const proof = proving(program, clauses, { solver });
  const [clause] = clauses;
  if (clause === undefined) throw new Error('there is no such clause');
  return (await proof.judge(clause)).verdict;
}

describe('a solver that says of all that it never holds', () => {
  const t = algebra();
  const word = t.table.variable('x');

  it('is told by what is known to have an answer', async () => {
    const search = searching({ t }, lying(NEVER, 0));
    await expect(search([t.equal(t.multiply(word, word), t.literal(9n))])).rejects.toThrow(
      "the solver says 'never' where the answer is 'possible'",
    );
  });

  it('is told by a guess', async () => {
    const search = searching({ t }, lying(NEVER, TRIES));
    const square = t.multiply(word, word);
    await expect(search([t.lessUnsigned(square, t.literal(9n))])).rejects.toThrow(
      'a guess satisfies them',
    );
  });
});

it.runIf(triesAll)(
  'what it denies where no guess tells is refuted by a solver that does not lie',
  async () => {
    expect(await saidOf(rarelyWrong, honest)).toBe('refuted');
    expect(await saidOf(rarelyWrong, lying(NEVER, TRIES))).toBe('proved');
  },
  LONG,
);

it.runIf(triesAll)(
  'an assignment that it makes up refutes nothing',
  async () => {
    const made = { answer: 'possible', words: new Map() } as const;
    expect(await saidOf(rarelyWrong, lying(made, TRIES))).toBe('not-settled');
  },
  LONG,
);
