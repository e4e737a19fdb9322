import { Kind, visit } from 'graphql';
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { Variables } from '../selection.js';
import { QueryPlan } from './query-plan.js';

/** A document of n conditions has 2^n plans; nobody means to use more than a few of them. */
const MOST_PLANS_OF_AN_OPERATION = 16;

/** The plans of one operation, one for each combination of conditions that was asked. */
interface PlannedOperation {
  readonly conditions: readonly string[];
  readonly plans: Map<string, QueryPlan>;
}

/** Plans of operations, each made once and dropped together with its document, which Apollo keeps in a bounded store. */
export class Plans {
  private readonly operations = new WeakMap<OperationDefinitionNode, PlannedOperation>();

  /** Throws a GraphQLError when the conditions have no value. */
  of(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Variables,
  ): QueryPlan {
    const { conditions, plans } = this.planned(document, operation);
    const key = conditions.map((name) => String(variables[name])).join();
    const known = plans.get(key);
    if (known !== undefined) return known;
    const values = conditions.flatMap((name) => (name in variables ? [[name, variables[name]]] : []));
    const made = new QueryPlan(schema, document, operation, Object.fromEntries(values));
    if (plans.size >= MOST_PLANS_OF_AN_OPERATION) plans.clear();
    plans.set(key, made);
    return made;
  }

  private planned(document: DocumentNode, operation: OperationDefinitionNode): PlannedOperation {
    const known = this.operations.get(operation);
    if (known !== undefined) return known;
    const made = { conditions: conditionsOf(document), plans: new Map<string, QueryPlan>() };
    this.operations.set(operation, made);
    return made;
  }
}

/** Names of the variables that @skip and @include read anywhere in a document. */
function conditionsOf(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Directive: ({ arguments: args = [] }) => {
      for (const { value } of args) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}
