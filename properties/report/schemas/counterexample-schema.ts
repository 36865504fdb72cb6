// The JSON of one counterexample, and of what reports on the contract say beside it.
import {
  type JsonSchema,
  list,
  named,
  orNull,
  parts,
  text,
  whole,
} from '../../input/json-schema.ts';

/** A word of 64 bits; a clause's sentence or a formula may be text. */
const word: JsonSchema = {
  type: 'string',
  pattern: '^0x[0-9a-f]{1,16}$',
  description: 'a word of at most 64 bits, hexadecimal',
};

export const texts: JsonSchema = list(text);

/** A schema with a sentence that says what it is of. */
export const told = (schema: JsonSchema, description: string): JsonSchema => ({
  ...schema,
  description,
});

const place = told(text, 'a register, a field such as vcpu.cr, or [0x…] in memory');
const token = told(text, 'replays it: hvspec counterexample --replay; empty where there is none');
const step = parts({ site: told(text, 'file:line, or the name of a step'), text });

const trace = list(
  parts({ site: text, text, writes: told(named(text, word), 'places and their words after it') }),
);

const fact = parts(
  {
    what: { enum: ['wanted', 'saved', 'lost', 'back', 'found', 'address', 'base'] },
    text,
    site: text,
  },
  ['site'],
);

const repair = parts({
  changes: told(texts, 'what to change, in words; nothing where no change was found'),
  tried: told(whole(0), 'candidates that were tried'),
  histories: told(whole(0), 'histories on which the clause then holds'),
  left: told(texts, 'clauses that were broken before and still are'),
  stillAt: orNull(text),
});

export const counterexample: JsonSchema = parts({
  clause: text,
  says: told(text, 'the sentence of the clause'),
  cite: told(texts, 'its citations'),
  verdict: { enum: ['violated', 'stuck', 'not-enough'] },
  place,
  expected: told(text, 'a word, or a condition on one'),
  found: told(text, 'the word that is there, or why a run is stuck'),
  way: told(orNull(texts), 'what led to where a run is stuck'),
  initial: told(named(text, word), 'the places that are not at their default, after shrinking'),
  guest: told(texts, 'the program of the guest, after shrinking'),
  rounds: told(list(parts({ changes: texts, delays: texts, guest: texts })), 'by switch'),
  happens: told(orNull(texts), 'what happens, where it is no run of switches'),
  trace: told(trace, 'the steps that change something, up to where it shows'),
  lastWriter: orNull(step),
  ended: orNull(step),
  token,
  life: told(orNull(list(fact)), 'whose value belongs there, and what became of it'),
  free: orNull(
    parts({
      tried: told(whole(0), 'arbitrary machines that were tried'),
      free: told(whole(0), 'places that held other words in these'),
      bound: told(texts, 'places that must be as they are'),
    }),
  ),
  repair: orNull(repair),
});

/** Where a clause fails in source. */
export const site: JsonSchema = parts({
  place,
  lastWriter: orNull(step),
  ended: orNull(step),
  causes: told(texts, 'recorded defects whose repair makes it go'),
  once: told(texts, 'defects that had to be repaired before it showed'),
  repair: texts,
  token,
});

/** What one cause breaks. */
export const finding: JsonSchema = parts({
  cause: told(orNull(text), 'recorded defects whose repair makes it go; null where none is known'),
  model: text,
  site: told(text, 'file:line, or the name of a step'),
  place,
  clauses: told(list(text, { minItems: 1 }), 'the one that shows it best comes first'),
  lost: told(text, 'what is wrong, in words'),
  repair: told(texts, 'what puts it right, a change each'),
  new: told({ type: 'boolean' }, 'whether no recorded defect explains it'),
  token,
});
