// Where the fields of a tree lie: those that the model has under another name, those that only the tree has, and stacks.
import { describe, expect, it } from 'vitest';
import { ownLayout, WINDOW } from '../../model/layout.ts';
import { CONTROLLER, HOST_IPI } from '../../spec/vocabulary/controller.ts';
import { readAssembly } from '../read.ts';
import { geometryOf, type StructureSources } from './geometry.ts';
import { lower } from './lower.ts';

const CALLED = { entry: 'begin', as: 'begin' };

/** Names as asm-offsets.c has them; ours are made up. */
const NAMES = `
  DEFINE(VCPU_NEW, offsetof(struct kvm_vcpu, arch.brand_new));
  DEFINE(VCPU_NEVER, offsetof(struct kvm_vcpu, arch.never));
  DEFINE(VCPU_TOP, offsetof(struct kvm_vcpu,
			    arch.brand_new));
  DEFINE(VCORE_KVM, offsetof(struct kvmppc_vcore, kvm));
  DEFINE(VCORE_PCR, offsetof(struct kvmppc_vcore, pcr));
  DEFINE(PACA_IN_HSTATE, offsetof(struct paca_struct, kvm_hstate.host_purr));
  DEFINE(VCPU_SHREG, offsetof(struct kvm_vcpu, arch.shregs.srr1));
  DEFINE(TASK_FLAGS, offsetof(struct task_struct, flags));
  DEFINE(_SEVENTH, STACK_FRAME_OVERHEAD+offsetof(struct pt_regs, seventh));
  HSTATE_FIELD(HSTATE_SECOND, host_mmcr[1]);
  HSTATE_FIELD(HSTATE_NEW, new);
  HSTATE_FIELD(HSTATE_HOST_IPI, host_ipi);
  OFFSET(KVM_ENABLED_HCALLS, kvm, arch.enabled_hcalls);
  OFFSET(LPPACA_OTHER, lppaca, other);
`;

function geometry(text: string, sources: Partial<StructureSources> = {}) {
  const reading = readAssembly([{ path: 'kvm/x.S', text: `begin: ${text}; b .` }]);
  if (!reading.ok) throw new Error(reading.errors.map(({ message }) => message).join('\n'));
  const { listing } = reading;
  return {
    listing,
    ...geometryOf(listing, CALLED, [], { names: NAMES, built: undefined, ...sources }),
  };
}

/** The structure that owns what a name of a tree leads to. */
function homeOf(text: string, name: string): string | undefined {
  const { layout, more } = geometry(text);
  return layout.owners.find((piece) => piece?.place === more.get(name))?.structure;
}

describe('a name that only a tree has', () => {
  it.each([
    ['ld r3, VCPU_NEW(r4)', 'VCPU_NEW', 'vcpu'],
    ['ld r3, VCORE_KVM(r5)', 'VCORE_KVM', 'vcore'],
    ['ld r3, HSTATE_NEW(r13)', 'HSTATE_NEW', 'hstate'],
    ['ld r3, _SEVENTH(r1)', '_SEVENTH', 'frame'],
    ['ld r3, LPPACA_OTHER(r1)', 'LPPACA_OTHER', 'lppaca'],
  ])('%s has a field of its structure', (text, name, home) => {
    expect(homeOf(text, name)).toBe(home);
  });

  it('has none where nothing comes to it, and none where it is of another structure', () => {
    const { more } = geometry('ld r3, VCPU_NEW(r4); ld r3, TASK_FLAGS(r4)');
    expect([...more.keys()]).toEqual(['VCPU_NEW']);
  });

  it.each([
    ['PACA_IN_HSTATE', 'hstate.host_purr'],
    ['HSTATE_SECOND', 'hstate.host_mmcr[1]'],
    ['VCPU_SHREG', 'vcpu.srr1'],
  ])('%s is the field with its C name, where the model has that', (name, field) => {
    expect(geometry(`ld r3, ${name}(r13)`).more.get(name)).toBe(field);
  });

  it('shares a field with another name of it, and may have several doublewords', () => {
    const { more, layout } = geometry(
      'ld r3, VCPU_NEW(r4); ld r3, VCPU_TOP(r4); ld r3, KVM_ENABLED_HCALLS(r9); ld r3, HSTATE_NEW(r13)',
    );
    expect(more.get('VCPU_TOP')).toBe(more.get('VCPU_NEW'));
    const inKvm = new Set(layout.owners.filter((piece) => piece?.structure === 'kvm'));
    const before = new Set(ownLayout.owners.filter((piece) => piece?.structure === 'kvm'));
    expect(inKvm.size - before.size).toBe(4);
  });

  it('makes no layout of its own where there is none', () => {
    expect(geometry('ld r3, VCPU_CR(r4)').layout).toBe(ownLayout);
    expect(geometry('ld r3, HSTATE_SECOND(r13)').layout).toBe(ownLayout);
    const { layout } = geometry('ld r3, VCPU_NEW(r4)', { names: undefined });
    expect(layout).toBe(ownLayout);
  });

  it('lies where a build has put it', () => {
    const built = '#define VCPU_NEW 4000 /* x */\n#define VCPU_CR 16\n#define VCPU_PC 24\n';
    const { layout, more } = geometry('ld r3, VCPU_NEW(r4)', { built });
    const field = more.get('VCPU_NEW');
    expect(field === undefined ? undefined : layout.distanceTo(field)).toBe(4000n);
  });

  it('is counted where there are too many', () => {
    const names = Array.from({ length: 90 }, (_, i) => `VCPU_X${i}`);
    const sources = {
      names: names.map((one, i) => `DEFINE(${one}, offsetof(struct kvm_vcpu, x${i}));`).join('\n'),
    };
    const { without, more } = geometry(names.map((one) => `ld r3, ${one}(r4)`).join('; '), sources);
    expect(more.size).toBeGreaterThan(50);
    expect(without).toHaveLength(90 - more.size);
  });
});

describe('a layout with such fields', () => {
  const { layout, more } = geometry('ld r3, VCORE_KVM(r5); ld r3, VCORE_PCR(r5)');

  it('says what they hold, where that is known', () => {
    const kvm = more.get('VCORE_KVM');
    expect(kvm && layout.holds.get(kvm)).toEqual({ addressOf: 'kvm' });
    expect(layout.holds.get('PCR')).toEqual({ word: 0n });
  });

  it('has the interrupt controller, and the note of the host beside it, in the same fields of every tree', () => {
    for (const text of [
      'ld r3, VCPU_NEW(r4)',
      'ld r3, VCPU_NEW(r4); ld r3, HSTATE_HOST_IPI(r13)',
    ]) {
      const { layout, more } = geometry(text);
      const at = layout.holds.get('hstate.xics_phys');
      const plus = at !== undefined && 'plus' in at ? (at.plus ?? 0n) : 0n;
      const offset = Number(layout.addressOf('spare') + plus - WINDOW);
      expect(layout.owners[offset]?.place).toBe(CONTROLLER);
      if (more.has('HSTATE_HOST_IPI')) expect(more.get('HSTATE_HOST_IPI')).toBe(HOST_IPI);
    }
  });

  it('has stack below the frame of the entry', () => {
    const frame = Number(layout.addressOf('frame') & 0xfffffn);
    const base = Number(layout.addressOf('vcpu') & 0xfffffn);
    const first = layout.owners.findIndex((piece) => piece?.place === 'vcpu.gpr[0]');
    const at = (offset: number) => layout.owners[frame - base + first + offset]?.place;
    for (const offset of [-224, -112, -96, -8]) expect(at(offset)).toMatch(/^spare\.field/u);
    expect(at(-232)).toBeUndefined();
  });
});

it('is lowered with: HEIR has a field of its own, and the last instruction another', () => {
  const heir =
    'DEFINE(VCPU_HEIR, offsetof(struct kvm_vcpu, arch.emul_inst));\n' +
    'DEFINE(VCPU_LAST_INST, offsetof(struct kvm_vcpu, arch.last_inst));';
  const { listing, layout, more } = geometry('stw r3, VCPU_HEIR(r9); stw r3, VCPU_LAST_INST(r9)', {
    names: heir,
  });
  expect(more.get('VCPU_HEIR')).toBe('vcpu.last_inst');
  expect(more.get('VCPU_LAST_INST')).toMatch(/^spare\./u);
  expect(lower(listing, CALLED, [], { layout, more }).ok).toBe(true);
});

it('takes no longer for names that never end', () => {
  const names = 'DEFINE(A, offsetof(struct kvm_vcpu, '.repeat(100_000);
  expect(geometry('ld r3, VCPU_CR(r4)', { names }).layout).toBe(ownLayout);
});
