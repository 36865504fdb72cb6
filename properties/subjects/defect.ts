// What is recorded of a real defect.
import type { Citation } from '../../spec/cite.ts';
import type { ClauseName } from '../../spec/contract.ts';

export interface Defect {
  readonly says: string;
  readonly cite: readonly [Citation, ...Citation[]];
  /** Of the claims about a run of the switch; none where it shows only in what interrupts hypervisor code. */
  readonly breaks: readonly ClauseName[];
  /** What it breaks at other levels than the switch. */
  readonly elsewhere?: readonly ClauseName[];
  /** The release, or releases, in which upstream fixed it. */
  readonly fixed: string;
}
