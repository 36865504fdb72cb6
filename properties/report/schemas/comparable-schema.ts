// The JSON of findings as a report of kernel source keeps them to be a base.
import { defectNames } from '../../../model/paths/repairs.ts';
import { protocolDefects } from '../../../model/protocol/path.ts';
import { type JsonSchema, list, parts, text } from '../../input/json-schema.ts';
import { levels } from '../../levels/levels.ts';
import { texts, told } from './counterexample-schema.ts';

const some = list({ enum: [...defectNames, ...protocolDefects] });

/** What a finding is known by, and its token. */
export const comparable = {
  verdict: { enum: ['violated', 'stuck', 'not-enough', 'vacuous'] },
  level: { enum: levels.map(({ name }) => name) },
  defects: told(some, 'recorded defects that cause it'),
  once: told(some, 'defects that had to be put right before it showed'),
  site: told(text, 'file:line, or the name of a step; empty where there is none'),
  routine: told(text, 'the label before it'),
  text: told(text, 'what is done there, or why a run comes to no end'),
  places: told(texts, 'what is lost or wrong'),
  clauses: texts,
  token: { type: 'string', maxLength: 2 ** 20 },
};

/** A finding as a report keeps it to be a base. */
export const comparableFinding: JsonSchema = parts(comparable);
