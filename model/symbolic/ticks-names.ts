// The names of variables for ticks: they tell where time passes, and in another run the same time passes there by the same name.
import type { SymbolicWatcher } from './paths.ts';
import type { SymbolicState } from './state.ts';
import { bitLength } from './term.ts';
import type { Time } from './ticks.ts';

/** Where ticks pass: before the last or next step of hypervisor code, in a phase, after an event. */
export interface TicksPlace {
  readonly phase: string;
  readonly event: string;
  readonly site: string;
}

/** What gives names to variables, or beginnings of names, for ticks; see Time. */
export interface TicksNames extends Pick<Time, 'name'> {
  /** The ticks of this name pass in this run too: no others will have it. */
  again(name: string, state: SymbolicState): void;
}

/**
 * Names by the place, how often time has passed there, and how many bits the number of pauses has. So programs that share a table share
 * the ticks at those places in which they are alike.
 */
export function ticksNames({ ticked }: SymbolicWatcher): TicksNames {
  const times = new Map<string, number>();
  return {
    name(state, site) {
      const place = `${state.phase}|${state.event}|${site}`;
      const time = times.get(place) ?? 0;
      times.set(place, time + 1);
      const name = `ticks ${time}/${bitLength(BigInt(state.clock.steps))}|${place}`;
      ticked?.(name, state);
      return name;
    },
    again(name, state) {
      const [, time = '', place = ''] = /^ticks (\d+)\/\d+\|(.*)$/u.exec(name) ?? [];
      times.set(place, Math.max(times.get(place) ?? 0, Number(time) + 1));
      ticked?.(name, state);
    },
  };
}

/** The place that a name of ticks tells; undefined of other names. */
export function ticksPlaceOf(name: string): TicksPlace | undefined {
  const [head, phase, event, site] = name.split('|');
  if (head?.startsWith('ticks ') !== true || phase === undefined) return undefined;
  return { phase, event: event ?? '', site: (site ?? '').replace(/\.(?:odd|halves)$/u, '') };
}
