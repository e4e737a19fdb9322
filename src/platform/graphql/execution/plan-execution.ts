import { getArgumentValues, locatedError, responsePathAsArray } from 'graphql';
import type { GraphQLError, GraphQLResolveInfo } from 'graphql';
import type { OperationBudget } from '../../../core/fairness/operation-budget.js';
import type { Variables } from '../selection.js';
import type { Path, Execution, FieldPlan } from './query-plan.js';

type Arguments = Readonly<Record<string, unknown>>;

const NO_ARGUMENTS: Arguments = Object.freeze({});

/** What an error takes besides its message, with its path and its server. */
const BYTES_OF_AN_ERROR = 250;

/** One execution of a plan: what its resolvers are given, and what went wrong. */
export class PlanExecution implements Execution {
  readonly errors: GraphQLError[] = [];
  /** Bytes of the answer so far, about. */
  bytes = 0;
  private readonly failedPlaces = new Set<Path | undefined>();
  private readonly known = new Map<FieldPlan, Arguments>();

  constructor(
    readonly context: unknown,
    private readonly variables: Variables,
    /** What the operation may use. */
    readonly budget: OperationBudget,
  ) {}

  /** The same for all rows of a list. Throws what is wrong with them. */
  argumentsOf(field: FieldPlan): Arguments {
    if (!field.takesArguments) return NO_ARGUMENTS;
    const known = this.known.get(field);
    if (known !== undefined) return known;
    const args = getArgumentValues(field.definition, field.node, this.variables);
    this.known.set(field, args);
    return args;
  }

  infoOf(field: FieldPlan, path: Path): GraphQLResolveInfo {
    const { schema, scope, operation } = field.plan;
    return {
      fieldName: field.name,
      fieldNodes: field.nodes,
      returnType: field.definition.type,
      parentType: field.parentType,
      path,
      schema,
      fragments: scope.fragments,
      rootValue: undefined,
      operation,
      variableValues: this.variables,
    };
  }

  /** The value in place of one that failed: null, or where that may not be, the error is thrown to the place around it. */
  failed(error: unknown, field: FieldPlan, mayBeNull: boolean, path: Path): null {
    const located = locatedError(error, field.nodes, responsePathAsArray(path));
    if (!mayBeNull) throw located;
    this.report(located, path);
    return null;
  }

  /** Keeps an error unless what it stands in is null already. */
  report(error: GraphQLError, path: Path | undefined): void {
    if (this.isGone(path)) return;
    this.failedPlaces.add(path);
    this.bytes += BYTES_OF_AN_ERROR + error.message.length;
    this.errors.push(error);
  }

  private isGone(path: Path | undefined): boolean {
    for (let place = path; place !== undefined; place = place.prev)
      if (this.failedPlaces.has(place)) return true;
    return this.failedPlaces.has(undefined);
  }
}
