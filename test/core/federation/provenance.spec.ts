import { Provenance } from '../../../src/core/federation/provenance.js';

const current = { isCurrent: () => true };
const outdated = { isCurrent: () => false };

describe('the provenance of an answer', () => {
  test('an answer of current snapshots may be given again', () => {
    const provenance = new Provenance();
    provenance.used(current);
    expect([provenance.reusable, provenance.isCurrent()]).toEqual([true, true]);
  });

  test('one outdated snapshot is enough to end that', () => {
    const provenance = new Provenance();
    provenance.used(current);
    provenance.used(outdated);
    expect([provenance.reusable, provenance.isCurrent()]).toEqual([true, false]);
  });

  test.each(['before', 'after'])('anything live forbids it, read %s the snapshots', (when) => {
    const provenance = new Provenance();
    if (when === 'before') provenance.live();
    provenance.used(current);
    if (when === 'after') provenance.live();
    expect([provenance.reusable, provenance.isCurrent()]).toEqual([false, false]);
  });
});
