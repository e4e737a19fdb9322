import { Refusal } from '../../../src/core/errors/refusal.js';
import { SourceFailure } from '../../../src/core/errors/source-failure.js';
import { ChangeRunner } from '../../../src/core/federation/change-runner.js';
import { ANYBODY, callerOf } from '../../../src/core/model/caller.js';

function counted(): {
  runner: ChangeRunner;
  clock: { now: number };
  change: (key: string | null, input?: string) => ReturnType<ChangeRunner['run']>;
  done: () => number;
} {
  const clock = { now: 0 };
  const runner = new ChangeRunner(() => clock.now);
  let done = 0;
  const change = (key: string | null, input = 'same') =>
    runner.run(ANYBODY, { name: 'startPolicy', input, idempotencyKey: key, work: async () => (done += 1) });
  return { runner, clock, change, done: () => done };
}

describe('A change with an idempotency key', () => {
  it('is made once, and whoever asks again gets the first answer, also while the first is under way', async () => {
    const { change, done } = counted();
    const answers = await Promise.all([change('key'), change('key')]);
    expect([...answers, await change('key')].map(({ result }) => result)).toEqual([1, 1, 1]);
    expect(done()).toBe(1);
  });

  it('is refused when the key was used with another input', async () => {
    const { change, done } = counted();
    await change('key', 'one');
    expect((await change('key', 'other')).errors).toMatchObject([
      { code: 'INVALID_INPUT', field: ['input', 'idempotencyKey'] },
    ]);
    expect(done()).toBe(1);
  });

  it('of 900,000 letters is refused', async () => {
    const { change, done } = counted();
    expect((await change('k'.repeat(900_000))).errors).toMatchObject([
      { code: 'INVALID_INPUT', field: ['input', 'idempotencyKey'] },
    ]);
    expect(done()).toBe(0);
  });

  it('is remembered among the last of its caller, whatever others change', async () => {
    const { runner, change, done } = counted();
    await change('key');
    const other = callerOf({ ...ANYBODY, id: 'other' });
    for (let index = 0; index < 1_000; index += 1)
      await runner.run(other, { name: 'a', input: 1, idempotencyKey: `${index}`, work: async () => index });
    await change('key');
    expect(done()).toBe(1);
  });

  it('is made again when ten minutes have passed', async () => {
    const { change, clock, done } = counted();
    await change('key');
    clock.now = 10 * 60_000;
    await change('key');
    expect(done()).toBe(2);
  });

  it('counts for its caller only, and only while that caller sees the same servers', async () => {
    const { runner } = counted();
    const change = { name: 'startPolicy', input: 'same', idempotencyKey: 'key' };
    const narrow = callerOf({ ...ANYBODY, scope: { servers: ['a'], tags: [] } });
    const other = callerOf({ ...ANYBODY, id: 'another caller' });
    const outcomes = await Promise.all(
      [ANYBODY, narrow, other, ANYBODY].map((caller) =>
        runner.run(caller, { ...change, work: async () => caller.id + caller.scopeKey }),
      ),
    );
    expect(outcomes.map(({ result }) => result)).toEqual(
      [ANYBODY, narrow, other, ANYBODY].map(({ id, scopeKey }) => id + scopeKey),
    );
  });

  it('counts within its mutation only', async () => {
    const { runner, change } = counted();
    await change('key');
    const other = await runner.run(ANYBODY, {
      name: 'stopPolicy',
      input: 'same',
      idempotencyKey: 'key',
      work: async () => 'stopped',
    });
    expect(other.result).toBe('stopped');
  });

  it('keeps a refusal as its answer but forgets a fault of ours', async () => {
    const runner = new ChangeRunner(() => 0);
    const run = (key: string) =>
      runner.run(ANYBODY, {
        name: 'x',
        input: 0,
        idempotencyKey: key,
        work: async () => {
          throw key === 'refused' ? new Refusal([]) : new TypeError('bug');
        },
      });
    expect(await run('refused')).toEqual({ result: null, errors: [] });
    await expect(run('bug')).rejects.toThrow('bug');
    const again = await runner.run(ANYBODY, {
      name: 'x',
      input: 0,
      idempotencyKey: 'bug',
      work: async () => 'fine',
    });
    expect(again.result).toBe('fine');
  });
});

describe('A change without a key', () => {
  it('is made every time', async () => {
    const { change, done } = counted();
    await change(null);
    await change(null);
    expect(done()).toBe(2);
  });

  it('tells that a server without an answer may or may not have done it', async () => {
    const failure = new SourceFailure('TIMEOUT', 'no complete answer within 1 s');
    failure.server = 'vbr';
    const runner = new ChangeRunner(() => 0);
    const { errors } = await runner.run(ANYBODY, {
      name: 'x',
      input: 0,
      idempotencyKey: null,
      work: async () => {
        throw failure;
      },
    });
    expect(errors).toMatchObject([
      {
        code: 'UPSTREAM_UNAVAILABLE',
        message: 'vbr: no complete answer within 1 s',
        field: null,
        upstream: null,
      },
    ]);
  });
});
