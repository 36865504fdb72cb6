// Many faults tried, on several threads where that pays: those of a path, and those in the rules of other levels.
// The order of the results is that of the faults.
import type { Fault } from '../../model/faults/generated.ts';
import { wholeOrNone } from '../work/interruption.ts';
import { AHEAD, answerOf, threads, unlessLeft } from '../work/thread-pool.ts';
import type { Catalogue } from './catalogue.ts';
import { type Fate, type FaultOutcome, type FreshHistories, tryFault } from './kill.ts';
import { type FaultOfLevel, type RuleOutcome, tryRule } from './level-faults.ts';

/** What a thread is told once. */
export interface Setup {
  readonly subject: string;
  readonly anew: FreshHistories;
  /** Shared by all threads: not 0 where work is to be left. */
  readonly flag?: Int32Array | undefined;
}

/** What is to be tried, and who wants to know. */
export interface TrialRequest extends Setup {
  readonly catalogue: Catalogue;
  /** Of the catalogue's. */
  readonly chosen: readonly Fault[];
  readonly rules: readonly FaultOfLevel[];
  readonly threads: number;
  /** Asked between faults; when it says yes, the rest is not tried. */
  readonly stop: () => boolean;
  /** Ends what is under way on other threads, which share the flag. */
  readonly left?: AbortSignal;
  readonly progress: (done: number) => void;
}

/** What is known of those that were tried. */
export interface KillResults {
  readonly tried: readonly FaultOutcome[];
  readonly rules: readonly RuleOutcome[];
}

/** What is tried at once: faults by their indexes in the catalogue, or one in rules by its name. */
export type Order = { readonly faults: readonly number[] } | { readonly rule: string };

/** What became of each fault of an order. */
export type Answer = { readonly fates: readonly Fate[] } | { readonly rule: RuleOutcome };

/** Faults that are tried at once. */
const BATCH = 8;

/** Terms are deep where a program is long. */
const STACK_MB = 32;

/** Tries faults; those in rules first, since each takes longest. */
export async function tryAll(trying: TrialRequest): Promise<KillResults> {
  const { catalogue, chosen, rules, stop, progress } = trying;
  const orders = ordersOf(trying);
  const answers = new Map<Order, Answer>();
  const player = playerOf(trying);
  let done = 0;
  const lane = async (): Promise<void> => {
    for (let order = orders.shift(); order !== undefined && !stop(); order = orders.shift()) {
      const answer = await player.answer(order);
      if (answer === undefined) return;
      answers.set(order, answer);
      done += 'rule' in order ? 1 : order.faults.length;
      progress(done);
    }
  };
  await Promise.all(Array.from({ length: player.lanes }, lane));
  await player.close();
  return inOrder(answers, catalogue, chosen, rules);
}

/** Does what is ordered. Throws where the catalogue has no such fault. */
export function tryOrder(
  { program, faults, known, sameness }: Catalogue,
  order: Order,
  anew: FreshHistories,
): Answer {
  if ('rule' in order) return { rule: tryRule(order.rule) };
  return {
    fates: order.faults.map((index) => {
      const fault = faults[index];
      if (fault === undefined) throw new Error(`the catalogue has no fault ${index}`);
      return tryFault(program, fault, known, { sameness, anew }).outcome;
    }),
  };
}

function ordersOf({ catalogue, chosen, rules }: TrialRequest): Order[] {
  const indexes = new Map(catalogue.faults.map((fault, index) => [fault, index]));
  const numbers = chosen.flatMap((fault) => indexes.get(fault) ?? []);
  const batches = Array.from({ length: Math.ceil(numbers.length / BATCH) }, (_, i) => ({
    faults: numbers.slice(i * BATCH, (i + 1) * BATCH),
  }));
  return [...rules.map(({ name }) => ({ rule: name })), ...batches];
}

interface TrialWorker {
  /** How many orders are under way at once. */
  readonly lanes: number;
  /** Undefined where that was to be left. */
  answer(order: Order): Promise<Answer | undefined>;
  close(): Promise<void>;
}

/** This thread, with a look at the world outside between orders; or several others. */
function playerOf({
  threads: width,
  subject,
  catalogue,
  anew,
  flag,
  left,
}: TrialRequest): TrialWorker {
  if (width === 1) {
    const answer = async (order: Order): Promise<Answer | undefined> => {
      await new Promise(setImmediate);
      return wholeOrNone(() => tryOrder(catalogue, order, anew));
    };
    return { lanes: 1, answer, close: async () => undefined };
  }
  const worker = new URL('./kill-worker.js', import.meta.url);
  const setup: Setup = { subject, anew, flag };
  const pool = threads<Order, Answer | undefined>(worker, 'tryThem', width, setup, STACK_MB);
  return {
    lanes: width * AHEAD,
    answer: (order) => unlessLeft(left, answerOf(pool, order)),
    close: () => pool.destroy(),
  };
}

function inOrder(
  answers: ReadonlyMap<Order, Answer>,
  { faults }: Catalogue,
  chosen: readonly Fault[],
  rules: readonly FaultOfLevel[],
): KillResults {
  const fates = new Map<Fault | undefined, Fate>();
  const ofRules = new Map<string, RuleOutcome>();
  for (const [order, answer] of answers) {
    if ('rule' in answer) ofRules.set(answer.rule.fault, answer.rule);
    else if ('faults' in order)
      for (const [i, fate] of answer.fates.entries())
        fates.set(faults[order.faults[i] ?? -1], fate);
  }
  return {
    tried: chosen.flatMap((fault) => {
      const outcome = fates.get(fault);
      return outcome === undefined ? [] : [{ fault, outcome }];
    }),
    rules: rules.flatMap(({ name }) => ofRules.get(name) ?? []),
  };
}
