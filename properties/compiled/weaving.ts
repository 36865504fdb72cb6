// Weaving claims about steps into the code of steps: behind a step that may write what a claim follows stands a call of it.
//
// Of registers it is known when the text is written whether a step writes them; stores tell their slots as they are made.
// What a claim waits for is noted before any claim looks, since one step may do both.
import type { StepHooks, WriteSet } from '../../model/compiled/step-code.ts';
import type { Woven } from './film-claims.ts';

/** The slots whose stores are to be told. */
export const toldSlots = (woven: readonly Woven[]): ReadonlySet<number> =>
  new Set(woven.flatMap(({ waits, looks }) => [...waits, ...looks]));

/** What is woven around the steps of hypervisor code, or of the guest and the hardware. */
export function weaveOf(woven: readonly Woven[], by: 'Host' | 'Others'): StepHooks {
  const counting = by === 'Host' ? woven : woven.filter(({ hostOnly }) => !hostOnly);
  return {
    priorSlots: (reach) =>
      counting
        .filter(({ looks }) => reach.dynamic || [...looks].some((slot) => reach.slots.has(slot)))
        .flatMap(({ prior }) => [...prior]),
    afterStep: (reach) => {
      const told = reach.dynamic
        ? [`if(n!==0)wait${by}(n);`, `if(n!==0)n=look${by}(n);`]
        : ['', ''];
      const waits = counting.map(({ index, waits: on }) => callText('wait', index, on, reach));
      const looks = counting.map(({ index, looks: on }) => callText('look', index, on, reach));
      return [told[0], ...waits, ...looks, told[1]].join('');
    },
  };
}

/** A call of a claim's function, if the step may write one of these slots; on the condition that it does. */
function callText(
  name: 'wait' | 'look',
  index: number,
  on: ReadonlySet<number>,
  { slots }: WriteSet,
): string {
  const conditions = [...slots].filter(([slot]) => on.has(slot)).map(([, condition]) => condition);
  if (conditions.length === 0) return '';
  const call = `${name}${index}();`;
  return conditions.includes(undefined) ? call : `if(${conditions.join('||')})${call}`;
}

/** The functions that are called for slots that stores told of: all claims that follow one of them. */
export function toldTo(
  woven: readonly Woven[],
  call: (name: 'wait' | 'look', index: number) => () => void,
) {
  const table = (name: 'wait' | 'look', some: readonly Woven[]) => {
    const calls = new Map<number, (() => void)[]>();
    for (const one of some)
      for (const slot of name === 'wait' ? one.waits : one.looks)
        calls.set(slot, [...(calls.get(slot) ?? []), call(name, one.index)]);
    return (stored: Int32Array) =>
      (count: number): number => {
        for (let i = 0; i < count; i++) for (const one of calls.get(stored[i] ?? -1) ?? []) one();
        return 0;
      };
  };
  const others = woven.filter(({ hostOnly }) => !hostOnly);
  return {
    waitHost: table('wait', woven),
    lookHost: table('look', woven),
    waitOthers: table('wait', others),
    lookOthers: table('look', others),
  };
}
