// Nothing from outside reaches the terminal raw, by whichever way it came in; colours of our own do.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { slots } from '../model/places.ts';
import { encodeToken } from '../properties/counterexample/token.ts';
import { switchHistory } from '../properties/levels/switch/history-schema.ts';
import { OWN_FILE } from '../properties/subjects/fixtures.ts';
import { hvspecIn } from './testing/run-cli.ts';

/** An escape sequence, a title, a C1 control, an override of direction, a return, a bell, a new line with a verdict in it. */
const BAD = '\u001b[2J\u001b]0;t\u0007\u009b1m\u202e\u2066\r\u0008\nhvspec: all is well';

/** What a terminal would obey. */
const RAW = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** How picocolors begins and ends bold, red, green and yellow. */
const OURS = new RegExp(`${'\u001b'}\\[(?:1|22|31|32|33|39)m`, 'gu');

const folder = mkdtempSync(join(tmpdir(), `hvspec-raw-`));
afterAll(() => rmSync(folder, { recursive: true }));

function holding(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

/** A history that is sound: it is not that which is complained of. */
const history = switchHistory.write([new BigUint64Array(slots + 1), []]);

const token = (subject: string, clause: string, level: string): string =>
  encodeToken({ subject, clause, level, history });

const own = readFileSync(OWN_FILE, 'utf8');
const inLine = BAD.replaceAll('\n', ' ');

describe('one line, spelt out, for', () => {
  it.each([
    ['a clause', ['check', BAD]],
    ['a model', ['check', '--model', BAD]],
    ['a verb', [BAD]],
    ['an option', [`--${BAD}`]],
    ['a number', ['check', '--runs', BAD]],
    ['a shard', ['check', '--shard', BAD]],
    ['a file to write', ['check', '--json', `/no-such/${BAD}`]],
    ['a file of a campaign', ['merge', `/no-such/${BAD}`]],
    ['a fault', ['faults', BAD]],
    ['a fault to kill', ['faults', '--kill', BAD]],
    ['a file of a counterexample', ['counterexample', `/no-such/${BAD}`]],
    ['a format', ['counterexample', 'cr-not-kept', '--format', BAD]],
    [
      'the subject of a token',
      ['counterexample', '--replay', token(BAD, 'host-dscr-returns', 'switch')],
    ],
    ['the clause of a token', ['counterexample', '--replay', token('repaired', BAD, 'switch')]],
    ['a definition', ['kernel', OWN_FILE, '--define', BAD]],
    ['an entry', ['kernel', OWN_FILE, '--entry', BAD]],
    ['kernel source', ['kernel', `/no-such/${BAD}.S`]],
    ['an assumption', ['explore', '--without', BAD]],
    ['a campaign', ['merge', holding('blob', JSON.stringify({ schema: BAD }))]],
    [
      'the version of a campaign',
      ['merge', holding('old', JSON.stringify({ schema: 'hvspec.campaign/2', version: BAD }))],
    ],
    ['a mnemonic', ['kernel', holding('mnemonic.S', `__kvmppc_vcore_entry: ${inLine} r1\n`)]],
    [
      'an operand',
      ['kernel', holding('operand.S', `__kvmppc_vcore_entry: addi r1, r1, ${inLine}\n`)],
    ],
    ['an #error', ['kernel', holding('error.S', `#error ${inLine}\n`)]],
  ])('%s', async (_, args) => {
    const { code, out, err } = await hvspecIn(args);
    expect([code, out]).toEqual([2, '']);
    expect(err).not.toMatch(RAW);
    expect(err).toMatch(/^(?:hvspec: .*\n)+$/u);
    expect(err).not.toMatch(/^hvspec: all is well/mu);
    expect(err).toContain('\\u001b');
  });

  it('a variable of the environment', async () => {
    for (const name of ['CI_NODE_INDEX', 'JOB_COMPLETION_INDEX', 'SLURM_ARRAY_TASK_ID']) {
      const { code, err } = await hvspecIn(['check'], { env: { [name]: BAD } });
      expect(code).toBe(2);
      expect(err).not.toMatch(RAW);
      expect(err.trimEnd().split('\n')).toHaveLength(1);
    }
  });
});

describe('a report shows', () => {
  const named = join(folder, `dir${inLine}`);
  mkdirSync(named);
  const source = join(named, 'enter.S');
  writeFileSync(source, own);
  const line = [
    'kernel',
    source,
    '--clause',
    'host-cr-fields-return',
    '--runs',
    '20',
    '--seed',
    '1',
  ];

  it('file names spelt out, and the same in JSON', async () => {
    const text = await hvspecIn(line);
    expect(text.code).toBe(1);
    expect(text.out + text.err).not.toMatch(RAW);
    const { out } = await hvspecIn([...line, '--json', '-']);
    expect(out).not.toMatch(RAW);
    expect(JSON.parse(out).source.read).toEqual([source]);
  });

  it('its own colours, and no others', async () => {
    const { out } = await hvspecIn(line, { coloured: true });
    const rest = out.replaceAll(OURS, '');
    expect(rest).not.toMatch(RAW);
    expect(out.length).toBeGreaterThan(rest.length);
    expect(out).toContain('\\u001b[2J');
  });
});
