import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { GraphQLSchema } from 'graphql';
import { ROLES, isRoleEnough } from '../../../src/core/model/caller.js';
import type { Role } from '../../../src/core/model/caller.js';
import { requiredRoleOf } from '../../../src/platform/graphql/checks/required-role.js';
import { startVbrSimulator } from '../../../src/simulators/vbr/index.js';
import type { VbrSimulator } from '../../../src/simulators/vbr/index.js';
import { askAs, keyAuth, testKey } from '../../support/callers.js';
import type { Reply } from '../../support/callers.js';
import { startGateway } from '../../support/gateway.js';
import type { RunningGateway } from '../../support/gateway.js';

const KEYS = {
  VIEWER: testKey({ role: 'VIEWER' }),
  OPERATOR: testKey({ role: 'OPERATOR' }),
  ADMIN: testKey({ role: 'ADMIN' }),
};

/** What every role may do, told apart from the code: whatever is not here is the ADMIN's. */
const FOR_OPERATORS = [
  'disablePolicy',
  'enablePolicy',
  'rescanRepositories',
  'startPolicy',
  'stopPolicy',
  'vbAwsRescanBuckets',
  'vbM365RescanProxy',
  'vbM365StopRestoreSession',
  'vbrStopSession',
];

describe('Roles', () => {
  let vbr: VbrSimulator;
  let gateway: RunningGateway;
  let schema: GraphQLSchema;
  let policy: string;

  beforeAll(async () => {
    vbr = await startVbrSimulator({ seed: 3, policies: 6, sessions: 30 });
    gateway = await startGateway([{ key: 'vbr', product: 'VBR', url: vbr.url }], {
      auth: keyAuth(...Object.values(KEYS)),
    });
    ({ schema } = gateway.app.get(GraphQLSchemaHost, { strict: false }));
    const { data } = await ask<{ policies: { nodes: { id: string; name: string }[] } }>(
      'VIEWER',
      '{ policies(first: 1, filter: { status: [IDLE], enabled: true }) { nodes { id name } } }',
    );
    policy = data.policies.nodes[0]?.id ?? '';
  });

  afterAll(async () => {
    await gateway.close();
    await vbr.close();
  });

  function ask<T>(role: Role, query: string, variables?: Record<string, unknown>): Promise<Reply<T>> {
    return askAs<T>(KEYS[role].credential, gateway.url, query, variables);
  }

  const mutations = (): string[] => Object.keys(schema.getMutationType()?.getFields() ?? {});

  it('are declared for every change', () => {
    const declared = Object.values(schema.getMutationType()?.getFields() ?? {}).map(
      ({ name, extensions }) => [name, requiredRoleOf(extensions)],
    );
    expect(declared.length).toBeGreaterThan(25);
    expect(declared).toEqual(
      mutations().map((name) => [name, FOR_OPERATORS.includes(name) ? 'OPERATOR' : 'ADMIN']),
    );
  });

  it('that are not enough refuse every change by its name, before anything is sent', async () => {
    const before = vbr.requests.length;
    for (const { name, args, extensions } of Object.values(schema.getMutationType()?.getFields() ?? {})) {
      const needed = requiredRoleOf(extensions) ?? 'VIEWER';
      for (const role of ROLES.filter((held) => !isRoleEnough(held, needed))) {
        const query = `mutation ($input: ${String(args[0]?.type)}) { ${name}(input: $input) { userErrors { code } } }`;
        const { status, data, errors } = await ask(role, query, { input: {} });
        expect(status).toBe(403);
        expect(data).toBeUndefined();
        expect(errors).toEqual([
          {
            message: `Mutation.${name} needs the role ${needed}, and yours is ${role}`,
            locations: expect.any(Array),
            extensions: { code: 'FORBIDDEN', field: `Mutation.${name}`, requiredRole: needed },
          },
        ]);
      }
    }
    expect(vbr.requests.length).toBe(before);
  });

  const START = 'mutation ($id: ID!) { startPolicy(input: { policy: $id }) { userErrors { code } } }';
  const ENABLE = 'enablePolicy(input: { policy: $id }) { policy { enabled } userErrors { code } }';
  const REMOVE = 'vbrRemoveRepository(input: { repository: $id, confirmName: "x" }) { userErrors { code } }';

  it('that are enough let changes through', async () => {
    const operator = await ask('OPERATOR', `mutation ($id: ID!) { ${ENABLE} }`, { id: policy });
    expect(operator.data).toEqual({ enablePolicy: { policy: { enabled: true }, userErrors: [] } });
    const admin = await ask('ADMIN', START, { id: policy });
    expect(admin.data).toEqual({ startPolicy: { userErrors: [] } });
    const removal = await ask('ADMIN', `mutation ($id: ID!) { ${REMOVE} }`, { id: policy });
    expect(removal.data).toMatchObject({ vbrRemoveRepository: { userErrors: [{ code: 'INVALID_INPUT' }] } });
  });

  it('count for the whole document: what one may do is not done either', async () => {
    const before = vbr.requests.length;
    const disable = 'disablePolicy(input: { policy: $id }) { userErrors { code } }';
    const query = `mutation ($id: ID!) { first: ${disable} ...Second } fragment Second on Mutation { ${REMOVE} }`;
    const { status, errors } = await ask('OPERATOR', query, { id: policy });
    expect(status).toBe(403);
    expect(errors.map(({ extensions }) => extensions['field'])).toEqual(['Mutation.vbrRemoveRepository']);
    expect(vbr.requests.length).toBe(before);
  });

  it('count for fields behind aliases, fragments and @include that are executed, and for no others', async () => {
    const query = `mutation ($id: ID!, $asAdmin: Boolean!) {
      __typename
      ... on Mutation @include(if: $asAdmin) { harmless: ${REMOVE} }
    }`;
    expect((await ask('VIEWER', query, { id: policy, asAdmin: true })).status).toBe(403);
    expect((await ask('VIEWER', query, { id: policy, asAdmin: false })).data).toEqual({
      __typename: 'Mutation',
    });
  });

  it('are told before what else is wrong with a query, so that nothing can be learnt from it', async () => {
    const { errors } = await ask('VIEWER', START, { id: 'no id at all' });
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
  });
});
