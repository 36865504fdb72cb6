// Bad input to the kernel verb: one line that says what is wrong, where, and the remedy, and exit code 2.

import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OWN_FILE, OWN_TREE } from '../properties/subjects/fixtures.ts';
import { hvspec } from './testing/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'hvspec-kernel-input-'));

/** A file with this text. */
function source(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

describe('bad input', () => {
  it.each([
    ['kernel nowhere.S', /'nowhere\.S' cannot be read: give a kernel tree, or \.S files/u],
    ['kernel asm', /'asm' is no kernel tree with this switch: it has no arch/u],
    [`kernel ${OWN_FILE} asm`, /'asm' is a folder: give one kernel tree alone, or files/u],
    [`kernel ${OWN_FILE} --define 9`, /--define is '9', and must be NAME or NAME=VALUE/u],
    [`kernel ${OWN_FILE} --entry nobody`, /no label is called nobody: name the routine/u],
    [`kernel ${OWN_FILE} --clause nothing`, /no clause is called 'nothing'/u],
    [
      `kernel ${source('word.S', 'foo r1, r2\n')}`,
      /word\.S:1: foo is not an instruction that is known here/u,
    ],
    [
      `kernel ${source('spr.S', '__kvmppc_vcore_entry: mfspr r3, 1008\n')}`,
      /spr\.S:1: SPR 1008 is HID0, of POWER7, and no part of what is specified here/u,
    ],
    [
      `kernel ${source('name.S', '__kvmppc_vcore_entry: ld r3, VCPU_NOTHING(r4)\n')}`,
      /name\.S:1: VCPU_NOTHING has no value here/u,
    ],
    [
      `kernel ${source('wide.S', '__kvmppc_vcore_entry: addi r3, r3, 70000\n')}`,
      /operand 3 of addi is 70000 and must be -32768 to 32767/u,
    ],
    [
      `kernel ${source('odd.S', '__kvmppc_vcore_entry: ld r3, 2(r4)\n')}`,
      /operand 2 of ld is 2 and must be a multiple of 4/u,
    ],
    [
      `kernel ${source('nothing.S', '\t.text\nelsewhere:\n\tli r3, 0\n\tblr\n')}`,
      /nothing of the switch is in \S+nothing\.S \(looked for __kvmppc_vcore_entry, .*and the vectors\): give/u,
    ],
    [`kernel ${source('empty.S', '')}`, /nothing of the switch is in \S+empty\.S/u],
    [
      `kernel ${source('comment.S', '/* __kvmppc_vcore_entry: */\n#ifdef NEVER\nkvmppc_interrupt: blr\n#endif\n\tnop\n')}`,
      /nothing of the switch is in \S+comment\.S/u,
    ],
    [
      `kernel ${source('label.S', '\tnop\n__kvmppc_vcore_entry:\n')}`,
      /label\.S:2: __kvmppc_vcore_entry is a label here, and no instruction follows it/u,
    ],
    [
      `kernel ${source('table.S', 'kvmppc_interrupt:\n\t.long 1, 2\n')}`,
      /table\.S:2: kvmppc_interrupt is a label here, and no instruction follows it/u,
    ],
    [
      `kernel ${source('x86.S', 'enter:\n\tpushq %rbp\n\tmovq %rsp, %rbp\n\tcall f\n\tleaq 8(%rax), %rbx\n\tret\n')}`,
      /x86\.S is assembly of x86, not of 64-bit PowerPC: give/u,
    ],
    [
      `kernel ${source('arm.S', 'enter:\n\tstp x29, x30, [sp, #-16]!\n\tmrs x0, esr_el2\n\tadr x1, f\n\teret\n')}`,
      /arm\.S is assembly of 64-bit ARM, not/u,
    ],
    [
      `kernel ${source('book3s_32.S', 'kvmppc_handler:\n\tstwu r1, -16(r1)\n\tlmw r14, 0(r1)\n\tmtsrin r3, r4\n\trfi\n')}`,
      /book3s_32\.S is assembly of 32-bit PowerPC, not/u,
    ],
    [
      `kernel ${source('undefined.S', 'half:\n\tlis r3, NOT_DEFINED(0)@h\n')}`,
      /undefined\.S:2: NOT_DEFINED is not defined, and is used as a macro/u,
    ],
    [
      `kernel ${source('word32.S', '__kvmppc_vcore_entry:\n\tnop\n\t.long 0xdeadbeef\n')}`,
      /word32\.S:3: 0xdeadbeef encodes no instruction that is known here, and it is come to as code/u,
    ],
  ])('%s is one line and exit code 2', async (line, complaint) => {
    const { code, out, err } = await hvspec(line);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(complaint);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });

  it('is a tree in which one file has nothing of the switch', async () => {
    const tree = join(folder, 'hollow');
    cpSync(OWN_TREE, tree, { recursive: true });
    writeFileSync(join(tree, 'arch/powerpc/kvm/book3s_hv_interrupts.S'), '\t.text\n\tnop\n');
    const { code, err } = await hvspec(`kernel ${tree}`);
    expect(code).toBe(2);
    expect(err).toMatch(
      /nothing of the switch is in arch\/powerpc\/kvm\/book3s_hv_interrupts\.S \(/u,
    );
  });

  it('lists every error at once', async () => {
    const file = source('errors.S', '__kvmppc_vcore_entry:\n\tfoo r1\n\tnop\n\tbar r2\n');
    expect((await hvspec(`kernel ${file}`)).err).toMatch(/errors\.S:2: foo.*\n.*errors\.S:4: bar/u);
  });
});
