import { GraphQLError } from 'graphql';
import type { ExecutionResult } from 'graphql';
import type { Variables } from '../selection.js';
import { executeObject } from './execute-object.js';
import type { QueryPlan } from './query-plan.js';
import { Run } from './run.js';

type Data = NonNullable<ExecutionResult['data']>;

/** Answers a planned query as graphql-js would. `variables` are coerced. */
export async function executePlan(
  plan: QueryPlan,
  variables: Variables,
  context: unknown,
): Promise<ExecutionResult> {
  const run = new Run(context, variables);
  const data = await rootData(plan, run);
  return run.errors.length === 0 ? { data } : { errors: run.errors, data };
}

async function rootData(plan: QueryPlan, run: Run): Promise<Data | null> {
  try {
    return (await executeObject(run, plan.root, undefined, undefined)) as Data;
  } catch (error) {
    // Whatever reaches the root was located on its way.
    if (!(error instanceof GraphQLError)) throw error;
    run.report(error, undefined);
    return null;
  }
}
