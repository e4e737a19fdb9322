import { OperationBudget } from '../../../src/core/fairness/operation-budget.js';

const MEBIBYTE = 2 ** 20;
const LIMITS = {
  upstreamCalls: 100,
  rowsRead: 100,
  bytesHeld: 64 * MEBIBYTE,
  answerBytes: 100,
  requestTimeout: 30_000,
};

it('a heavy operation that waits for a place until its time is over says that it took too long', async () => {
  const endings = Array.from({ length: 3 }, () => new AbortController());
  const budgets = endings.map(
    ({ signal }) => new OperationBudget(LIMITS, { name: 'somebody', signal, end: () => undefined }),
  );
  for (const budget of budgets) budget.hold(9 * MEBIBYTE);
  const [first, second, third] = budgets.map((budget) => budget.turn());
  await Promise.all([first, second]);
  endings[2]?.abort(new DOMException('the request took too long', 'TimeoutError'));
  await expect(third).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT', limit: 'requestTimeout' });
  for (const ending of endings) ending.abort();
});
