import { GraphQLSchemaHost } from '@nestjs/graphql';
import { getNamedType, getNullableType, isAbstractType, isInputObjectType, isListType } from 'graphql';
import type { GraphQLInputField, GraphQLInputType, GraphQLSchema } from 'graphql';
import { decodeId } from '../../../src/core/model/ids.js';
import { startVb365Simulator } from '../../../src/simulators/vb365/index.js';
import { startVbAwsSimulator } from '../../../src/simulators/vbaws/index.js';
import { startVbrSimulator } from '../../../src/simulators/vbr/index.js';
import type { Upstream } from '../../../src/simulators/kit/upstream.js';
import { askAs, bearer, keyAuth, testKey } from '../../support/callers.js';
import { freezeClock } from '../../support/clock.js';
import type { FrozenClock } from '../../support/clock.js';
import { startGateway } from '../../support/gateway.js';
import type { RunningGateway, ServerEntry } from '../../support/gateway.js';
import { documentsOf, mutationsAbout, selectionsOfAllFields } from '../../support/schema-walk.js';
import type { ArgumentTexts } from '../../support/schema-walk.js';
import { isCounted } from '../../support/upstream-calls.js';

const ACME = testKey({ name: 'acme', role: 'ADMIN', tags: { tenant: 'acme' } });
const GLOBEX = testKey({ name: 'globex', role: 'ADMIN', tags: { tenant: 'globex' } });

interface Tenant {
  entries: ServerEntry[];
  simulators: Upstream[];
}

/** One server of each product. The tenant's name is in everything that the configuration says of them. */
async function startTenant(name: string, seed: number): Promise<Tenant> {
  const size = { policies: 16, sessions: 120 };
  const simulators = await Promise.all([
    startVbrSimulator({ ...size, seed }),
    startVbAwsSimulator({ ...size, seed }),
    startVb365Simulator({ ...size, seed }),
  ]);
  const products = ['VBR', 'VB_AWS', 'VB_M365'];
  const entries = simulators.map(({ url }, index) => {
    const key = `${name}-${products[index]}`;
    return { key, name: `${key} server`, product: products[index] ?? '', url, tags: { tenant: name } };
  });
  return { entries, simulators };
}

/**
 * What a caller of one tenant finds in a gateway of two is compared with a gateway that has never heard of the other: every answer
 * must be the same text.
 */
describe("Another tenant's servers", () => {
  let clock: FrozenClock;
  let acme: Tenant;
  let globex: Tenant;
  let shared: RunningGateway;
  let alone: RunningGateway;
  let schema: GraphQLSchema;
  let foreignIds: string[];
  let texts: ArgumentTexts;

  beforeAll(async () => {
    clock = freezeClock();
    [acme, globex] = await Promise.all([startTenant('acme', 21), startTenant('globex', 22)]);
    const auth = keyAuth(ACME, GLOBEX);
    // Its documents ask for every field of every type at once.
    const config = { auth, limits: { complexity: 100_000_000 } };
    // Probes of their health, by a slow machine in the middle of a test, would count as calls.
    const timing = { probe: 24 * 3_600_000 };
    shared = await startGateway([...globex.entries, ...acme.entries], config, timing);
    alone = await startGateway(acme.entries, config);
    ({ schema } = shared.app.get(GraphQLSchemaHost, { strict: false }));
    await Promise.all([whenProbed(shared, GLOBEX), whenProbed(shared, ACME), whenProbed(alone, ACME)]);
    foreignIds = await idsOf(GLOBEX);
    texts = argumentTexts(await idsOf(ACME));
  });

  afterAll(async () => {
    await Promise.all([shared, alone].map((gateway) => gateway.close()));
    await Promise.all([...acme.simulators, ...globex.simulators].map((simulator) => simulator.close()));
    clock.release();
  });

  async function whenProbed(gateway: RunningGateway, key: typeof ACME): Promise<void> {
    const query = '{ servers { health { status } } }';
    for (;;) {
      const { text } = await askAs(key.credential, gateway.url, query);
      if (!text.includes('UNKNOWN')) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** Ids of everything a tenant has, whatever it is. */
  async function idsOf(key: typeof ACME): Promise<string[]> {
    const list = '{ nodes { id } }';
    const query = `{ servers { id } policies(first: 500) ${list} repositories(first: 500) ${list}
      sessions(first: 40) ${list} vbM365Proxies(first: 500) ${list} }`;
    const { text } = await askAs(key.credential, shared.url, query);
    return [...text.matchAll(/"id":"([^"]+)"/g)].map(([, id = '']) => id);
  }

  /** Asks both gateways the same; the answers are texts. */
  async function askBoth(query: string, variables?: object): Promise<[string, string]> {
    const ask = async ({ url }: RunningGateway): Promise<string> => {
      const { status, text } = await askAs(ACME.credential, url, query, { ...variables });
      return `${status} ${text}`;
    };
    return [await ask(shared), await ask(alone)];
  }

  const foreignCalls = (): number =>
    globex.simulators.reduce((sum, { requests }) => sum + requests.filter(isCounted).length, 0);

  it('are not in any field of any type', async () => {
    const types = selectionsOfAllFields(schema, texts);
    const answers: string[] = [];
    for (const query of documentsOf(types)) {
      // Whatever is kept of the other tenant's answer must not be given to this one.
      await askAs(GLOBEX.credential, shared.url, query);
      const [seen, expected] = await askBoth(query);
      expect(withoutCalls(seen)).toBe(withoutCalls(expected));
      expect(seen.replace(/^200 \{"data":.*/s, 'data')).toBe('data');
      answers.push(seen);
    }
    const all = answers.join('\n');
    expect(all).not.toMatch(/globex/i);
    for (const id of foreignIds) expect(all).not.toContain(id);
    // The walk has seen what it walked over: objects of nearly all types, since even a small fleet has them.
    const seen = types.filter(({ type: name }) => {
      const type = schema.getType(name);
      const objects = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
      return objects.some((object) => all.includes(`"__typename":"${String(object)}"`));
    });
    expect(seen.length).toBeGreaterThan(85);
  }, 240_000);

  it('have no objects: an id of theirs answers as one that never was, at no cost', async () => {
    const before = foreignCalls();
    for (const id of foreignIds) {
      const [seen, expected] = await askBoth('query ($id: ID!) { node(id: $id) { id } }', { id });
      expect(seen).toBe(expected);
      expect(seen).toMatch(/^200 \{"data":\{"node":null\},"extensions":\{"cost":\{"upstreamCalls":0/);
    }
    const [seen, expected] = await askBoth('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
      ids: foreignIds,
    });
    expect(seen).toBe(expected);
    expect(foreignCalls()).toBe(before);
  });

  it('cannot be asked for by any argument', async () => {
    const before = foreignCalls();
    const ids = someOfEachType(foreignIds, 1).filter((id) => TYPICAL.has(decodeId(id).type));
    let places = 0;
    for (const { name, args } of Object.values(schema.getQueryType()?.getFields() ?? {}))
      for (const argument of args.filter(({ name: given }) => given === 'filter' || given === 'scope'))
        for (const field of idFields(argument.type)) {
          const answers: string[] = [];
          for (const id of ids) {
            const value = isListType(getNullableType(field.type)) ? `["${id}"]` : `"${id}"`;
            const query = `{ ${name}(${argument.name}: { ${field.name}: ${value} }) { ${SELECTIONS[name] ?? 'complete'} } }`;
            const [seen, expected] = await askBoth(query);
            expect(seen).toBe(expected);
            answers.push(seen);
          }
          expect(answers.join('')).toContain('200 {"data":');
          expect(answers.join('')).not.toMatch(/globex/i);
          places += 1;
        }
    expect(places).toBeGreaterThan(7);
    const exportOf = 'query ($id: ID!) { vbAwsSlaPolicyExport(server: $id) { content } }';
    const costOf = schema.getQueryType()?.getFields()['vbAwsSlaPolicyCost'];
    if (costOf === undefined) throw new Error('vbAwsSlaPolicyCost is gone');
    const [query, variables] = mutationsAbout(costOf, ids);
    const [seen, expected] = await askBoth(query.replace('mutation', 'query'), variables);
    expect(seen).toBe(expected);
    for (const id of ids) {
      const [seen, expected] = await askBoth(exportOf, { id });
      expect(seen).toBe(expected);
    }
    expect(foreignCalls()).toBe(before);
  });

  it('cannot be changed by any mutation', async () => {
    const before = foreignCalls();
    const unfound = new Set<string>();
    for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
      const [query, variables] = mutationsAbout(field, someOfEachType(foreignIds, 1));
      const [seen, expected] = await askBoth(query, variables);
      expect(seen).toBe(expected);
      expect(seen).toMatch(/^200 \{"data":/);
      if (seen.includes('"code":"NOT_FOUND"')) unfound.add(field.name);
    }
    // Those that create, and one that takes a whole list, stop at what else is wrong with a made-up input.
    expect(unfound.size).toBeGreaterThan(18);
    expect(foreignCalls()).toBe(before);
  });

  it('cannot be followed or downloaded, and health tells nothing of them', async () => {
    const before = foreignCalls();
    const get = async ({ url }: RunningGateway, path: string): Promise<string> => {
      const root = url.replace('/graphql', '');
      const headers = { ...bearer(ACME.credential), accept: 'text/event-stream, application/json' };
      const response = await fetch(root + path, { headers });
      return `${response.status} ${await response.text()}`;
    };
    const paths = someOfEachType(foreignIds, 1).flatMap((id) => [
      `/graphql/stream?query=subscription{sessionUpdated(session:"${id}"){id}}`,
      `/exports/sla-policies?server=${id}`,
    ]);
    for (const path of [...paths, '/health/live', '/health/ready', '/metrics'])
      expect(await get(shared, path)).toBe(await get(alone, path));
    expect(foreignCalls()).toBe(before);
  });

  it('are not passed over in lists by a cursor of theirs', async () => {
    const list =
      'query ($after: String) { sessions(first: 3, after: $after) { nodes { id } pageInfo { endCursor } } }';
    const { text } = await askAs(GLOBEX.credential, shared.url, list);
    const [, after] = /"endCursor":"([^"]+)"/.exec(text) ?? [];
    const [seen, expected] = await askBoth(list, { after });
    expect(seen).toBe(expected);
    expect(seen).not.toMatch(/globex/i);
  });

  it('remember idempotency keys of their own', async () => {
    const mutation = `mutation ($input: PolicyActionInput!) {
      enablePolicy(input: $input) { policy { id } userErrors { code message } } }`;
    const enable = async (key: typeof ACME, policy: string): Promise<string> => {
      const input = { policy, idempotencyKey: 'monday' };
      return (await askAs(key.credential, shared.url, mutation, { input })).text;
    };
    const ofType = (ids: readonly string[], type: string): string =>
      ids.find((id) => decodeId(id).type === type) ?? '';
    const theirs = ofType(foreignIds, 'VbrJob');
    const ours = ofType(await idsOf(ACME), 'VbrJob');
    expect(await enable(GLOBEX, theirs)).toContain(`"policy":{"id":"${theirs}"},"userErrors":[]`);
    expect(await enable(ACME, ours)).toContain(`"policy":{"id":"${ours}"},"userErrors":[]`);
    expect(await enable(ACME, theirs)).toContain('this idempotencyKey was used with another input');
  });
});

/** A server, and of each product something that filters take. */
const TYPICAL = new Set([
  'BackupServer',
  'VbrJob',
  'VbrRepository',
  'VbrScaleOutRepository',
  'VbrSession',
  'VbAwsEc2Policy',
  'VbM365Repository',
]);

const SOURCES = 'complete sources { status server { key } }';
const LIST = `totalCount nodes { id } ${SOURCES}`;
const SELECTIONS: Readonly<Record<string, string>> = {
  servers: 'key',
  policies: LIST,
  repositories: LIST,
  sessions: LIST,
  vbM365Proxies: `nodes { id } ${SOURCES}`,
  report: `sessions(window: { last: "P7D" }) { total { count } ${SOURCES} } capacity { ${SOURCES} } protection { ${SOURCES} }`,
};

/** Arguments where there must be some, and windows and lists wide enough to hold something of every kind. */
function argumentTexts(ids: readonly string[]): ArgumentTexts {
  const server = ids.find((id) => decodeId(id).server === 'acme-VB_AWS') ?? '';
  const input = `{ server: "${server}", name: "x", identityId: "x", regionIds: ["x"], backupType: ALL_ITEMS, slaTemplateId: "x", storageTemplateId: "x" }`;
  return {
    'CapacityForecast.additionalNeeded': 'for: "P90D"',
    history: 'window: { last: "P3D" }',
    'Report.protectionHistory': 'window: { last: "P3D" }',
    'Report.events': 'window: { last: "P30D" }',
    'Query.node': `id: "${ids[0]}"`,
    'Query.nodes': `ids: ${JSON.stringify(someOfEachType(ids, 3))}`,
    'Query.search': 'text: "a", first: 100',
    'Query.sessions': 'first: 120',
    'Query.policies': 'first: 100',
    'Query.repositories': 'first: 100',
    'Query.vbAwsSlaPolicyCost': `input: ${input}`,
    'Query.vbAwsSlaPolicyExport': `server: "${server}"`,
    'Report.sessions': 'window: { last: "P30D" }',
    'VbAwsSlaPolicy.instanceStatistics': 'from: "2026-02-18T00:00:00Z"',
    'VbAwsSlaPolicy.instances': 'from: "2026-02-18T00:00:00Z"',
  };
}

function someOfEachType(ids: readonly string[], some: number): string[] {
  const type = (id: string): string => decodeId(id).type;
  return ids.filter(
    (id, index) => ids.slice(0, index).filter((other) => type(other) === type(id)).length < some,
  );
}

/** The fields of an input that take ids. */
function idFields(type: GraphQLInputType): GraphQLInputField[] {
  const input = getNamedType(type);
  if (!isInputObjectType(input)) return [];
  return Object.values(input.getFields()).filter((field) => getNamedType(field.type).name === 'ID');
}

/** Fields that want sessions at the same time share a walk over them: how many walks there are hangs on which fields were quick. */
function withoutCalls(answer: string): string {
  return answer.replace(/(?<="cost":\{"upstreamCalls":)\d+/, 'some');
}
