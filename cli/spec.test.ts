// hvspec spec: which part is asked for, in which form, and that no form leaves anything out.
import { describe, expect, it } from 'vitest';
import { placesOfClause } from '../properties/report/clause-places.ts';
import { documentOf } from '../properties/report/spec-document.ts';
import { specForms } from '../properties/report/spec-forms.ts';
import { chapters, contract } from '../spec/contract.ts';
import { selectionOf } from './spec-selection.ts';
import { hvspec } from './testing/run-cli.ts';

const namesFor = (...words: readonly string[]): readonly string[] =>
  selectionOf(words).clauses.map(({ name }) => name);

describe('what is asked for', () => {
  it('is a clause, or several by a star', () => {
    expect(namesFor('hdec-equals-dec')).toEqual(['hdec-equals-dec']);
    expect(namesFor('host-*-returns')).toEqual(
      contract.map(({ name }) => name).filter((name) => /^host-.*-returns$/u.test(name)),
    );
    expect(namesFor('*')).toHaveLength(contract.length);
  });

  it.each(chapters.map(({ title, clauses }) => ({ title, clauses })))(
    'is the chapter $title',
    ({ title, clauses }) => {
      const names = clauses.map(({ name }) => name);
      expect(namesFor(title)).toEqual(names);
      expect(namesFor(title.toLowerCase().replaceAll(' ', '-'))).toEqual(names);
    },
  );

  it('is a register, by its row or by a member of it: what reads it or follows its writes', () => {
    expect(namesFor('dscr')).toContain('host-dscr-returns');
    expect(namesFor('DSCR')).toContain('guest-dscr-survives');
    expect(namesFor('PMC3')).toEqual(namesFor('PMC'));
    for (const clause of selectionOf(['DABRX']).clauses)
      expect([...placesOfClause(clause)]).toContain('DABRX');
    expect(selectionOf(['DSCR']).registers).toEqual(['DSCR']);
  });

  it('is a routine, a field or a file that clauses cite, or a line of the seed', () => {
    expect(namesFor('HSTATE_DSCR')).toContain('host-dscr-returns');
    expect(namesFor('book3s_hv_interrupts.S:53')).toContain('host-dscr-returns');
    expect(namesFor('book3s_hv_interrupts.S:65')).not.toContain('host-dscr-returns');
    expect(namesFor('book3s_hv_interrupts.S').length).toBeGreaterThan(20);
  });

  it('may be several, in reading order and once each', () => {
    expect(namesFor('hdec-equals-dec', 'host-state', 'host-dscr-returns')).toEqual([
      ...namesFor('host-state'),
      'hdec-equals-dec',
    ]);
  });

  it.each([
    [['x*'], "no clause is called 'x*'"],
    [['book3s_hv_interrupts.S:1'], "is called 'book3s_hv_interrupts.S:1'"],
    [['hdec-equal-dec'], "the nearest is 'hdec-equals-dec'"],
    [['qqqqqqqq'], 'see hvspec --help'],
    [['--format', 'pdf'], "no format is called 'pdf'"],
    [['--format', 'html', '--json', '-'], '--format would be ignored'],
    [['--contents', '--format', 'html'], '--format would be ignored'],
  ])('%j is refused in one line', async (words, says) => {
    const { code, err } = await hvspec(['spec', ...words].join(' '));
    expect(code).toBe(2);
    expect(err).toContain(says);
    expect(err.trim().split('\n')).toHaveLength(1);
  });
});

describe('a form', () => {
  it.each(specForms)('%s has every clause with its whole claim', async (form) => {
    const { code, out } = await hvspec(`spec --format ${form}`);
    expect(code).toBe(0);
    const plain = flat(form === 'html' ? unescaped(out) : out.replaceAll('\\', ''));
    for (const { entries } of documentOf(selectionOf([])))
      for (const { name, says, formula, cite } of entries)
        for (const said of [name, says, ...cite, ...formula]) expect(plain).toContain(flat(said));
  });

  it('html asks for nothing elsewhere, and each of its links leads somewhere in it', async () => {
    const { out } = await hvspec('spec --format html');
    expect(out).toContain("default-src 'none'");
    expect(out).not.toMatch(/https?:|src=/u);
    const ids = new Set([...out.matchAll(/ id="(?<id>[^"]+)"/gu)].map(({ groups }) => groups?.id));
    for (const { groups } of out.matchAll(/href="#(?<to>[^"]+)"/gu))
      expect(ids).toContain(groups?.to);
  });

  it('--contents has the names only', async () => {
    const { out } = await hvspec('spec --contents timers');
    expect(out.split('\n')).toEqual([
      expect.stringMatching(/^Timers \(\d+\)$/u),
      ...namesFor('timers').map((name) => `  ${name}`),
      '',
    ]);
  });
});

/** Words only: lines are broken otherwise in each form. */
const flat = (text: string): string => text.replaceAll(/\s+/gu, '');

const unescaped = (html: string): string =>
  html.replaceAll(/&#(?<code>\d+);/gu, (_, code) => String.fromCharCode(Number(code)));
