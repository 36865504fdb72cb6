// Other processes: what they print comes back, and one that fails or is not there is told from one that ends well.
import { expect, it } from 'vitest';
import { answer, run } from './processes.ts';

const node = (script: string) => [process.execPath, '-e', script] as const;

it('what a command prints comes back, with the time that it took', () => {
  const { out, seconds } = run(node('console.log(process.argv.length)'));
  expect(out).toBe('1\n');
  expect(seconds).toBeGreaterThan(0);
});

it('a command that fails is an error that quotes it, unless it may', () => {
  const failing = node('console.log("so far"); console.error("no further"); process.exit(3)');
  expect(() => run(failing)).toThrow('no further');
  expect(run(failing, '.', 'fail').out).toBe('so far\n');
});

it('a command that is not there, or fails, has no answer', () => {
  expect(answer(node('console.log("1.2.3")'))).toBe('1.2.3');
  expect(answer(node('process.exit(1)'))).toBeUndefined();
  expect(answer(['no-such-command-anywhere'])).toBeUndefined();
  expect(() => run(['no-such-command-anywhere'])).toThrow('no-such-command-anywhere');
});
