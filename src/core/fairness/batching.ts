import type { OperationBudget } from './operation-budget.js';

/**
 * When a DataLoader sends what was asked of it: after everything that is under way has asked, and while a part of the operation waits
 * for its turn, after that part has asked too. So batches do not depend on how fast the machine is.
 */
export function batchedWith(budget: OperationBudget): { batchScheduleFn: (send: () => void) => void } {
  const batchScheduleFn = (send: () => void): void => {
    void Promise.resolve().then(() =>
      process.nextTick(() => {
        if (budget.isWaiting) budget.onceGoingOn(() => batchScheduleFn(send));
        else send();
      }),
    );
  };
  return { batchScheduleFn };
}
