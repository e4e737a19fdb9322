import { Kind, visit } from 'graphql';
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { SharedMemory } from '../shared-memory.js';
import type { Variables } from '../selection.js';
import { completionOf } from './completion.js';
import { QueryPlan } from './query-plan.js';

const MEBIBYTE = 2 ** 20;
const ROOM = 32 * MEBIBYTE;
/** A document of n conditions has 2^n plans; nobody means to use more than a few of them. */
const MOST_PLANS_OF_AN_OPERATION = 16;

/** The combinations of conditions by which one operation was asked. */
interface PlannedOperation {
  readonly id: number;
  readonly conditions: readonly string[];
  readonly keys: Set<string>;
}

/** Plans of operations, each made once for each combination of conditions that was asked; bounded by what they weigh. */
export class Plans {
  private readonly operations = new WeakMap<OperationDefinitionNode, PlannedOperation>();
  private readonly plans = new SharedMemory<QueryPlan>(ROOM);
  private readonly places = new WeakMap<QueryPlan, { key: string; owner: string; bytes: number }>();
  private ids = 0;

  /** Bytes that all plans take, about. */
  get size(): number {
    return this.plans.size;
  }

  /** Throws a GraphQLError when the conditions have no value. */
  of(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Variables,
    owner = '',
  ): QueryPlan {
    const { id, conditions, keys } = this.planned(document, operation);
    const key = `${id} ${conditions.map((name) => String(variables[name])).join()}`;
    const known = this.plans.get(key);
    if (known !== undefined) return known;
    const values = conditions.flatMap((name) => (name in variables ? [[name, variables[name]]] : []));
    const made = new QueryPlan(schema, document, operation, Object.fromEntries(values), completionOf);
    if (keys.size >= MOST_PLANS_OF_AN_OPERATION) this.forget(keys);
    keys.add(key);
    this.keep(key, made, owner);
    return made;
  }

  /** Weighs a plan again: it grows as it meets types. */
  weigh(plan: QueryPlan): void {
    const place = this.places.get(plan);
    if (place === undefined || place.bytes === plan.bytes) return;
    if (this.plans.get(place.key) === plan) this.keep(place.key, plan, place.owner);
  }

  private keep(key: string, plan: QueryPlan, owner: string): void {
    this.places.set(plan, { key, owner, bytes: plan.bytes });
    this.plans.set(key, plan, plan.bytes, owner);
  }

  private forget(keys: Set<string>): void {
    for (const key of keys) this.plans.delete(key);
    keys.clear();
  }

  private planned(document: DocumentNode, operation: OperationDefinitionNode): PlannedOperation {
    const known = this.operations.get(operation);
    if (known !== undefined) return known;
    this.ids += 1;
    const made = { id: this.ids, conditions: conditionsOf(document), keys: new Set<string>() };
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
