import { GraphQLError, OperationTypeNode, getOperationAST, getVariableValues } from 'graphql';
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { Caller } from '../../../core/model/caller.js';
import type { IntrospectionAccess, QueryLimits } from '../../config/gateway-config.js';
import type { TrustedDocuments } from '../../config/trusted-documents.js';
import type { Variables } from '../selection.js';
import { Documents, exceeded } from './documents.js';
import { checkArguments, checkIntrospection, checkRole, maySeeSchema } from './field-checks.js';
import type { KnownServers } from './id-kind-check.js';
import { OperationWalk } from './operation-walk.js';
import type { Permissions } from './permissions.js';
import { refusal, withoutSuggestions, MOST_ERRORS, asRefusal } from './refusals.js';
import { checkTrusted, runsAnyDocument } from './trusted-documents.js';
import { excessOf } from './variables-size.js';

/** An operation as a client sends it, by whichever transport. */
export interface OperationRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
  readonly operationName?: string | null | undefined;
}

/** Who asks, and by what: streams carry subscriptions, requests all else. */
export interface Asking {
  readonly caller: Caller;
  /** The servers that exist for the caller. */
  readonly servers: KnownServers;
  readonly by: 'request' | 'stream';
}

/** An operation that may be executed. */
export interface CheckedOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Coerced. */
  readonly variables: Variables;
  /** How many values an answer may hold, and how many have to be looked at for it. */
  readonly complexity: number;
}

/** Why an operation is not executed: at least one error, each with a code and the status of an answer over HTTP. */
export interface RefusedOperation {
  readonly errors: readonly GraphQLError[];
  /** What was refused, for records of it; absent: no valid operation was found. */
  readonly operation?: OperationDefinitionNode | undefined;
}

/** What an operation's caller may do and how much an operation may ask for. */
export interface OperationRules {
  readonly limits: QueryLimits;
  readonly introspection: IntrospectionAccess;
  readonly trusted: TrustedDocuments | null;
}

/** Everything that is asked of an operation before anything of it is executed, whichever way it came. */
export class OperationChecks {
  private readonly documents: Documents;

  constructor(private readonly rules: OperationRules) {
    this.documents = new Documents(rules.limits);
  }

  check(
    schema: GraphQLSchema,
    request: OperationRequest,
    asking: Asking,
  ): CheckedOperation | RefusedOperation {
    const checked = this.checked(schema, request, asking);
    if (!('errors' in checked) || maySeeSchema(asking.caller, this.rules.introspection)) return checked;
    return { ...checked, errors: withoutSuggestions(checked.errors) };
  }

  /** What a caller may do, before anything is asked. */
  permissionsOf(caller: Caller): Permissions {
    const isAny = runsAnyDocument(this.rules.trusted, caller);
    const seesSchema = isAny && maySeeSchema(caller, this.rules.introspection);
    return { role: caller.role, seesSchema, runsAnyDocument: isAny };
  }

  private checked(
    schema: GraphQLSchema,
    { query, variables: inputs, operationName }: OperationRequest,
    asking: Asking,
  ): CheckedOperation | RefusedOperation {
    const read = this.documents.read(schema, query, asking.caller.id);
    if ('errors' in read) return read;
    let operation: OperationDefinitionNode | undefined;
    try {
      const { document } = read;
      operation = operationOf(document, operationName);
      checkTransport(operation, asking.by);
      checkTrusted(this.rules.trusted, query, asking.caller);
      const coerced = coercedVariables(schema, operation, inputs ?? {});
      const variables = 'errors' in coerced ? null : coerced.variables;
      const complexity = this.walk(schema, document, operation, variables, asking);
      // Whoever may not do it at all is told that first.
      if ('errors' in coerced) return { ...coerced, operation };
      return { document, operation, variables: coerced.variables, complexity };
    } catch (error) {
      if (error instanceof GraphQLError) return { errors: [error], operation };
      throw error;
    }
  }

  private walk(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Variables | null,
    { caller, servers }: Asking,
  ): number {
    const { limits, introspection } = this.rules;
    let visits = 0;
    const walk = new OperationWalk(schema, document, variables, (visited) => {
      visits += 1;
      checkIntrospection(visited, caller, introspection);
      checkRole(visited, caller);
      if (variables !== null) checkArguments({ schema, servers }, visited);
    });
    const complexity = walk.costOf(operation, servers.size);
    // graphql-js takes it for granted that there is a field to follow.
    if (visits === 0 && operation.operation === OperationTypeNode.SUBSCRIPTION) throw followsNothing();
    if (variables !== null && complexity > limits.complexity)
      throw exceeded('complexity', 'a complexity', limits.complexity, complexity);
    return complexity;
  }
}

function operationOf(document: DocumentNode, name: string | null | undefined): OperationDefinitionNode {
  const operation = getOperationAST(document, name);
  if (operation) return operation;
  const message = name
    ? `Unknown operation named "${name.slice(0, 100)}".`
    : 'Must provide operation name if query contains multiple operations.';
  throw refusal(message, 400, { code: 'OPERATION_RESOLUTION_FAILURE' });
}

function followsNothing(): GraphQLError {
  return refusal('the subscription leaves out its only field (@skip, @include)', 400, {
    code: 'BAD_REQUEST',
  });
}

function checkTransport({ operation }: OperationDefinitionNode, by: Asking['by']): void {
  const isSubscription = operation === OperationTypeNode.SUBSCRIPTION;
  if (by === 'stream' && !isSubscription)
    throw refusal('only subscriptions are taken here; send queries and mutations to /graphql', 400, {
      code: 'BAD_REQUEST',
    });
  if (by === 'request' && isSubscription)
    throw refusal(
      'subscriptions are not answered here: follow them over WebSocket (graphql-transport-ws) at /graphql, or as server-sent events at /graphql/stream',
      400,
      { code: 'BAD_REQUEST' },
    );
}

const QUOTING = /^(Variable "[^"]+" got invalid value) (.*?)((?: at "[^"]*")?; [^;]*)$/s;
const NONE: Variables = Object.freeze(Object.create(null));

/** The variables of an operation as its fields take them, or what is wrong with them. */
function coercedVariables(
  schema: GraphQLSchema,
  { variableDefinitions: definitions = [] }: OperationDefinitionNode,
  inputs: Variables,
): { readonly variables: Variables } | { readonly errors: readonly GraphQLError[] } {
  const excess = excessOf(inputs);
  if (excess !== undefined) return { errors: [excess] };
  if (definitions.length === 0) return { variables: NONE };
  const { coerced, errors = [] } = getVariableValues(schema, definitions, inputs, { maxErrors: MOST_ERRORS });
  if (coerced !== undefined) return { variables: coerced };
  return { errors: errors.map(withoutValue) };
}

/** GraphQL quotes the whole value that one field of it spoils: it may be long, and there may be a password in it. */
function withoutValue({ message, nodes }: GraphQLError): GraphQLError {
  const [, variable, , reason] = message.match(QUOTING) ?? [];
  const short = variable === undefined ? message : `${variable}${reason}`;
  return asRefusal(new GraphQLError(short, nodes), 'BAD_USER_INPUT');
}
