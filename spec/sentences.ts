// The seed's commit message, sentence by sentence, in the project's own words: what a citation of it may name.
//
// `line` is where the sentence begins, counted from the title of the message (1 to 60). A sentence that states behaviour
// must be covered by clauses. A sentence that gives a reason or is about the build says why it is not covered, and so does a part
// of a sentence that states no behaviour of a kernel.

interface Sentence {
  readonly line: number;
  readonly says: string;
  /** Why no clause can cover it; absent if it states behaviour. */
  readonly silent?: string;
  /** The part of it that no clause covers, and why; absent if clauses cover all of it. */
  readonly apart?: string;
}

/** Every sentence, in order. */
export const sentences = {
  'hypervisor-mode': {
    line: 3,
    says: 'KVM runs guests on POWER7 in hypervisor mode.',
    silent: 'names the subject, which the whole contract is about',
  },
  'supervisor-mode': { line: 4, says: "A guest uses the processor's supervisor mode." },
  'privileged-without-trap': {
    line: 5,
    says: 'A guest executes privileged instructions and accesses privileged registers without a trap to the host.',
  },
  'no-other-architecture': {
    line: 7,
    says: 'A guest cannot have a processor other than the one that it runs on.',
  },
  'papr-guest': { line: 11, says: 'A guest is paravirtualised: it uses the PAPR interface.' },
  'existing-systems-run': {
    line: 13,
    says: 'Operating systems for pSeries run without change.',
    silent: 'a hope that follows from PAPR; it is about guests, not about KVM',
  },
  'hypercalls-exit': {
    line: 15,
    says: 'Hypercalls reach user space by the exit KVM_EXIT_PAPR_HCALL.',
  },
  'one-kind-per-kernel': {
    line: 19,
    says: 'A kernel is configured for hypervisor mode or for guests in user mode, never for both.',
  },
  'no-mmio': { line: 24, says: 'MMIO is not emulated.' },
  'no-mmio-is-no-loss': {
    line: 25,
    says: 'Paravirtualised guests do well without MMIO.',
    silent: 'a reason',
  },
  'most-interrupts-are-the-guests': {
    line: 28,
    says: 'Most interrupts go straight to the guest.',
  },
  'never-from-a-guest': {
    line: 29,
    says: 'Storage, segment, alignment, decrementer, program and trace interrupts never come to the hypervisor from a guest.',
  },
  'untested-vectors': {
    line: 32,
    says: 'The vectors of interrupts that never come from a guest make no test for one (KVMTEST_NONHV).',
  },
  'hypervisor-interrupts': {
    line: 36,
    says: 'Hypervisor decrementer, data storage, instruction storage and emulation assistance interrupts come, and are handled.',
  },
  'real-mode-reaches-memory': {
    line: 40,
    says: 'With translation off, hypervisor code reaches all of memory.',
    apart:
      'that no limit applies in hypervisor state is the architecture, which no kernel can break',
  },
  'state-is-in-the-vcpu': {
    line: 41,
    says: 'All state of a guest is in the vcpu; the shadow vcpu in the PACA is scratch.',
  },
  'vcpu-is-contiguous': {
    line: 43,
    says: 'The vcpu is allocated physically contiguous; the structure of guests in user mode is not allocated.',
  },
  'no-shared-page': {
    line: 45,
    says: 'No page is shared with the guest; the registers that one would hold are a part of the vcpu.',
  },
  'one-partition': { line: 49, says: 'All threads of a core are in the same partition.' },
  'partition-zero': {
    line: 50,
    says: 'Kernel code with translation on counts as partition 0, so every entry and every exit switches the partition.',
  },
  'single-thread': { line: 52, says: 'Host and guest run in single-thread mode.' },
  'hpt-maps-vrma': {
    line: 55,
    says: 'A hashed page table is allocated for the guest, and maps its virtual real mode area.',
  },
  'huge-pages': { line: 56, says: 'Memory of a guest is in huge pages of 16 MB.' },
  'nothing-is-paged': {
    line: 58,
    says: 'Pages of a guest stay where they are: the host does not track them.',
  },
  exports: {
    line: 62,
    says: 'A few more symbols are exported.',
    silent: 'about the build',
  },
} as const satisfies Readonly<Record<string, Sentence>>;

export type SentenceName = keyof typeof sentences;

/** The sentence, where it begins and whether it states behaviour. */
export const sentenceOf = (name: SentenceName): Sentence => sentences[name];
