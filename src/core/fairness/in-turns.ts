import type { OperationBudget } from './operation-budget.js';

/** Rows between two looks at the time. */
const ROWS_OF_A_LOOK = 32;

/** Visits rows one after the other, in as many turns of the event loop as it takes. Throws why the operation has ended. */
export async function inTurns<T>(
  rows: Iterable<T>,
  budget: OperationBudget,
  visit: (row: T) => void,
): Promise<void> {
  let count = 0;
  for (const row of rows) {
    if (count % ROWS_OF_A_LOOK === 0 && budget.isDue) await budget.turn();
    count += 1;
    visit(row);
  }
}

/** What `map` makes of each row, in as many turns of the event loop as it takes. */
export async function mapInTurns<T, R>(
  rows: Iterable<T>,
  budget: OperationBudget,
  map: (row: T) => R,
): Promise<R[]> {
  const mapped: R[] = [];
  await inTurns(rows, budget, (row) => mapped.push(map(row)));
  return mapped;
}

/**
 * What `map` comes to for each row, begun in as many turns of the event loop as it takes. Where the operation ends in between, failures of
 * what was begun are nobody's.
 */
export async function mapAsyncInTurns<T, R>(
  rows: Iterable<T>,
  budget: OperationBudget,
  map: (row: T) => Promise<R>,
): Promise<R[]> {
  const begun: Promise<R>[] = [];
  await inTurns(rows, budget, (row) => {
    const work = map(row);
    work.catch(() => undefined);
    begun.push(work);
  });
  return Promise.all(begun);
}

/** Those rows that pass, in as many turns of the event loop as it takes. */
export async function filterInTurns<T>(
  rows: Iterable<T>,
  budget: OperationBudget,
  test: (row: T) => boolean,
): Promise<T[]> {
  const passed: T[] = [];
  await inTurns(rows, budget, (row) => {
    if (test(row)) passed.push(row);
  });
  return passed;
}
