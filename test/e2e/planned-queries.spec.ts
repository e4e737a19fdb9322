import { GraphQLSchemaHost } from '@nestjs/graphql';
import {
  execute,
  getNamedType,
  getOperationAST,
  isLeafType,
  isNonNullType,
  isObjectType,
  parse,
} from 'graphql';
import type { GraphQLObjectType, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { Fleet } from '../../src/core/federation/fleet.js';
import { ANYBODY } from '../../src/core/model/caller.js';
import { executePlan } from '../../src/platform/graphql/execution/execute-plan.js';
import { Plans } from '../../src/platform/graphql/execution/plans.js';
import { ConcreteTypes } from '../../src/schema/shared/concrete-types.js';
import type { GatewayContext } from '../../src/schema/shared/operation.js';
import { operationContext } from '../../src/schema/shared/operation.js';
import { startCachedGateway } from '../support/cached-gateway.js';
import { freezeClock } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import type { RunningGateway } from '../support/gateway.js';
import { startTrio } from '../support/troubled-fleet.js';
import type { Trio } from '../support/troubled-fleet.js';

let clock: FrozenClock;
let trio: Trio;
let gateway: RunningGateway;
let schema: GraphQLSchema;

beforeAll(async () => {
  clock = freezeClock();
  trio = await startTrio({ seed: 5 });
  gateway = await startCachedGateway(trio, { inventory: 'PT1H', staleIfError: 'PT0S' });
  schema = gateway.app.get(GraphQLSchemaHost, { strict: false }).schema;
});
afterAll(async () => {
  await gateway.close();
  await trio.close();
  clock.release();
});

function context(): GatewayContext {
  const { app } = gateway;
  const { signal } = new AbortController();
  const limits = {
    upstreamCalls: 5_000,
    rowsRead: 1_000_000,
    bytesHeld: 2 ** 26,
    answerBytes: 2 ** 25,
    loopTime: Infinity,
    requestTimeout: 30_000,
  };
  return operationContext(ANYBODY, app.get(Fleet), app.get(ConcreteTypes), { signal, limits });
}

/** Everything a type has that needs no argument, to a depth. What a single session costs a call each is left out. */
function everything(type: GraphQLObjectType, depth: number): string {
  const fields = Object.values(type.getFields()).flatMap(({ name, type: fieldType, args }) => {
    if (args.some((argument) => isNonNullType(argument.type) && argument.defaultValue === undefined))
      return [];
    if (OWN_CALLS.has(name)) return [];
    const alias = `${type.name}_${name}: ${name}`;
    const named = getNamedType(fieldType);
    if (isLeafType(named)) return [alias];
    return depth > 0 && isObjectType(named) ? [`${alias} ${everything(named, depth - 1)}`] : [];
  });
  return `{ __typename ${fields.join(' ')} }`;
}

const OWN_CALLS = new Set(['log', 'items', 'health', 'latencyMs', 'upstreamCalls']);

function documentOf(list: string, kind: string): string {
  const parts = schema
    .getPossibleTypes(schema.getType(kind) as never)
    .map((type) => `... on ${type.name} ${everything(type, 2)}`);
  return `{ ${list} { totalCount complete nodes { id ${parts.join(' ')} } } }`;
}

describe('Every field of every type', () => {
  it.each([
    ['policies(first: 100)', 'Policy'],
    ['repositories(first: 100)', 'Repository'],
    ['sessions(first: 50)', 'Session'],
  ])('of %s is answered by a plan as by graphql-js', async (list, kind) => {
    const document = parse(documentOf(list, kind));
    const operation = getOperationAST(document) as OperationDefinitionNode;
    const plan = new Plans().of(schema, document, operation, {});
    const planned = JSON.stringify(await executePlan(plan, {}, context()));
    const expected = JSON.stringify(await execute({ schema, document, contextValue: context() }));
    expect(JSON.parse(planned)).toEqual(JSON.parse(expected));
    expect(planned.length).toBeGreaterThan(10_000);
  });
});
