// Subjects by name: every path and defect, and kernel source as it was found or as it is.
import { describe, expect, it } from 'vitest';
import { defectNames } from '../../model/paths/repairs.ts';
import { Unreadable } from '../input/unreadable.ts';
import { diskFiles } from './disk-files.ts';
import { OWN_TREE } from './fixtures.ts';
import { readKernel } from './kernel-source.ts';
import { kernelSubject } from './kernel-subject.ts';
import { subjectNamed } from './subject.ts';
import { defectAlone, modelNames, models } from './variants.ts';

describe('a subject', () => {
  it.each(modelNames)('may be the path %s', (name) => {
    expect(subjectNamed(name)).toEqual({ model: name, program: models[name] });
  });

  it.each(defectNames)('may be %s alone', (name) => {
    expect(Object.keys(subjectNamed(name).program)).toEqual(Object.keys(defectAlone(name)));
    expect(subjectNamed(name).model).toBe(name);
  });

  it('is refused when nothing has its name', () => {
    expect(() => subjectNamed('nobody')).toThrow(Unreadable);
    expect(() => subjectNamed('nobody')).toThrow(/there are published, repaired, cr-not-kept/u);
  });
});

describe('kernel source', () => {
  const source = { paths: [OWN_TREE], defines: [] };
  const reading = readKernel(source, diskFiles);
  if (!reading.ok) throw new Error('the own tree does not read');
  const found = kernelSubject({ ...source, digest: reading.digest });
  const older = kernelSubject({ ...source, digest: '0'.repeat(16) });

  it('is taken as it was found', () => {
    expect(subjectNamed(found).program.layout).toEqual(reading.lowered.program.layout);
  });

  it('that has changed is refused, unless it is asked for as it is', () => {
    expect(() => subjectNamed(older)).toThrow(/has changed since the counterexample was found/u);
    expect(subjectNamed(older, 'as-it-is').model).toBe(older);
  });

  it('that does not read any more is refused', () => {
    const partial = kernelSubject({ paths: ['asm/fixtures/none.S'], defines: [], digest: '' });
    expect(() => subjectNamed(partial, 'as-it-is')).toThrow(Unreadable);
  });
});
