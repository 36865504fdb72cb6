// Edits of C code: a statement dropped, replaced, done twice, exchanged with another or moved, or statements inserted. Code is never
// altered, only made anew. The words are those of edits of the path (mutate.ts); sites there are flat, here they are nested.
import type { Body, Code, Condition, Statement } from './statements.ts';

/** One change to C code, at a site. */
export type Edit<P, L, W> =
  | { readonly edit: 'drop' | 'twice' | 'idle'; readonly at: string }
  | { readonly edit: 'replace'; readonly at: string; readonly by: Statement<P, L, W> }
  | { readonly edit: 'guard'; readonly at: string; readonly condition: Condition<P, L, W> }
  | { readonly edit: 'before' | 'after'; readonly at: string; readonly put: Body<P, L, W> }
  | { readonly edit: 'swap' | 'move'; readonly at: string; readonly to: string };

/** The makers of edits of code over some cells. */
export function editsOver<P, L, W>() {
  type Own = Edit<P, L, W>;
  const at = (edit: 'drop' | 'twice' | 'idle') => (site: string) =>
    ({ edit, at: site }) satisfies Own;
  const beside = (edit: 'before' | 'after') => (site: string, put: Body<P, L, W>) =>
    ({ edit, at: site, put }) satisfies Own;
  const to = (edit: 'swap' | 'move') => (site: string, other: string) =>
    ({ edit, at: site, to: other }) satisfies Own;
  return {
    /** Drops the statement at a site, with all that is in it. */
    drop: at('drop'),
    /** Does what is at a site a second time. */
    twice: at('twice'),
    /** Takes every step and every call of a routine away, and leaves where it goes on. */
    idle: at('idle'),
    /** Puts another statement at a site. */
    replace: (site: string, by: Statement<P, L, W>) =>
      ({ edit: 'replace', at: site, by }) satisfies Own,
    /** Has the condition at a site ask something else. */
    guard: (site: string, condition: Condition<P, L, W>) =>
      ({ edit: 'guard', at: site, condition }) satisfies Own,
    /** Inserts statements before a site, or after it; the keys become sites beside it. */
    insertBefore: beside('before'),
    insertAfter: beside('after'),
    /** Exchanges the statements at two sites of one body. */
    swap: to('swap'),
    /** Moves the statement at a site to before another. */
    move: to('move'),
  } as const;
}

/** The code with the edits made, one after another. Throws where a site is not there, or where a key would come twice. */
export const edited = <P, L, W>(
  code: Code<P, L, W>,
  edits: readonly Edit<P, L, W>[],
): Code<P, L, W> => edits.reduce(withEdit, code);

function withEdit<P, L, W>(code: Code<P, L, W>, edit: Edit<P, L, W>): Code<P, L, W> {
  const { at } = edit;
  switch (edit.edit) {
    case 'drop':
      return changed(code, at, (body, i) => body.toSpliced(i, 1));
    case 'twice':
      return changed(code, at, (body, i, [key, old]) =>
        body.toSpliced(i + 1, 0, [`${key}-again`, old]),
      );
    case 'idle':
      return { ...code, [at]: idle(code[at] ?? missing(at)) };
    case 'replace':
      return changed(code, at, (body, i, [key]) => body.with(i, [key, edit.by]));
    case 'guard':
      return changed(code, at, (body, i, [key, old]) =>
        body.with(i, [key, guarded(old, edit.condition, at)]),
      );
    case 'before':
      return changed(code, at, (body, i) => body.toSpliced(i, 0, ...Object.entries(edit.put)));
    case 'after':
      return changed(code, at, (body, i) => body.toSpliced(i + 1, 0, ...Object.entries(edit.put)));
    case 'swap':
      return changed(code, at, (body, i, entry) => {
        const j = body.findIndex(([key]) => `${around(at)}.${key}` === edit.to);
        return body.with(i, body[j] ?? missing(edit.to)).with(j, entry);
      });
    case 'move':
      return moved(code, at, edit.to);
  }
}

function moved<P, L, W>(code: Code<P, L, W>, at: string, to: string): Code<P, L, W> {
  const entries: Entry<P, L, W>[] = [];
  const rest = changed(code, at, (body, i, entry) => {
    entries.push(entry);
    return body.toSpliced(i, 1);
  });
  return changed(rest, to, (body, i) => body.toSpliced(i, 0, ...entries));
}

type Entry<P, L, W> = readonly [key: string, statement: Statement<P, L, W>];

/** What becomes of a body: its statements, and of them the one at the site, by number and as it is. */
type Change<P, L, W> = (
  body: readonly Entry<P, L, W>[],
  index: number,
  entry: Entry<P, L, W>,
) => readonly Entry<P, L, W>[];

/** The code with the body around a site changed. */
function changed<P, L, W>(
  code: Code<P, L, W>,
  site: string,
  change: Change<P, L, W>,
): Code<P, L, W> {
  const [routine = '', ...keys] = site.split('.');
  const body = code[routine] ?? missing(site);
  return { ...code, [routine]: changedIn(body, keys, site, change) };
}

function changedIn<P, L, W>(
  body: Body<P, L, W>,
  [key = '', ...inner]: readonly string[],
  site: string,
  change: Change<P, L, W>,
): Body<P, L, W> {
  const old = body[key] ?? missing(site);
  if (inner.length > 0) {
    const outer = 'body' in old ? old : missing(site);
    return { ...body, [key]: { ...outer, body: changedIn(outer.body, inner, site, change) } };
  }
  const entries = Object.entries(body);
  const news = change(entries, Object.keys(body).indexOf(key), [key, old]);
  const made = Object.fromEntries(news);
  if (Object.keys(made).length !== news.length) throw new Error(`a key comes twice at ${site}`);
  return made;
}

const guarded = <P, L, W>(
  old: Statement<P, L, W>,
  condition: Condition<P, L, W>,
  site: string,
): Statement<P, L, W> => ('condition' in old ? { ...old, condition } : missing(site));

/** A site without its last key. */
const around = (site: string): string => site.slice(0, site.lastIndexOf('.'));

const idle = <P, L, W>(body: Body<P, L, W>): Body<P, L, W> =>
  Object.fromEntries(
    Object.entries(body)
      .filter(([, { does }]) => does !== 'step' && does !== 'call')
      .map(([key, one]) => [key, 'body' in one ? { ...one, body: idle(one.body) } : one]),
  );

function missing(site: string): never {
  throw new Error(`there is nothing at ${site}`);
}
