// The kernel verb on source as later kernels have it: registers with a percent sign, fields that the model has not, a table of processors,
// functions called by their descriptors, and the exit under another name.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { defectNames } from '../model/paths/repairs.ts';
import { OWN_TREE, repairName } from '../properties/subjects/fixtures.ts';
import { triesAll } from '../properties/testing/rows.ts';
import { hvspec } from './testing/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'hvspec-later-'));
afterAll(() => rmSync(folder, { recursive: true }));

const repaired = defectNames.map((name) => `--define ${repairName(name)}`).join(' ');
const VIRTUAL = 'arch/powerpc/kvm/book3s_hv_interrupts.S';
const REAL = 'arch/powerpc/kvm/book3s_hv_rmhandlers.S';
const VECTORS = 'arch/powerpc/kernel/exceptions-64s.S';
const CPUTABLE = 'arch/powerpc/include/asm/cputable.h';
const NAMES = 'arch/powerpc/kernel/asm-offsets.c';

type Change = readonly [file: string, from: string | RegExp, to: string];

/** The own tree, changed in places. */
function tree(name: string, changes: readonly Change[]): string {
  const root = join(folder, name);
  cpSync(OWN_TREE, root, { recursive: true });
  writeFileSync(
    join(root, NAMES),
    'DEFINE(VCPU_MARK, offsetof(struct kvm_vcpu, arch.mark));\nHSTATE_FIELD(HSTATE_MARK, mark);\n',
  );
  for (const [file, from, to] of changes) {
    const text = readFileSync(join(root, file), 'utf8');
    const changed = text.replaceAll(from instanceof RegExp ? from : new RegExp(from, 'gu'), to);
    if (changed === text) throw new Error(`${file} has no ${String(from)}`);
    writeFileSync(join(root, file), changed);
  }
  return root;
}

const SETS = `#define CPU_FTR_BRAND	0x0200
#ifndef __ASSEMBLY__
#define CPU_FTRS_POWER7 (CPU_FTR_CTRL | CPU_FTR_DSCR | CPU_FTR_HVMODE | CPU_FTR_ARCH_206 | CPU_FTR_BRAND)
#endif

#endif`;

/** All that a later kernel writes in another way, and means the same. */
const later: readonly Change[] = [
  [VIRTUAL, 'bl	\\.kvmppc_hv_entry_trampoline', 'bl	kvmppc_hv_entry_trampoline'],
  [VIRTUAL, '	mflr	r10\n', '	mflr	%r10\n'],
  [VIRTUAL, '	std	r10, PPC_LR_STKOFF\\(r1\\)\n', '	std	R10, PPC_LR_STKOFF(%sp)\n'],
  [
    VECTORS,
    '#include <asm/reg.h>',
    '#include <asm/reg.h>\n#define kvmppc_interrupt kvmppc_interrupt_hv',
  ],
  [
    REAL,
    '#include <asm/reg.h>',
    '#include <asm/reg.h>\n#define kvmppc_interrupt kvmppc_interrupt_hv',
  ],
  [
    VIRTUAL,
    '	SAVE_NVGPRS\\(r1\\)\n',
    '	SAVE_NVGPRS(r1)\n	std	r3, VCPU_MARK(r4)\n	ld	r3, HSTATE_MARK(r13)\n',
  ],
  [CPUTABLE, '#endif\\s*$', SETS],
];

const FEATURE = 'BEGIN_FTR_SECTION\n	li	r3, 0\nEND_FTR_SECTION_IFSET(CPU_FTR_BRAND)\n';

describe('a later kernel', () => {
  it.runIf(triesAll)(
    'is the same switch, and the report says what is taken as it is in the tree',
    async () => {
      const { code, out } = await hvspec(
        `kernel ${tree('later', later)} ${repaired} --runs 400 --seed 3 --cards`,
      );
      expect(out).toContain('no clause is violated');
      expect(code).toBe(0);
      const flat = out.replaceAll(/\s+/gu, ' ');
      expect(flat).toContain('features that Linux 3.1 gives POWER7 otherwise: CPU_FTR_BRAND');
      expect(flat).toMatch(/fields that are not described here, and may hold anything: \w+, \w+/u);
      expect(flat).toContain('as built with: 64BIT, ALTIVEC,');
    },
  );

  it('is read as its table of processors says, or as is said instead', async () => {
    const unknown: Change = [VIRTUAL, '	SAVE_NVGPRS\\(r1\\)\n', `	SAVE_NVGPRS(r1)\n${FEATURE}`];
    const root = tree('feature', [unknown]);
    const line = `kernel ${root} --clause host-dscr-returns --runs 20 --seed 1`;
    const { code, err } = await hvspec(line);
    expect(code).toBe(2);
    expect(err).toMatch(
      /whether POWER7 has CPU_FTR_BRAND is not known: say --define CPU_FTR_BRAND, or --define CPU_FTR_BRAND=n/u,
    );
    expect((await hvspec(`${line} --define CPU_FTR_BRAND=n`)).code).toBe(0);
  });

  it('shows a field that the model has not by the name that the tree has for it', async () => {
    const astray: Change = [VIRTUAL, 'std	r3, VCPU_MARK\\(r4\\)', 'ld	r14, VCPU_MARK(r4)'];
    const root = tree('named', [
      ...later,
      astray,
      [
        VIRTUAL,
        '	SAVE_NVGPRS\\(r1\\)\n	ld	r14',
        '	ld	r14, VCPU_MARK(r4)\n	SAVE_NVGPRS(r1)\n	ld	r14',
      ],
    ]);
    const line = `kernel ${root} ${repaired} --clause host-nonvolatile-gprs-return --runs 50 --seed 1`;
    const { code, out } = await hvspec(line);
    expect(code).toBe(1);
    expect(out).toContain('VCPU_MARK');
    expect(out).not.toContain('spare.field');
    const report = JSON.parse((await hvspec(`${line} --json -`)).out);
    expect(report.source.fields.VCPU_MARK).toMatch(/^spare\.field\[\d\]$/u);
  });

  it('may have its exit named', async () => {
    const changes = later.map((one) =>
      one[2].endsWith('kvmppc_interrupt_hv')
        ? ([one[0], one[1], one[2].replace(/kvmppc_interrupt_hv$/u, 'way_out')] as const)
        : one,
    );
    const root = tree('exit', changes);
    const line = `kernel ${root} ${repaired} --clause hypervisor-vectors-ask-for-a-guest --runs 50 --seed 1`;
    expect((await hvspec(`${line} --exit way_out`)).code).toBe(0);
    const { code, err } = await hvspec(`${line} --exit nowhere`);
    expect(code).toBe(2);
    expect(err).toMatch(/no label is called nowhere: name the routine/u);
  });

  it('may have code that is not known where nothing comes to it, and the report says so', async () => {
    const beyond: Change = [
      VIRTUAL,
      /$(?![\s\S])/gu,
      '\nnever:\n	fnmsubs	f1, f2, f3, f4\n	blr\n',
    ];
    const { code, out } = await hvspec(
      `kernel ${tree('beyond', [beyond])} --clause host-dscr-returns --runs 20 --seed 1`,
    );
    expect(code).toBe(0);
    expect(out).toContain('not known here, and not reached: fnmsubs');
  });
});
