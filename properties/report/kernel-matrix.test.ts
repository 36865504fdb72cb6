// The page of kernels: what it says of a defect that a kernel has, has not, or of which nothing is known.
import { describe, expect, it } from 'vitest';
import { type KernelReport, kernelsPage } from './kernel-matrix.ts';

const report = (more: Partial<KernelReport>): KernelReport => ({
  seed: '0x1',
  runsPerClause: 10,
  results: [],
  findings: [],
  source: { editions: [] },
  ...more,
});

const cr = (verdict: string): KernelReport['results'] => [
  { clause: 'host-cr-fields-return', verdict },
];

const page = kernelsPage([
  {
    kernel: '1.0',
    report: report({
      results: cr('violated'),
      findings: [
        { cause: 'cr-not-kept', site: 'a.S:7', clauses: ['host-cr-fields-return'], lost: '' },
        { cause: null, site: 'b.S:8', clauses: ['host-dscr-returns'], lost: '' },
      ],
    }),
  },
  {
    kernel: '1.1',
    report: report({
      results: cr('holds'),
      source: { editions: [{ edition: 'a-mode-for-hv-guests', site: 'c.S:9' }] },
    }),
  },
  { kernel: '1.2', report: report({ results: cr('vacuous') }) },
]);

describe('the page of kernels', () => {
  it('says where a defect shows, that it is mended, or that it was not judged', () => {
    expect(page).toContain('| `cr-not-kept` | a.S:7 | mended | not judged |');
  });

  it('lists what no defect explains, and says if nobody has read it', () => {
    expect(page).toContain('- b.S:8: `host-dscr-returns`. Not read.');
    expect(page).toContain('### 1.1\n\nNothing.');
  });

  it('has editions with the line at which they were found, and what was not met', () => {
    expect(page).toContain('| `a-mode-for-hv-guests` |  | c.S:9 |  |');
    expect(page).toContain('- 1.2: `host-cr-fields-return`.');
  });
});
