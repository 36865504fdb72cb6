// What a terminal takes: colours, by the variables that people set for them, and how wide a line is.

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Whether standard output has colours: never with NO_COLOR, always with FORCE_COLOR that is not 0, else where it is a terminal that has
 * some. An empty variable is as none (no-color.org, force-color.org).
 */
export function takesColors({ NO_COLOR, FORCE_COLOR, TERM }: Environment, isTerminal: boolean) {
  if (isGiven(NO_COLOR)) return false;
  if (isGiven(FORCE_COLOR)) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return isTerminal && TERM !== 'dumb';
}

const isGiven = (value: string | undefined): boolean => value !== undefined && value !== '';

/** Letters of a line: 80 where it goes to no terminal; lines much longer than that are hard to read. */
const [USUAL, LEAST, MOST] = [80, 40, 160] as const;

/** The width of lines for a terminal so wide; undefined where there is none. */
export const columnsOf = (width: number | undefined): number =>
  width === undefined || width === 0 ? USUAL : Math.min(MOST, Math.max(LEAST, width));
