// What came of holding the prover to faults, in a table.
import type { FaultRow } from './fault-thread.ts';

/** Whether the prover has said nothing of a fault that is not so. */
export function isRight({ proof, internal }: FaultRow): boolean {
  if (internal !== undefined) return false;
  switch (proof?.of) {
    case 'killed':
      return proof.proved.length === 0;
    case 'equivalent':
      return 'alike' in proof || proof.refuted.length === 0;
    case 'left':
    case undefined:
      return true;
  }
}

/** Counts of what came of all faults. */
export function tableOf(all: readonly FaultRow[]): string {
  const count = (is: (one: FaultRow) => boolean): number => all.filter(is).length;
  const pairs = all.reduce(
    (sum, { proof }) => sum + (proof?.of === 'killed' ? proof.clauses : 0),
    0,
  );
  const seconds = all.reduce((sum, one) => sum + one.seconds, 0);
  return [
    `${all.length} faults, ${seconds.toFixed(0)} s`,
    `  killed          ${count(({ proof }) => proof?.of === 'killed')}, by ${pairs} clauses in all`,
    `    proved falsely  ${count(({ proof }) => proof?.of === 'killed' && proof.proved.length > 0)}`,
    `    never end       ${count(({ proof }) => proof?.of === 'killed' && proof.endless.length > 0)}`,
    `  equivalent      ${count(({ proof }) => proof?.of === 'equivalent')}`,
    `    alike, proved   ${count(({ proof }) => proof?.of === 'equivalent' && 'alike' in proof)}`,
    `    refuted         ${count(({ proof }) => proof?.of === 'equivalent' && 'parts' in proof && proof.refuted.length > 0)}`,
    `  left            ${count(({ proof }) => proof?.of === 'left')}, with too many paths`,
    `  of other fates  ${count(({ proof, internal }) => proof === undefined && internal === undefined)}`,
    `  errors          ${count(({ internal }) => internal !== undefined)}`,
    '',
  ].join('\n');
}
