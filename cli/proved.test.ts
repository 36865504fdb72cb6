// What a proof and histories say of one clause, put together by hand: the verdict, what it rests on, and contradictions.
import { describe, expect, it } from 'vitest';
import type { CampaignRequest } from '../properties/campaign/conduct.ts';
import type { Outcome } from '../properties/campaign/outcome.ts';
import type { Result } from '../properties/campaign/results.ts';
import { findingBy } from '../properties/campaign/search.ts';
import { switchHistory } from '../properties/levels/switch/history-schema.ts';
import type { ProofVerdict } from '../properties/proof/prove.ts';
import type { Settlement } from '../properties/proof/work.ts';
import { type ClauseName, clauseNamed } from '../spec/contract.ts';
import { evidenceTable } from './evidence.ts';
import { toldKey } from './first-proof.ts';
import { streams } from './io.ts';
import { withProofs } from './proved.ts';

const BROKEN = 'host-cr-fields-return';
const KEPT = 'host-dscr-returns';
const OF_TWO_LEVELS = 'one-partition-per-core';

const proved = (...caveats: readonly string[]): ProofVerdict => {
  return { verdict: 'proved', paths: 10, byRewriting: 9, bySolver: 1, caveats };
};
const open: ProofVerdict = { verdict: 'not-settled', why: 'bound', where: 'here', term: 'x' };

/** What histories have shown of a clause on a model. */
function drawn(model: string, name: ClauseName, verdict: Result['verdict']): Result {
  const clause = clauseNamed(name);
  const finding = verdict === 'violated' ? findingBy('cr-not-kept', clause, {}) : undefined;
  const counts = { runs: 500, met: verdict === 'vacuous' ? 0 : 9, extent: 'sampled' as const };
  return { model, clause, verdict, ...counts, finding };
}

/** The result for one clause, of what histories have shown and what a proof has told. */
function together(
  name: ClauseName,
  base: Result['verdict'] | undefined,
  verdict: ProofVerdict | undefined,
  model: string = 'published',
): Result | undefined {
  const clause = clauseNamed(name);
  const subjects = [{ model, name: model }];
  const series = { seed: 1, runs: 500 };
  const question = { subjects, clauses: [name], series, coverage: false };
  const share = { index: 1, of: 1 };
  const outcome: Outcome = {
    results: base === undefined ? [] : [drawn(model, name, base)],
    known: { done: {}, switches: 700, tallies: [], coverage: {} },
    asked: question,
    share,
    runs: 500,
    elapsedMs: 1000,
    corpus: undefined,
    lost: [],
    cut: false,
    ended: false,
  };
  const asked: CampaignRequest = {
    ...{ question, subjects, share, shard: { index: 1, of: 1 }, clauses: [clause], workers: 1 },
    ...{ begin: undefined, seconds: undefined, corpus: undefined, file: undefined },
  };
  const settled: Settlement | undefined = verdict && {
    clause: name,
    verdict,
    seconds: 1,
    certificate: [],
  };
  const told = new Map(settled ? [[toldKey(model, clause), settled]] : []);
  const io = {
    ...streams(() => undefined, false),
    ...{ env: {}, columns: 80, progress: false, now: () => 0, interrupted: () => false },
  };
  return withProofs(outcome, asked, told, io).results[0];
}

describe('a clause that is proved', () => {
  it('holds, whether histories were drawn, met it, or were ended', () => {
    for (const base of [undefined, 'holds', 'vacuous', 'not-enough'] as const)
      expect(together(KEPT, base, proved())).toMatchObject({
        verdict: 'holds',
        runs: base === undefined ? 0 : 500,
        proof: { verdict: { paths: 10 } },
      });
  });

  it('and broken by a history is a disagreement, unless the proof takes a store on trust', () => {
    expect(() => together(BROKEN, 'violated', proved())).toThrow(
      /^two readers of the model disagree: host-cr-fields-return is proved, and a history breaks it$/u,
    );
    const trusted = together(BROKEN, 'violated', proved('exit.sprs.dscr'));
    expect(trusted).toMatchObject({ verdict: 'violated', runs: 500 });
    expect(trusted?.proof).toBeUndefined();
  });

  it('of the switch is not decided where another level was to judge it, and was ended', () => {
    const one = together(OF_TWO_LEVELS, 'not-enough', proved());
    expect(one?.verdict).toBe('not-enough');
    expect(together(OF_TWO_LEVELS, 'holds', proved())?.verdict).toBe('holds');
  });
});

describe('a clause that no machine meets', () => {
  it('is vacuous, and one that a history meets is a disagreement', () => {
    expect(together(KEPT, 'vacuous', { verdict: 'vacuous' })?.verdict).toBe('vacuous');
    expect(() => together(KEPT, 'holds', { verdict: 'vacuous' })).toThrow(/is vacuous, and a/u);
  });
});

describe('a clause that is refuted', () => {
  const finding = findingBy('cr-not-kept', clauseNamed(BROKEN), {});
  const history = switchHistory.read(finding?.history);
  const refuted: ProofVerdict = { verdict: 'refuted', history, found: 'violated', where: 'here' };

  it('has the history of the proof where no other was drawn, played once more and minimal', () => {
    const one = together(BROKEN, undefined, refuted);
    expect(one).toMatchObject({ verdict: 'violated', runs: 1, finding: { level: 'switch' } });
    expect(together(BROKEN, 'holds', refuted)?.verdict).toBe('violated');
    expect(() => together(BROKEN, undefined, refuted, 'repaired')).toThrow(/disagree/u);
  });

  it('has the history that was drawn where there is one', () => {
    const one = together(BROKEN, 'violated', refuted);
    expect(one).toMatchObject({ verdict: 'violated', runs: 500 });
    expect(one?.proof).toBeUndefined();
  });
});

describe('a clause that is not settled', () => {
  it('is what histories show, with the reason', () => {
    expect(together(KEPT, 'holds', open)).toMatchObject({ runs: 500, proof: { verdict: open } });
    expect(together(KEPT, 'holds', undefined)).toEqual(drawn('published', KEPT, 'holds'));
  });
});

describe('the table', () => {
  const colors = streams(() => undefined, false).colors;
  const results = (model: string): readonly Result[] =>
    [
      together(BROKEN, undefined, proved('some.site'), model),
      together(KEPT, 'holds', open, model),
      together('some-exit-is-external', undefined, { verdict: 'reached', history: NONE }, model),
    ].filter((one) => one !== undefined);
  const NONE: Extract<ProofVerdict, { verdict: 'reached' }>['history'] = switchHistory.read(
    findingBy('cr-not-kept', clauseNamed(BROKEN), {})?.history,
  );

  it('says of each verdict what it rests on, and what that means', () => {
    const alone = evidenceTable(results('repaired').slice(0, 2), () => null, colors);
    expect(alone).toMatch(/^ {2}host-cr-fields-return +proved {2}10 paths\*$/mu);
    expect(alone).toMatch(/^ {2}host-dscr-returns +sampled {2}met 9 of 500$/mu);
    expect(alone).toMatch(/^sampled {7}in random histories: no proof$/mu);
    expect(alone).toMatch(/^\* {2}if the stores at some\.site hit nothing/mu);
    const two = evidenceTable(
      ['published', 'repaired'].flatMap((model) => results(model).slice(0, 2)),
      (model, name) => (model === 'published' && name === BROKEN ? 'violated' : 'holds'),
      colors,
    );
    expect(two).toMatch(/^ {2}host-cr-fields-return +PROVED 10\* +proved 10\*$/mu);
    expect(two).toMatch(/^ {2}host-dscr-returns +sampled 9 +sampled 9$/mu);
    expect(two).toMatch(/^proved N {6}for every machine and guest, on all N paths$/mu);
    expect(two).not.toMatch(/^exhaustive/mu);
  });
});
