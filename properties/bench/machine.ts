// On what a bench ran: a line of the processor, the versions that matter, and the day.
import { availableParallelism, cpus } from 'node:os';

/** One line. More versions may be named. */
export function machineLine(versions: Readonly<Record<string, string>> = {}): string {
  const model = cpus()[0]?.model.trim() ?? 'an unknown processor';
  return [
    new Date().toISOString().slice(0, 10),
    `${model}, ${availableParallelism()} cores used at most`,
    `Node ${process.versions.node}`,
    ...Object.entries(versions).map(([name, version]) => `${name} ${version}`),
  ].join('; ');
}
