import { Provenance } from '../../src/core/federation/provenance.js';
import { AnswerCache } from '../../src/platform/graphql/answer-cache/answer-cache.js';
import { RequestRecord } from '../../src/platform/request/request-record.js';

const MEBIBYTE = 2 ** 20;

function keep(answers: AnswerCache, key: string, length: number, provenance = new Provenance()): void {
  const record = new RequestRecord('id', '127.0.0.1', '/graphql');
  record.operation = { name: null, kind: 'query', hash: key };
  answers.allow(record, { provenance, extensions: {} });
  answers.keep(key, record, 'x'.repeat(length), 'application/json');
}

describe('Kept answers', () => {
  it('never hold more than 64 MiB; those that were not asked for longest go first', () => {
    const answers = new AnswerCache();
    const keys = Array.from({ length: 100 }, (_, index) => `key ${index}`);
    for (const key of keys) {
      keep(answers, key, MEBIBYTE);
      answers.find('key 0');
    }
    const held = keys.filter((key) => answers.find(key) !== undefined);
    expect(held.length).toBeGreaterThan(30);
    expect(held.length).toBeLessThanOrEqual(64);
    expect(held).toContain('key 0');
    expect(held).toContain('key 99');
    expect(held).not.toContain('key 1');
  });

  it('are no answers that would push out most others', () => {
    const answers = new AnswerCache();
    keep(answers, 'small', 1000);
    keep(answers, 'huge', 10 * MEBIBYTE);
    expect(answers.find('huge')).toBeUndefined();
    expect(answers.find('small')).toBeDefined();
  });

  it('end with what they were made of, and do not come back', () => {
    const answers = new AnswerCache();
    const provenance = new Provenance();
    let isCurrent = true;
    provenance.used({ isCurrent: () => isCurrent });
    keep(answers, 'key', 10, provenance);
    expect(answers.find('key')).toBeDefined();
    isCurrent = false;
    expect(answers.find('key')).toBeUndefined();
    isCurrent = true;
    expect(answers.find('key')).toBeUndefined();
  });

  it('are not made of what was over before the answer was sent', () => {
    const answers = new AnswerCache();
    const provenance = new Provenance();
    provenance.used({ isCurrent: () => false });
    keep(answers, 'key', 10, provenance);
    expect(answers.find('key')).toBeUndefined();
  });
});
