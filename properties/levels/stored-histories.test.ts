// Histories that an earlier build has written, as tokens and in a corpus: each is read, shows what it showed, and is written the same.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { clauseNamed } from '../../spec/contract.ts';
import { readCorpus, updateCorpus } from '../campaign/corpus.ts';
import { decodeToken, encodeToken } from '../counterexample/token.ts';
import { version } from '../input/version.ts';
import { levelNamed, levelOf } from './levels.ts';

/** A token of each level. */
const tokens = [
  'hv1.BcFBCoMwEEDRu_z1jIztyrlKyCqNRCoqSVoL4t373sUXx4ZxMISGk6pue9d3PjpCwil765qqzkteX01r7p-6Iaw47Vx6KggFvzjxEJ6PSbDfaGbEKFQ8xPv-Aw',
  'hv1.TY4xDsIwEAT_MrUdJa07HkBDiyii5IgtkI18DiGK_HdkKsqd3ZXm4I2j74aux6A4HrKrTXdbvFiftFgt445hwrGs0oCI2piKD3H5X2J44niNIWPwuAMNs-BorWLYUp4Vd1SDypSltMDpfGkOn4Fq2HIoReIPNKWc1tg-11utXw',
  'hv1.tY-xbsMwEEP_hfMpUFb9SuDhYl1to6pk3CmJC0P_XtgonKR7N4IEH8gVdwT40_nkQTAERFaXS3Uj5yjRlbsoCP2eVHZWi_Ig7ip9-RJzdRQ33MSqgZAQoLcMwoiwYt5aftnIUZ6655QM4bKiTv2nHb5N1zTlwRA8oY4qHHdp05A5IXxwMiHIUkV3A7lkAYGzPUQRLh3BKn__wpXnnS1-o7-METlgsx7yUTRuTfjljI7-jHs98DaodY3-9UnXutZ-AA',
  'hv1.TY5BbsMgFETvMmuIoFVdiTP0BpEX2HwHJAwIKGlkcfeKOJW6m_8082cONCiIi7wIMBQo-OQMD7HyLRMZMKx_0JWT8burlldLvO1g8FB4Cgt1YKGbC8GF2zjuOlQyQ9kGVfM3MaQMtWlfqDOklkf7z_sm3oQcL8ibJxlrRhnUVc4MNpb6ldbT_bFM66ee5ERmEVouIxc9Fajr3Blioqyri2GAAyZCYc2k62tv26EEw057zI9zVWcvn6FSc3z8M_a5918',
  'hv1.lZBBasMwEEXv8teSsNvdXKV04SqjWESWzIxsSIPvXuQ02aSQdDWf4T3-MBesIHSudx0MFASNXynmo_Uj-5MtOZ1h4EEIUbTaOgoPB8u5sqgdUskMgwSCL9LiCLpA4ze32XYK6g2unoLeDOZBaqyxZAW9G6x-Xhq0GUxlbfzH1QR1N3GPGiuDMJY6p-XoSggp7vXrBOo284fVP1r5H5Is2e2P-OX7JzznKmc3qThmW0J4sabKMM2l3eUkxMPd-ty2Hw',
  'hv1.lY_BCsIwEET_Zc5biVBF9-hviIfYrkkxxpCkVSn9d0kRxYMHbzMss29mxACGWiwXCoQERojXtrrps6QqW6ka7ZxEEJrvW5dTlXU0kkFwYAxN6BMIFjziKKbzvvOmmK5N4L2imrYHQtBGEnhJMDqAT9olIVhxbSlyV5gIMojPJTSivYJhH0FiaQKaOXPc95ejxDkkpXysXw8IcfWR67d04k22b1vG7B5gNdFPjPrGbD6Y-n_MYZqe',
  'hv1.LcrBCoMwEEXRX5G3zojd5m9CMlVpcSRvDBXx30vA3YVzLzRETONrnBBARCxFszTNblWKKWUzl8QPAnLnc9faVlp9JnaUt1VJMh9KR8AXEa6_ngsiEofVB3raCnH_AQ',
];

/** A token as this version writes it; a release changes nothing else of it. */
function ofThisVersion(token: string): string {
  const packed = Buffer.from(token.slice('hv1.'.length), 'base64url');
  const said: object = JSON.parse(inflateRawSync(packed).toString());
  return `hv1.${deflateRawSync(JSON.stringify({ ...said, v: version })).toString('base64url')}`;
}

/** Files of a corpus, of the published path. */
const programs = [
  {
    schema: 'hvspec.corpus/1',
    clause: 'resumed-guest-keeps-its-registers',
    model: 'published',
    start: {},
    flags: '0x0',
    switches: [
      {
        changes: [],
        delays: [],
        guest: [{ does: 'system-reset', on: 78, word: '0x0', text: 'system reset' }],
      },
    ],
  },
  {
    schema: 'hvspec.corpus/1',
    clause: 'mediated-interrupt-goes-to-guest',
    model: 'published',
    start: { 'vcpu.msr': '0x4000', 'vcpu.pending_exceptions': '0x2000' },
    flags: '0x8',
    switches: [],
  },
  {
    schema: 'hvspec.corpus/1',
    clause: 'guest-counters-tell-nothing-of-the-host',
    model: 'published',
    history: { side: 'hosts', words: {}, secrets: { SDAR: '0x1' }, written: '0x0', rounds: [] },
  },
  {
    schema: 'hvspec.corpus/1',
    clause: 'run-says-why-it-returns',
    model: 'published',
    history: {
      pc: '0x0',
      dec: '0x0',
      calls: [
        {
          ticks: '0x0',
          siblings: 0,
          thread: 0,
          signal: false,
          external: 'none',
          answer: [],
          stays: [
            {
              trap: '0xc00',
              pc: '0x0',
              ee: false,
              pr: false,
              words: [],
              ticks: '0x0',
              dec: '0x0',
              signal: false,
            },
          ],
        },
      ],
    },
  },
  {
    schema: 'hvspec.corpus/1',
    clause: 'ram-ends-with-the-last-page',
    model: 'published',
    history: {
      beginning: {
        wanted: { hv: true, pr: false },
        pvr: '0x3f0201',
        held: '0x0',
        free: [1],
        hostLpcr: '0xd9d3a0d124d5017d',
        holes: [],
      },
      operations: [
        { do: 'create-vm', vm: 0, memory: true },
        { do: 'set-region', vm: 0, slot: '0x0', at: '0x1000000', size: '0x0', from: '0x0' },
      ],
    },
  },
  {
    schema: 'hvspec.corpus/1',
    clause: 'hypervisor-vectors-ask-for-a-guest',
    model: 'published',
    history: 'as it stands',
  },
];

const without = new Set<string>();

describe.each(tokens.map((token) => decodeToken(ofThisVersion(token))))(
  'the token of $subject at the level $level',
  (kept) => {
    it('is read, and breaks its clause', () => {
      const clause = clauseNamed(kept.clause);
      const evaluator = clause && levelNamed(kept.level).open(kept.subject, [clause], { without });
      expect(clause && evaluator?.judge(clause, kept.history).verdict).toBe('violated');
    });

    it('is written the same again', () => {
      expect(decodeToken(encodeToken(kept))).toEqual(kept);
    });
  },
);

describe.each(programs)('the program of $clause in a corpus', (program) => {
  const folder = mkdtempSync(join(tmpdir(), 'hvspec-corpus-'));
  const file = join(folder, `${program.model}.${program.clause}.json`);
  writeFileSync(file, `${JSON.stringify(program, null, 2)}\n`);
  const [kept] = readCorpus(folder);
  updateCorpus(folder, kept === undefined ? [] : [kept], []);
  const text = readFileSync(file, 'utf8');
  rmSync(folder, { recursive: true });

  it('is read, and breaks its clause', () => {
    const clause = clauseNamed(program.clause);
    const evaluator = clause && levelOf(clause).open('published', [clause], { without });
    const history = kept?.history ?? null;
    expect(clause && evaluator?.judge(clause, history).verdict).toBe('violated');
  });

  it('is written the same again', () => {
    expect(text).toBe(`${JSON.stringify(program, null, 2)}\n`);
  });
});
