import { GraphQLSchemaHost } from '@nestjs/graphql';
import { getNamedType, isInputObjectType, isObjectType } from 'graphql';
import type { GraphQLArgument, GraphQLSchema } from 'graphql';
import { encodeId, serverId } from '../../src/core/model/ids.js';
import { askAs, bearer, keyAuth, testKey } from '../support/callers.js';
import type { Reply } from '../support/callers.js';
import { startGateway } from '../support/gateway.js';
import type { RunningGateway } from '../support/gateway.js';
import { PRODUCTS, startTrio } from '../support/troubled-fleet.js';
import type { Trio } from '../support/troubled-fleet.js';

const ALL = testKey({ name: 'all', role: 'ADMIN' });
const KEYS = { VBR: 'srv-vbr', VB_AWS: 'srv-aws', VB_M365: 'srv-m365' };
const EVERY = Object.values(KEYS);
/** For whom the VB_AWS server does not exist. */
const NARROW = testKey({ name: 'narrow', role: 'ADMIN', servers: [KEYS.VBR, KEYS.VB_M365] });

let trio: Trio;
let gateway: RunningGateway;
let schema: GraphQLSchema;
beforeAll(async () => {
  trio = await startTrio({ seed: 3 });
  gateway = await startGateway(
    PRODUCTS.map((product) => ({ key: KEYS[product], product, url: trio[product].url })),
    { auth: keyAuth(ALL, NARROW) },
  );
  ({ schema } = gateway.app.get(GraphQLSchemaHost, { strict: false }));
});
afterAll(async () => {
  await gateway.close();
  await trio.close();
});

function ask(query: string, servers: string[], key = ALL): Promise<Reply<Record<string, unknown>>> {
  return askAs(key.credential, gateway.url, query, { servers });
}

/** What of a field's answer tells which servers were asked. */
function selectionOn(field: string): string {
  if (field === 'servers') return '{ key }';
  if (field === 'report') return '{ capacity { sources { server { key } } total { repositories } } }';
  return '{ totalCount sources { server { key } } }';
}

/** The argument of a field that has `servers` in it; undefined: none. */
function scopeOf(args: readonly GraphQLArgument[]): string | undefined {
  return args.find(({ type }) => {
    const named = getNamedType(type);
    return isInputObjectType(named) && 'servers' in named.getFields();
  })?.name;
}

/** Every root field that takes servers, and the fields below that take them too, each as a query with `$servers`. */
function queries(): [name: string, query: string][] {
  const roots = Object.values(schema.getQueryType()?.getFields() ?? {}).flatMap(({ name, args }) => {
    const scope = scopeOf(args);
    return scope === undefined
      ? []
      : [[name, `${name}(${scope}: { servers: $servers }) ${selectionOn(name)}`] as const];
  });
  const below = [
    [
      'a report',
      'report { sessions(window: { last: "P1D" }, filter: { servers: $servers }) { sources { server { key } } } }',
    ],
    ...['policies', 'repositories', 'sessions'].map(
      (list) =>
        [
          `${list} of a server`,
          `servers { ${list}(filter: { servers: $servers }) ${selectionOn(list)} }`,
        ] as const,
    ),
  ] as const;
  return [...roots, ...below].map(([name, text]) => [name, `query ($servers: [ID!]) { ${text} }`]);
}

it('finds the places that are to be tried', () => {
  expect(queries().map(([name]) => name)).toEqual(
    expect.arrayContaining([
      'servers',
      'policies',
      'repositories',
      'sessions',
      'report',
      'vbrRepositories',
      'vbAwsSlaPolicies',
      'vbM365Proxies',
      'vbrManagedServers',
    ]),
  );
});

it('answers the same by the keys of servers as by their ids, everywhere', async () => {
  for (const [name, query] of queries()) {
    const byId = await ask(query, EVERY.slice(0, 2).map(serverId));
    const byKey = await ask(query, EVERY.slice(0, 2));
    const mixed = await ask(query, [serverId(KEYS.VBR), KEYS.VB_AWS]);
    expect({ name, errors: byId.errors, status: byId.status }).toEqual({ name, errors: [], status: 200 });
    expect({ name, answer: byKey.data }).toEqual({ name, answer: byId.data });
    expect({ name, answer: mixed.data }).toEqual({ name, answer: byId.data });
    const everywhere = await ask(query, EVERY);
    const one = await ask(query, [KEYS.VBR]);
    if (name === 'servers')
      expect([one.data, everywhere.data].map((data) => JSON.stringify(data).split('key').length - 1)).toEqual(
        [1, 3],
      );
  }
});

it('refuses the key of no server before a call, and says as much of the key of another tenant', async () => {
  for (const [name, query] of queries()) {
    const never = await ask(query, [KEYS.VBR, 'Never'], NARROW);
    const foreign = await ask(query, [KEYS.VBR, KEYS.VB_AWS], NARROW);
    expect({ name, status: never.status, code: never.errors[0]?.extensions.code }).toEqual({
      name,
      status: 400,
      code: 'BAD_USER_INPUT',
    });
    expect(never.errors[0]?.message).toMatch(
      /servers\.1: "Never" is not an id of this gateway, nor the key of one of its servers/,
    );
    expect(foreign.text.replaceAll(KEYS.VB_AWS, 'Never')).toBe(never.text);
  }
});

it('declares every input field that names servers of the caller as such', () => {
  const named = Object.values(schema.getTypeMap())
    .filter(isInputObjectType)
    .flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })))
    .filter(({ field }) => field.name === 'servers');
  expect(named.length).toBeGreaterThan(5);
  expect(
    named.filter(({ field }) => field.extensions['serverReference'] !== true).map(({ type }) => type.name),
  ).toEqual([]);
});

describe('a single server, by key', () => {
  const GUID = '00000000-0000-4000-8000-000000000001';
  const EXTENT = encodeId({ type: 'VbrRepository', server: KEYS.VBR, nativeId: GUID });
  const COST = `query ($server: ID!) { vbAwsSlaPolicyCost(input: { server: $server, name: "new", identityId: "${GUID}",
    backupType: ALL_ITEMS, regionIds: ["${GUID}"], slaTemplateId: "${GUID}" }) { cost { total } userErrors { code message field } } }`;
  const RESCAN = `mutation ($server: ID!) { vbAwsRescanBuckets(input: { server: $server, amazonAccountId: "${GUID}" })
    { session { id } userErrors { code field message } } }`;
  const CREATE = `mutation ($server: ID!) { vbrCreateRepository(input: { server: $server, name: "by-key",
    storage: { winLocal: { hostId: "${GUID}", path: "C:\\\\x" } } }) { userErrors { code field message } } }`;
  const SCALE_OUT = `mutation ($server: ID!) { vbrCreateScaleOutRepository(input: { server: $server, name: "by-key",
    performanceTier: { extents: ["${EXTENT}"] } }) { userErrors { code field message } } }`;
  const one = (query: string, server: string, key = ALL): Promise<Reply<Record<string, unknown>>> =>
    askAs(key.credential, gateway.url, query, { server });

  it.each([
    ['a cost', COST, KEYS.VB_AWS],
    ['a rescan', RESCAN, KEYS.VB_AWS],
    ['a new repository', CREATE, KEYS.VBR],
    ['a new scale-out repository', SCALE_OUT, KEYS.VBR],
  ])('is found for %s, and one that is none is no input', async (_title, query, server) => {
    const [byKey, byId] = [await one(query, server), await one(query, serverId(server))];
    expect(byKey.status).toBe(200);
    // A session is a new one each time.
    const bare = ({ text }: Reply<unknown>): string =>
      text.replaceAll(/"id":"[^"]*"/g, '').replaceAll(/"extensions".*$/g, '');
    expect(bare(byKey)).toBe(bare(byId));
    const [never, foreign] = [await one(query, 'Never', NARROW), await one(query, KEYS.VB_AWS, NARROW)];
    expect(never.text).toContain('INVALID_INPUT');
    expect(never.text).toContain('nor the key of one of its servers');
    const isForeign = server === KEYS.VB_AWS;
    if (isForeign) expect(foreign.text.replaceAll(KEYS.VB_AWS, 'Never')).toBe(never.text);
  });

  it('is found for the export, as a field and as a file', async () => {
    const query = 'query ($server: ID!) { vbAwsSlaPolicyExport(server: $server) { name } }';
    expect((await one(query, KEYS.VB_AWS)).data).toMatchObject({
      vbAwsSlaPolicyExport: { name: expect.any(String) },
    });
    const [never, foreign] = [await one(query, 'Never', NARROW), await one(query, KEYS.VB_AWS, NARROW)];
    expect(never.errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(foreign.text.replaceAll(KEYS.VB_AWS, 'Never')).toBe(never.text);
    const file = (server: string, key = ALL): Promise<Response> =>
      fetch(new URL(`/exports/sla-policies?server=${server}`, gateway.url), {
        headers: bearer(key.credential),
      });
    expect((await file(KEYS.VB_AWS)).status).toBe(200);
    expect((await file(KEYS.VB_AWS, NARROW)).status).toBe((await file('Never', NARROW)).status);
  });
});

it('leaves no input field that names a server out of these tests', () => {
  const single = Object.values(schema.getTypeMap())
    .filter((type) => isInputObjectType(type) && 'server' in type.getFields())
    .map(({ name }) => name);
  expect(single.toSorted()).toEqual([
    'VbAwsCreateSlaPolicyInput',
    'VbAwsRescanBucketsInput',
    'VbrCreateRepositoryInput',
    'VbrCreateScaleOutRepositoryInput',
  ]);
  const arguments_ = Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .flatMap((type) =>
      Object.values(type.getFields()).flatMap(({ name, args }) =>
        args.filter((arg) => arg.name === 'server').map(() => name),
      ),
    );
  expect(arguments_).toEqual(['vbAwsSlaPolicyExport']);
});
