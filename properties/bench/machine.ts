// On what a bench ran: a line of the day, the processor, how busy that was before, and the versions that matter.
import { availableParallelism, cpus, loadavg } from 'node:os';

/** One line. More versions may be named. */
export function machineLine(versions: Readonly<Record<string, string>> = {}): string {
  const model = cpus()[0]?.model.trim() ?? 'an unknown processor';
  return [
    new Date().toISOString().slice(0, 10),
    `${model}, ${availableParallelism()} cores`,
    `load ${(loadavg()[0] ?? 0).toFixed(1)} before`,
    `Node ${process.versions.node}`,
    ...Object.entries(versions).map(([name, version]) => `${name} ${version}`),
  ].join('; ');
}
