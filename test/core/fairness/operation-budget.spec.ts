import DataLoader from 'dataloader';
import { OperationEnded } from '../../../src/core/errors/operation-ended.js';
import { batchedWith } from '../../../src/core/fairness/batching.js';
import { inTurns, mapAsyncInTurns } from '../../../src/core/fairness/in-turns.js';
import { OperationBudget } from '../../../src/core/fairness/operation-budget.js';
import type { OperationLimits } from '../../../src/core/fairness/operation-budget.js';

const MEBIBYTE = 2 ** 20;
const ROOMY: OperationLimits = {
  upstreamCalls: Infinity,
  rowsRead: Infinity,
  bytesHeld: Infinity,
  answerBytes: Infinity,
  loopTime: Infinity,
  requestTimeout: Infinity,
};

declare const hostProcess: NodeJS.Process;

interface Running {
  readonly budget: OperationBudget;
  readonly ends: OperationEnded[];
}

function start(limits: Partial<OperationLimits>): Running {
  const ends: OperationEnded[] = [];
  const { signal } = new AbortController();
  const owner = { name: 'ann', signal, end: (reason: OperationEnded) => void ends.push(reason) };
  return { budget: new OperationBudget({ ...ROOMY, ...limits }, owner), ends };
}

function* forEver(): Generator<number> {
  for (let row = 0; ; row += 1) yield row;
}

it('work without end is ended in the middle when its time is up', async () => {
  const { budget, ends } = start({ requestTimeout: 50 });
  const work = inTurns(forEver(), budget, () => undefined);
  await expect(work).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT', limit: 'requestTimeout', allowed: 50 });
  await budget.end;
  expect(ends).toEqual([budget.reason]);
});

it('work without end is ended when nobody waits for it any more', async () => {
  const client = new AbortController();
  const budget = new OperationBudget(ROOMY, { name: 'ann', signal: client.signal, end: () => undefined });
  const work = inTurns(forEver(), budget, () => undefined);
  client.abort();
  await expect(work).rejects.toMatchObject({ code: 'ABANDONED' });
});

it('what was begun for rows before it ended fails for nobody', async () => {
  const client = new AbortController();
  const budget = new OperationBudget(ROOMY, { name: 'ann', signal: client.signal, end: () => undefined });
  let unheard = 0;
  const count = (): void => void (unheard += 1);
  hostProcess.on('unhandledRejection', count);
  const work = mapAsyncInTurns(forEver(), budget, async (row) => {
    if (row === 3) client.abort();
    await budget.turn();
  });
  await expect(work).rejects.toMatchObject({ code: 'ABANDONED' });
  await new Promise((resolve) => setImmediate(resolve));
  hostProcess.off('unhandledRejection', count);
  expect(unheard).toBe(0);
});

it('what has come when the time is over is still put together', async () => {
  const request = new AbortController();
  const budget = new OperationBudget(ROOMY, { name: 'ann', signal: request.signal, end: () => undefined });
  request.abort(new DOMException('the request took too long', 'TimeoutError'));
  let rows = 0;
  await inTurns([1, 2, 3], budget, (row) => (rows += row));
  await budget.turn();
  expect(rows).toBe(6);
});

it('is ended soon after its time is up, also while everything of it waits for a turn', async () => {
  const request = new AbortController();
  const owner = { name: 'ann', signal: request.signal, end: () => undefined };
  const budget = new OperationBudget({ ...ROOMY, requestTimeout: 100 }, owner);
  request.abort(new DOMException('the request took too long', 'TimeoutError'));
  expect(budget.reason).toBeUndefined();
  await budget.end;
  expect(budget.reason).toMatchObject({ code: 'REQUEST_TIMEOUT', limit: 'requestTimeout', allowed: 100 });
  // Nobody's turn is waited for any more.
  await budget.laterTurnOrEnd();
});

it('is not ended for the time when nobody waits for its answer', async () => {
  const client = new AbortController();
  const budget = new OperationBudget(
    { ...ROOMY, requestTimeout: 1 },
    { name: 'ann', signal: client.signal, end: () => undefined },
  );
  client.abort();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(budget.reason).toBeUndefined();
});

it('work without end is ended when it has kept the loop busy for too long, whatever time it still has', async () => {
  const { budget, ends } = start({ loopTime: 50 });
  const parts = [1, 2, 3].map(() => inTurns(forEver(), budget, () => undefined));
  const settled = await Promise.allSettled(parts);
  const reason = { code: 'QUERY_LIMIT_EXCEEDED', limit: 'loopTime', allowed: 50 };
  expect(settled).toMatchObject(parts.map(() => ({ status: 'rejected', reason })));
  await budget.end;
  expect(ends).toEqual([budget.reason]);
});

it('others have their turns while work without end goes on', async () => {
  const { budget } = start({ requestTimeout: 2_000 });
  let others = 0;
  const other = setInterval(() => (others += 1), 1);
  await expect(inTurns(forEver(), budget, () => undefined)).rejects.toThrow(OperationEnded);
  clearInterval(other);
  expect(others).toBeGreaterThan(1);
});

it.each<[keyof OperationLimits, (budget: OperationBudget) => void]>([
  ['rowsRead', (budget) => budget.read(60)],
  ['bytesHeld', (budget) => budget.hold(60)],
  ['answerBytes', (budget) => budget.answer(120)],
])('%s ends the operation as a whole', (limit, use) => {
  const { budget, ends } = start({ [limit]: 100 });
  const twice = (): void => [1, 2].forEach(() => use(budget));
  expect(twice).toThrow(OperationEnded);
  expect(ends).toMatchObject([{ code: 'QUERY_LIMIT_EXCEEDED', limit, allowed: 100 }]);
});

it('what is let go does not count any longer', () => {
  const { budget } = start({ bytesHeld: 100 });
  for (let time = 0; time < 10; time += 1) {
    budget.hold(60);
    budget.release(60);
  }
  expect(budget.reason).toBeUndefined();
});

it('what waits for a turn is asked for in the same batch as what does not', async () => {
  const { budget } = start({});
  const batches: number[][] = [];
  const loader = new DataLoader<number, number>(async (keys) => {
    batches.push([...keys]);
    return keys;
  }, batchedWith(budget));
  await Promise.all([loader.load(1), budget.turn().then(() => loader.load(2)), loader.load(3)]);
  expect(batches).toEqual([[1, 3, 2]]);
});

it('a heavy operation that waits for a place until its time is over says that it took too long', async () => {
  const endings = Array.from({ length: 3 }, () => new AbortController());
  const budgets = endings.map(
    ({ signal }) => new OperationBudget(ROOMY, { name: 'somebody', signal, end: () => undefined }),
  );
  for (const budget of budgets) budget.hold(9 * MEBIBYTE);
  const [first, second, third] = budgets.map((budget) => budget.turn());
  await Promise.all([first, second]);
  endings[2]?.abort(new DOMException('the request took too long', 'TimeoutError'));
  await expect(third).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT', limit: 'requestTimeout' });
  for (const ending of endings) ending.abort();
});
