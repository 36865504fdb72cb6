// What the vectors of a listing ask: each way through the code counts, and another vector's test is not its own.
import { describe, expect, it } from 'vitest';
import { passage, routine } from '../../model/program.ts';
import { goTo } from '../../model/steps/branch.ts';
import { readAssembly } from '../read.ts';
import { lower } from './lower.ts';

const reference = [routine('missing', passage('missing', { go: goTo('begin') }))];

const TEST = 'lbz r10, HSTATE_IN_GUEST(r13)\n cmpwi r10, 0\n beq host\n b kvmppc_interrupt\n';
const REST =
  ' . = 0x2000\nhost: b host_common\nhost_common: rfid\nkvmppc_interrupt: rfid\nbegin: blr\n';

/** What the vector at 0x980 asks, of a listing with this code there; 0x500 asks as it should. */
function asked(code: string, more = '') {
  const text = ` .text\n . = 0x500\n ${TEST} . = 0x980\n ${code}\n${more}${REST}`;
  const reading = readAssembly([{ path: 'kernel/exceptions-64s.S', text }]);
  if (!reading.ok) throw new Error(reading.errors.map(({ message }) => message).join('\n'));
  const result = lower(reading.listing, { entry: 'begin', as: 'begin' }, reference);
  if (!result.ok) throw new Error(result.errors.map(({ message }) => message).join('\n'));
  return result.lowered.asking.get(0x980n);
}

const UNTESTED = { asks: false, untested: true };

describe('a vector', () => {
  it.each<[string, string, string?]>([
    ['asks itself', TEST],
    ['asks out of line', 'b out', `. = 0x1000\nout: ${TEST}`],
    ['asks after it has looked for the end of a nap', `bne cr1, nap\n ${TEST}`, 'nap: b missing\n'],
  ])('that %s is right', (_how, code, more) => {
    expect(asked(code, more)).toEqual({ asks: true, untested: false });
  });

  it.each<[string, string, string?]>([
    ['goes to the handler of the host at once', 'b host_common'],
    ['goes to KVM at once', 'b kvmppc_interrupt'],
    ['goes into the test of another vector', 'b 0x500 - 0x980 + .'],
    ['runs on into code that hands all to the host', 'nop', ' mflr r3\n b host\n'],
  ])('that %s has not asked', (_how, code, more) => {
    expect(asked(code, more)).toEqual(UNTESTED);
  });

  it('that asks on one way only is untested on the other', () => {
    expect(asked(`beq cr1, host\n ${TEST}`)).toEqual({ asks: true, untested: true });
  });

  it('that loads the answer and goes to the host in any case does not ask', () => {
    const asks = asked('lbz r10, HSTATE_IN_GUEST(r13)\n b host_common');
    expect(asks).toEqual({ asks: false, untested: false });
  });
});
