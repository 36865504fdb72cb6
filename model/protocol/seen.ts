// A core as one of its threads sees it: its own registers and memory, what the threads share, and facts about the others.
import type { Machine, Place } from '../../spec/vocabulary/machine.ts';
import type { Word } from '../../spec/vocabulary/words.ts';
import { wordIn } from '../state.ts';
import { type ProtocolCore, sharedWord } from './core.ts';
import { translates } from './moves.ts';
import { isShared, LAST_SAVED } from './places.ts';
import { HWTHREAD } from './secondary.ts';
import type { ProtocolThread } from './thread.ts';
import { inGuest, isHostBound } from './thread-steps.ts';

const isCalled = ({ call }: ProtocolThread): boolean => call === 'waking' || call === 'woken';
const isBack = ({ call }: ProtocolThread): boolean => call === 'back';
const isCountedIn = ({ counted }: ProtocolThread): boolean => counted;

/** Facts about a thread that the others count, or that no register holds. */
const facts = {
  'thread.naps': ({ mode }) => mode === 'nap',
  'thread.called': isCalled,
  'thread.back': isBack,
  'thread.counted': isCountedIn,
  'thread.host_bound': isHostBound,
  'thread.unseen': ({ buffer }) => buffer.length > 0,
  'thread.unended': ({ interrupt }) => interrupt === 'acknowledged' || interrupt === 'cleared',
  'thread.interrupted_again': ({ interrupt }) => interrupt === 'again',
  'thread.unsaved': ({ unsaved }) => unsaved,
  'siblings.counted': isCountedIn,
  'siblings.asked': ({ cells }) => wordIn(cells, 'hstate.hwthread_req') !== 0n,
  'siblings.host_bound': isHostBound,
  'siblings.unsaid': (thread) =>
    isHostBound(thread) && wordIn(thread.cells, 'hstate.hwthread_state') !== HWTHREAD.IN_KERNEL,
  'siblings.in_guest': inGuest,
  'siblings.translating': translates,
  'siblings.called': isCalled,
  'siblings.back': isBack,
  'thread.handles': ({ mode, next }) => mode === 'c' && next === 'handle',
} as const satisfies { readonly [P in Place]?: (thread: ProtocolThread) => boolean };

type Fact = keyof typeof facts;

/** Each fact once, whether it is asked of a thread or of its siblings. */
const distinct: readonly ((thread: ProtocolThread) => boolean)[] = [
  ...new Set(Object.values(facts)),
];

/** The registers and fields of a thread's own that clauses speak of. */
const own = [
  'MSR',
  'LPCR',
  'AMR',
  'UAMOR',
  'DABR',
  'DSCR',
  'MMCR0',
  'hstate.in_guest',
  'hstate.hwthread_req',
  'hstate.kvm_vcpu',
  'hstate.dabr',
  'hstate.host_dscr',
  'vcpu.ptid',
  'vcpu.trap',
  'vpa.yield_count',
  'kvm.lpid',
  'kvm.sdr1',
  'kvm.host_sdr1',
  'kvm.host_lpid',
  'kvm.host_lpcr',
] as const satisfies readonly Place[];

const shared = [
  'LPIDR',
  'SDR1',
  'vcore.entry_exit_count',
  'vcore.in_guest',
  'vcore.nap_count',
] as const;

/** The places that a thread sees. */
export const protocolPlaces: readonly Place[] = [
  ...own,
  ...shared,
  ...(Object.keys(facts) as Fact[]),
  'SIBLINGS',
  'siblings.unseen',
  'core.finishes',
];

/** What a thread sees; whether the core can come to rest is asked only where a clause does. */
export function protocolView(core: ProtocolCore, i: number, finishes: () => boolean): Machine {
  return {
    word: (place) => wordOf(place, core, i, finishes),
    address: (structure) => noPlace(structure),
  };
}

/** What a thread sees as a text: in states with one text, all words are the same. */
export function protocolText(core: ProtocolCore, i: number): string {
  const packed = core.threads.reduce(
    (sum, thread, at) => (at === i ? sum : sum + factsOf(thread)),
    0,
  );
  const thread = core.threads[i];
  return `${thread === undefined ? '' : ownText(thread)};${sharedText(core.shared)};${packed}`;
}

const ownTexts = new WeakMap<ProtocolThread, string>();

/** The words of a thread's own. */
function ownText(thread: ProtocolThread): string {
  const known = ownTexts.get(thread);
  if (known !== undefined) return known;
  const words = own.map((place) => wordIn(thread.cells, place).toString(36));
  const text = `${words.join()},${factsOf(thread)}`;
  ownTexts.set(thread, text);
  return text;
}

const sharedTexts = new WeakMap<readonly Word[], string>();

function sharedText(words: readonly Word[]): string {
  const known = sharedTexts.get(words) ?? words.join();
  sharedTexts.set(words, known);
  return known;
}

const packedFacts = new WeakMap<ProtocolThread, number>();

/** The facts of a thread as one number, of which sums tell how many threads have each: four threads fill no more than three bits. */
function factsOf(thread: ProtocolThread): number {
  const known = packedFacts.get(thread);
  if (known !== undefined) return known;
  const bits = distinct.reduce((sum, fact) => sum * 8 + (fact(thread) ? 1 : 0), 0);
  const packed = bits * 8 + unseenBy(0, thread);
  packedFacts.set(thread, packed);
  return packed;
}

function wordOf(place: Place, core: ProtocolCore, i: number, finishes: () => boolean): Word {
  const thread = core.threads[i];
  if (thread === undefined) return noPlace(`thread ${i}`);
  if (place === 'core.finishes') return finishes() ? 1n : 0n;
  if (place === 'SIBLINGS') return BigInt(others(core, i).filter(translates).length);
  if (place === 'siblings.unseen') return BigInt(others(core, i).reduce(unseenBy, 0));
  if (isFact(place)) {
    const among = place.startsWith('thread.') ? [thread] : others(core, i);
    return BigInt(among.filter(facts[place]).length);
  }
  return isShared(place) ? sharedWord(core, place) : wordIn(thread.cells, place);
}

const isFact = (place: Place): place is Fact => Object.hasOwn(facts, place);

const others = ({ threads }: ProtocolCore, i: number): readonly ProtocolThread[] =>
  threads.filter((_, at) => at !== i);

const unseenBy = (sum: number, { buffer }: ProtocolThread): number =>
  sum + buffer.filter((one) => one.entry === 'store' && one.place === LAST_SAVED).length;

function noPlace(what: string): never {
  throw new Error(`the model of threads has no ${what}`);
}
