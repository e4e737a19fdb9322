import { GraphQLError } from 'graphql';
import type { ExecutionResult } from 'graphql';
import { OperationEnded } from '../../../core/errors/operation-ended.js';
import { OperationBudget } from '../../../core/fairness/operation-budget.js';
import { endExtensions } from '../format-error.js';
import type { Variables } from '../selection.js';
import { executeObject } from './execute-object.js';
import type { QueryPlan } from './query-plan.js';
import { PlanExecution } from './plan-execution.js';
import { noteSize } from './write-answer.js';

type Data = NonNullable<ExecutionResult['data']>;

/** Answers a planned query as graphql-js would, within what it may use. `variables` are coerced. */
export async function executePlan(
  plan: QueryPlan,
  variables: Variables,
  context: unknown,
  budget = new OperationBudget(),
): Promise<ExecutionResult> {
  const run = new PlanExecution(context, variables, budget);
  const begins = budget.reason === undefined;
  const data = begins ? await Promise.race([rootData(plan, run), budget.end.then(() => null)]) : null;
  const { reason } = budget;
  if (reason !== undefined)
    return { errors: [new GraphQLError(reason.message, { extensions: endExtensions(reason) })], data: null };
  if (data !== null) noteSize(data, run.bytes, budget);
  return run.errors.length === 0 ? { data } : { errors: run.errors, data };
}

async function rootData(plan: QueryPlan, run: PlanExecution): Promise<Data | null> {
  try {
    const data = (await executeObject(run, plan.root, undefined, undefined)) as Data;
    run.budget.answer(run.bytes);
    return data;
  } catch (error) {
    if (error instanceof OperationEnded) return null;
    // Whatever reaches the root was located on its way.
    if (!(error instanceof GraphQLError)) throw error;
    run.report(error, undefined);
    return null;
  }
}
