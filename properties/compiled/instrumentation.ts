// The instrumentation of steps by monitors: after a step that may write what a monitor follows stands a call of it.
//
// Of registers it is known at compile time whether a step writes them; stores note their slots as they are made.
// What a monitor waits for is noted before any monitor looks, since one step may do both.
import type { StepHooks, WriteSet } from '../../model/compiled/step-code.ts';
import type { CompiledMonitor } from './monitors.ts';

/** The two functions of a monitor that steps call. */
type Call = 'wait' | 'look';

/** A monitor, and its functions. */
export interface MonitorCode extends Readonly<Record<Call, () => void>> {
  readonly monitor: CompiledMonitor;
}

/** The slots whose stores are to be noted. */
export const watchedSlots = (monitors: readonly CompiledMonitor[]): ReadonlySet<number> =>
  new Set(monitors.flatMap(({ waits, looks }) => [...waits, ...looks]));

/** The hooks of steps of hypervisor code, or of the guest and the hardware. */
export function hooksOf(monitors: readonly CompiledMonitor[], by: 'Host' | 'Others'): StepHooks {
  const counting = by === 'Host' ? monitors : monitors.filter(countsAll);
  return {
    priorSlots: (writes) =>
      counting
        .filter(({ looks }) => writes.dynamic || [...looks].some((slot) => writes.slots.has(slot)))
        .flatMap(({ prior }) => [...prior]),
    afterStep: (writes) => {
      const [waitStored, lookStored] = writes.dynamic
        ? [`if(n!==0)wait${by}(n);`, `if(n!==0)n=look${by}(n);`]
        : ['', ''];
      const waits = counting.map(({ index, waits: on }) => callText('wait', index, on, writes));
      const looks = counting.map(({ index, looks: on }) => callText('look', index, on, writes));
      return [waitStored, ...waits, ...looks, lookStored].join('');
    },
  };
}

const countsAll = ({ monitor }: CompiledMonitor): boolean => monitor.by === 'all';

/** A call of a monitor, if the step may write one of these slots; on the condition that it does. */
function callText(name: Call, index: number, on: ReadonlySet<number>, { slots }: WriteSet): string {
  const conditions = [...slots].filter(([slot]) => on.has(slot)).map(([, condition]) => condition);
  if (conditions.length === 0) return '';
  const call = `${name}${index}();`;
  return conditions.includes(undefined) ? call : `if(${conditions.join('||')})${call}`;
}

/** The functions that are called with the number of slots that were stored to: each calls all monitors that follow one of them. */
export function storeCalls(codes: readonly MonitorCode[], stored: Int32Array) {
  const table = (name: Call, some: readonly MonitorCode[]) => {
    const calls = new Map<number, (() => void)[]>();
    for (const one of some)
      for (const slot of name === 'wait' ? one.monitor.waits : one.monitor.looks)
        calls.set(slot, [...(calls.get(slot) ?? []), one[name]]);
    return (count: number): number => {
      for (let i = 0; i < count; i++) for (const one of calls.get(stored[i] ?? -1) ?? []) one();
      return 0;
    };
  };
  const others = codes.filter(({ monitor }) => countsAll(monitor));
  return {
    waitHost: table('wait', codes),
    lookHost: table('look', codes),
    waitOthers: table('wait', others),
    lookOthers: table('look', others),
  };
}
