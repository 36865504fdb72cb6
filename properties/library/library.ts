// What `import … from 'power7-hv-spec'` gives: the contract and the words to write clauses in, the path and edits of it, histories
// and their judging, kernel source, and proof. docs/library.md lists them, and shows them at work.

export {
  drop,
  type Edit,
  insertAfter,
  insertBefore,
  replace,
  withEdits,
} from '../../model/mutate.ts';
export { ENTERING, LEAVING } from '../../model/paths/base-registers.ts';
export { published } from '../../model/paths/published.ts';
export { defectNames, repaired, withDefects } from '../../model/paths/repairs.ts';
export type { StepAtSite } from '../../model/program.ts';
export { type LinkedStep, type Program, stepsOfPath } from '../../model/program.ts';
export { type Meaning, type Step, step, type View } from '../../model/step.ts';
export { transfers } from '../../model/steps/transfer.ts';
export { assumptions } from '../../spec/assumptions.ts';
export { abi, type Citation, isa, kernel, message, seed } from '../../spec/cite.ts';
export type { Claim, Clause, Term } from '../../spec/clause.ts';
export { chapters, clauseNamed, contract } from '../../spec/contract.ts';
export { judge, type Verdict } from '../../spec/judging/judge.ts';
export { ledger } from '../../spec/ledger.ts';
export * as terms from '../../spec/terms.ts';
export type { Machine, Place, Span, SpanKind, Trace } from '../../spec/vocabulary/machine.ts';
export type { Word, Words } from '../../spec/vocabulary/words.ts';
export { Unreadable } from '../input/unreadable.ts';
export type { History, SwitchInputs } from '../levels/switch/history.ts';
export type { ProofVerdict } from '../proof/prove.ts';
export {
  type CheckOptions,
  type CheckResult,
  check,
  histories,
  keeping,
  runOf,
  verdictOn,
} from './judging.ts';
export { KernelSourceError, type KernelTexts, programFrom } from './kernel.ts';
export { type ProofResult, type ProveOptions, prove } from './proving.ts';
export type { ClauseOrName } from './subject.ts';
