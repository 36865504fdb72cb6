// Kernel source by the paths that the user gives: a subject that names paths opens none of them.
import { describe, expect, it } from 'vitest';
import { kernelSourceFrom, kernelSubject } from '../properties/subjects/kernel-subject.ts';
import { subjectGiven } from './kernel-given.ts';

const files = { paths: ['a.S', 'b.S'], defines: ['X'], digest: '0123456789abcdef' };
const [alone, inTree] = [files, { ...files, tree: 'linux' }].map(kernelSubject);

/** What the subject has become, part by part. */
const given = (subject: string | undefined, flags: Parameters<typeof subjectGiven>[1]) =>
  kernelSourceFrom(subjectGiven(subject ?? '', flags, 'this token'));

describe('a subject that is no kernel source', () => {
  it('is what it was', () => {
    expect(subjectGiven('repaired', {}, 'this token')).toBe('repaired');
  });
  it.each([{ kernel: ['a.S'] }, { tree: 'linux' }])('takes no path', (flags) => {
    expect(() => subjectGiven('repaired', flags, 'this token')).toThrow(
      'this token is not from kernel source: omit --kernel and --tree',
    );
  });
});

describe('a subject that is kernel source', () => {
  it('has the paths that are given, and all else as it was', () => {
    expect(given(alone, { kernel: ['c.S'] })).toEqual({ ...files, paths: ['c.S'] });
    expect(given(inTree, { kernel: ['c.S'], tree: 'here' })).toEqual({
      ...files,
      paths: ['c.S'],
      tree: 'here',
    });
  });
  it.each([{}, { tree: 'here' }, { kernel: ['c.S'], tree: 'here' }])(
    'of files alone wants each of them, and no tree',
    (flags) => {
      expect(() => given(alone, flags)).toThrow(
        'this token is from kernel source, and opens no file by itself: give --kernel a.S --kernel b.S and no --tree',
      );
    },
  );
  it('with a patch wants the patch too, and opens no other', () => {
    const patched = kernelSubject({ ...files, patch: 'theirs.patch' });
    expect(given(patched, { kernel: ['c.S'], patch: 'mine.patch' })).toMatchObject({
      paths: ['c.S'],
      patch: 'mine.patch',
    });
    expect(() => given(patched, { kernel: ['c.S'] })).toThrow('--patch theirs.patch');
    expect(() => given(alone, { kernel: ['c.S'], patch: 'mine.patch' })).toThrow('and no --tree');
  });
  it.each([{}, { tree: 'here' }, { kernel: ['c.S'] }])('of a tree wants that too', (flags) => {
    expect(() => given(inTree, flags)).toThrow('give --kernel a.S --kernel b.S --tree linux');
  });
});
