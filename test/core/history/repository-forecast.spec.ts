import { OperationBudget } from '../../../src/core/fairness/operation-budget.js';
import { UNCHANGED } from '../../../src/core/forecast/capacity-outlook.js';
import { DAY_LENGTH, dayOf } from '../../../src/core/forecast/capacity-days.js';
import { CapacityPast } from '../../../src/core/history/capacity-past.js';
import { MemoryCapacityStore } from '../../../src/core/history/memory-capacity-store.js';
import { forecastRepositories } from '../../../src/core/history/repository-forecast.js';
import { repository } from '../reports/records.js';

const LIMITS = {
  upstreamCalls: Infinity,
  rowsRead: Infinity,
  bytesHeld: Infinity,
  answerBytes: Infinity,
  loopTime: Infinity,
  requestTimeout: Infinity,
};
const DAYS = 730;
const TERABYTE = 1e12;
const question = {
  now: Date.parse('2026-06-01T12:00:00Z'),
  window: DAYS * DAY_LENGTH,
  threshold: 1,
  minimumFree: 0,
  whatIf: UNCHANGED,
};

it('hundreds of forecasts that are asked for at once leave the loop to others in between', async () => {
  const store = new MemoryCapacityStore();
  const today = dayOf(question.now);
  const seen = Array.from({ length: DAYS }, (_none, index) => ({
    repository: 'r',
    time: (today - index) * DAY_LENGTH,
    capacity: 2 * TERABYTE,
    free: TERABYTE + index * 1e8,
    used: null,
  }));
  await store.recordCapacity('vbr', seen);
  const { signal } = new AbortController();
  const budget = new OperationBudget(LIMITS, { name: 'ann', signal, end: () => undefined });
  const past = new CapacityPast(store, 'vbr', budget);
  let turns = 0;
  let isDone = false;
  const count = (): void => {
    turns += 1;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  const record = repository({ nativeId: 'r', capacity: 2 * TERABYTE, free: TERABYTE });
  const asked = Array.from({ length: 100 }, () => forecastRepositories([{ record, past }], question, budget));
  const answers = await Promise.all(asked);
  isDone = true;
  expect(answers.every(({ forecast }) => forecast.days === DAYS)).toBe(true);
  // Each takes milliseconds, and a turn ends after twelve.
  expect(turns).toBeGreaterThan(2);
});
