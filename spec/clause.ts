// A clause is data: a name, a sentence, citations, a stretch of the run, and a claim over places.
//
// A term is a word computed from places; a claim says something of terms, of all states, or of writes. Nothing
// here is a function of the machine, so the same clause can be judged, compiled, proved, printed and tabulated.
import type { Citation } from './cite.ts';
import type { Place, SpanKind } from './vocabulary/machine.ts';
import type { Structure } from './vocabulary/structures.ts';
import type { Word, Words } from './vocabulary/words.ts';

/** A word. `was` is the state in which the span began, `now` the one judged, `prior` the one before a write. */
export type Term =
  | { readonly term: 'was' | 'now' | 'prior'; readonly place: Place }
  | { readonly term: 'literal'; readonly word: Word }
  | { readonly term: 'address'; readonly structure: Structure }
  | { readonly term: 'apply'; readonly op: Operation; readonly to: readonly Term[] }
  | { readonly term: 'bits'; readonly op: BitOperation; readonly of: Term; readonly by: number };

/** The operations of `Words` that take a constant number of bits, and those that take words only. */
type BitOperation = {
  [O in keyof Words<symbol>]: Parameters<Words<symbol>[O]> extends [symbol, number] ? O : never;
}[keyof Words<symbol>];
export type Operation = Exclude<keyof Words<symbol>, BitOperation | 'literal'>;

/** Claims about one state: each holds where a term is not 0 (judging/condition.ts). */
export type StateClaim =
  /** The terms agree in the bits of the mask (all by default); `within` allows so large a difference either way. */
  | {
      readonly claim: 'equal';
      readonly left: Term;
      readonly right: Term;
      readonly mask?: Word;
      readonly within?: Term;
    }
  /** The term is not 0; the place is the one that a report is to name. */
  | { readonly claim: 'holds'; readonly term: Term; readonly place: Place }
  | { readonly claim: 'one-of'; readonly term: Term; readonly words: readonly Word[] };

/** Claims about the steps of a span: each is followed through it by a monitor (judging/monitor.ts). */
export type TraceClaim =
  /** The claim holds in every state of the span; of those only where `while` is not 0 and, with `since`, after its first write. */
  | {
      readonly claim: 'throughout';
      readonly while?: Term;
      readonly since?: Place;
      readonly then: Claim;
    }
  /** The claim holds right after each write of one of the places by hypervisor code. */
  | { readonly claim: 'when-written'; readonly places: readonly Place[]; readonly then: Claim }
  /** Hypervisor code writes `then` in the span only after it has written `first`. */
  | { readonly claim: 'precedes'; readonly first: Place; readonly then: Place }
  /** Of memory, hypervisor code stores to these fields only. */
  | { readonly claim: 'only-writes'; readonly places: readonly Place[] }
  | { readonly claim: 'never-writes'; readonly places: readonly Place[] };

/** What a clause demands. A claim that is part of another stands there as `then`, or in `claims`. */
export type Claim =
  | StateClaim
  | TraceClaim
  | { readonly claim: 'each'; readonly claims: readonly Claim[] }
  /** The claim counts only where the term is not 0. */
  | { readonly claim: 'given'; readonly when: Term; readonly then: Claim }
  /**
   * Of two runs at one moment, `was` being the first and `now` the second: the places hold the same in both, in the bits of the
   * mask. With `unnamed`, so does all memory that has no name and that the second run stored to.
   */
  | {
      readonly claim: 'same-in-both';
      readonly places: readonly Place[];
      readonly mask?: Word;
      readonly unnamed?: true;
    }
  /** A property with a name of its own (judging/predicates/). */
  | PredicateOf<PredicateName>
  /** A witness: some run gets there. */
  | { readonly claim: 'reachable'; readonly when: Term };

/** The claims of one form. */
export type Kind<K extends Claim['claim']> = Extract<Claim, { claim: K }>;

/** What each predicate is said of. What it means is in judging/predicates/, in the file of its name. */
interface Predicates {
  /** With translation off, hypervisor code uses no address that leads to its place only with translation on. */
  readonly 'real-mode-addressable': object;
  /** Hypervisor code loads only from memory in which something is. */
  readonly 'reads-what-is-there': object;
  /** Hypervisor code comes to the address that LR held at the call, and to no other where it cannot go on. */
  readonly 'returns-to-caller': object;
  /** The valid SLB entries are those that the first vcpu.slb_max elements of vcpu.slb list. */
  readonly 'slb-matches-list': { readonly slb: 'was' | 'now'; readonly table: 'was' | 'now' };
  /** The term is the number of the lowest bit that was clear in the words, taken as one long word. */
  readonly 'lowest-clear-bit': { readonly term: Term; readonly words: readonly Place[] };
  /** In the words, taken as one long word, the bit with this number has changed, and no other. */
  readonly 'one-bit-toggled': { readonly term: Term; readonly words: readonly Place[] };
  /** With translation off, the guest reaches just the memory that its slots give it, through its hashed page table. */
  readonly 'vrma-maps-slots': object;
  /** An entry of the hashed page table that becomes valid leads to memory of user space. */
  readonly 'hpte-maps-user-memory': object;
  /** An entry of the hashed page table becomes valid only when its second word is there, for every reader to see. */
  readonly 'hpte-published-last': object;
  /** Every area of every vcpu that is in place lies whole in memory that a slot of the VM has. */
  readonly 'areas-lie-in-slots': object;
  /** Of guest memory, hypervisor code stores only to VPAs that are in place, in the first 640 bytes. */
  readonly 'stores-into-vpas': object;
}

export type PredicateName = keyof Predicates;

/** The claims that are a predicate of this name. */
export type PredicateOf<N extends PredicateName> = {
  [K in N]: { readonly claim: 'predicate'; readonly name: K } & Predicates[K];
}[N];

/** A clause, and the type of its name: one of the contract's where it is one of the contract's clauses. */
export interface Clause<Name extends string = string> {
  /** Kebab-case; true when all is well. Stable once published. */
  readonly name: Name;
  readonly says: string;
  readonly cite: readonly [Citation, ...Citation[]];
  /** The kinds of span that it is judged over; of each it is as true. */
  readonly over: readonly [SpanKind, ...SpanKind[]];
  readonly claim: Claim;
}
