import { readFileSync } from 'node:fs';
import { gql } from '@apollo/client';
import type { ApolloClient, TypedDocumentNode } from '@apollo/client';
import type { Client } from '@urql/core';
import { buildSchema, introspectionFromSchema, isAbstractType } from 'graphql';
import { WebSocket } from 'ws';
import { startVbrSimulator } from '../../../src/simulators/vbr/index.js';
import type { VbrSimulator } from '../../../src/simulators/vbr/index.js';
import { deadUrl } from '../../support/addresses.js';
import { askAs, keyAuth, testKey } from '../../support/callers.js';
import { startGateway } from '../../support/gateway.js';
import type { RunningGateway } from '../../support/gateway.js';
import { apolloClient } from './apollo-client.js';
import { requestClient } from './graphql-request.js';
import { urqlClient } from './urql.js';

const KEY = testKey({ role: 'VIEWER' });
const POLICIES = 12;
const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));
const possibleTypes = Object.fromEntries(
  Object.values(schema.getTypeMap())
    .filter(isAbstractType)
    .map((type) => [type.name, schema.getPossibleTypes(type).map(({ name }) => name)]),
);

interface Page {
  policies: {
    complete: boolean;
    sources: { server: { name: string }; status: string; error: { code: string } | null }[];
    edges: { cursor: string; node: { id: string; name: string } }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
}

const PAGE: TypedDocumentNode<Page, { after?: string | null }> = gql`
  query Page($after: String) {
    policies(first: 5, after: $after) {
      complete
      sources {
        server {
          id
          name
        }
        status
        error {
          code
          message
        }
      }
      edges {
        cursor
        node {
          id
          name
          kind
          ... on VbrJob {
            description
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;
const PARTIAL = gql`
  query Partial($gone: ID!) {
    servers {
      id
      key
    }
    gone: node(id: $gone) {
      id
    }
  }
`;
const REPORTS: TypedDocumentNode<object> = gql`
  query Reports {
    all: report {
      id
      sessions(window: { last: "P7D" }) {
        total {
          count
        }
      }
    }
    vbr: report(scope: { servers: ["vbr"] }) {
      id
      sessions(window: { last: "P7D" }) {
        total {
          count
        }
      }
    }
  }
`;
const FOLLOW = gql`
  subscription Follow($session: ID!) {
    sessionUpdated(session: $session) {
      id
      name
      state
    }
  }
`;

let vbr: VbrSimulator;
let gateway: RunningGateway;
/** The id of a policy of a server that does not answer. */
let gone: string;
/** The id of a session that runs. */
let running: string;

beforeAll(async () => {
  vbr = await startVbrSimulator({ seed: 5, policies: POLICIES, sessions: 100, workSeconds: 3600 });
  const auth = keyAuth(KEY);
  const timing = { probe: 60_000, follow: 30 };
  const whole = await startGateway(
    [
      { key: 'vbr', product: 'VBR', url: vbr.url },
      { key: 'gone', product: 'VBR', url: vbr.url },
    ],
    { auth },
  );
  const { data } = await askAs<{
    policies: { nodes: { id: string }[] };
    sessions: { nodes: { id: string }[] };
  }>(
    KEY.credential,
    whole.url,
    `{
      policies(filter: { servers: ["gone"] }, first: 1) { nodes { id } }
      sessions(filter: { servers: ["vbr"], states: [RUNNING] }, first: 1) { nodes { id } }
    }`,
  );
  await whole.close();
  [gone, running] = [data.policies.nodes[0]!.id, data.sessions.nodes[0]!.id];
  gateway = await startGateway(
    [
      { key: 'vbr', product: 'VBR', url: vbr.url },
      { key: 'gone', product: 'VBR', url: await deadUrl() },
    ],
    { auth },
    timing,
  );
});
afterAll(async () => {
  await gateway.close();
  await vbr.close();
});

const FAILED = { status: 'FAILED', error: { code: expect.stringMatching(/^(UNREACHABLE|CIRCUIT_OPEN)$/) } };

function expectWhole({ policies: { complete, sources, edges, pageInfo } }: Page): void {
  expect(new Set(edges.map(({ node }) => node.id)).size).toBe(POLICIES);
  expect(pageInfo.hasNextPage).toBe(false);
  expect(complete).toBe(false);
  expect(sources.find(({ server }) => server.name === 'gone')).toMatchObject(FAILED);
}

describe('Apollo Client', () => {
  let client: ApolloClient;
  beforeEach(() => {
    client = apolloClient(gateway.url, KEY.credential, possibleTypes, WebSocket);
  });
  afterEach(() => client.stop());

  it('puts the pages of a list together, and tells what is missing', async () => {
    const page = async (after: string | null): Promise<string | null> => {
      const { data } = await client.query({ query: PAGE, variables: { after }, fetchPolicy: 'network-only' });
      return data!.policies.pageInfo.hasNextPage ? data!.policies.pageInfo.endCursor : null;
    };
    for (let after = await page(null); after !== null; after = await page(after));
    expectWhole(client.readQuery({ query: PAGE })!);
  });

  it('gives what could be read beside the errors', async () => {
    const { data, error } = await client.query({ query: PARTIAL, variables: { gone } });
    expect(data).toMatchObject({ servers: [{ key: 'vbr' }, { key: 'gone' }], gone: null });
    expect(error?.message).toContain('refused');
  });

  it('keeps objects by id and reports by scope', async () => {
    const { data } = await client.query({ query: PAGE });
    const { id, name } = data!.policies.edges[0]!.node;
    const fragment = gql`
      fragment Kept on Policy {
        id
        name
        ... on VbrJob {
          description
        }
      }
    `;
    expect(client.readFragment({ id: `VbrJob:${id}`, fragment })).toMatchObject({ id, name });
    const reports = await client.query({
      query: REPORTS,
    });
    const kept = client.readQuery({ query: REPORTS });
    expect(kept).toEqual(reports.data);
  });

  it('follows a session', async () => {
    const { data } = await new Promise<{ data?: unknown }>((resolve, reject) => {
      const following = client.subscribe({ query: FOLLOW, variables: { session: running } }).subscribe({
        next: (event) => {
          following.unsubscribe();
          resolve(event);
        },
        error: reject,
      });
    });
    expect(data).toMatchObject({ sessionUpdated: { id: running, state: 'RUNNING' } });
  });
});

describe('urql', () => {
  let client: Client;
  beforeEach(() => {
    client = urqlClient(gateway.url, KEY.credential, introspectionFromSchema(schema));
  });

  it('puts the pages of a list together, and tells what is missing', async () => {
    let { data } = await client.query(PAGE, {});
    while (data!.policies.pageInfo.hasNextPage)
      ({ data } = await client.query(PAGE, { after: data!.policies.pageInfo.endCursor }));
    expectWhole(data!);
  });

  it('gives what could be read beside the errors', async () => {
    const { data, error } = await client.query(PARTIAL, { gone });
    expect(data).toMatchObject({ servers: [{ key: 'vbr' }, { key: 'gone' }], gone: null });
    expect(error?.message).toContain('refused');
  });

  it('keeps objects by id and reports by scope', async () => {
    await client.query(PAGE, {});
    const reports = await client.query(REPORTS, {});
    const kept = await client.query(REPORTS, {}, { requestPolicy: 'cache-only' });
    expect(kept.data).toEqual(reports.data);
  });

  it('follows a session', async () => {
    const data = await new Promise((resolve) => {
      const following = client.subscription(FOLLOW, { session: running }).subscribe((event) => {
        queueMicrotask(() => following.unsubscribe());
        resolve(event.data ?? event.error);
      });
    });
    expect(data).toMatchObject({ sessionUpdated: { id: running, state: 'RUNNING' } });
  });
});

describe('graphql-request', () => {
  it('gives what could be read beside the errors', async () => {
    const client = requestClient(gateway.url, KEY.credential);
    const { data, errors } = await client.rawRequest(PARTIAL.loc!.source.body, { gone });
    expect(data).toMatchObject({ servers: [{ key: 'vbr' }, { key: 'gone' }], gone: null });
    expect(errors?.[0]?.message).toContain('refused');
  });

  it('reads a list to its end', async () => {
    const client = requestClient(gateway.url, KEY.credential);
    const ids: string[] = [];
    let after: string | null = null;
    do {
      const { policies }: Page = await client.request(PAGE, { after });
      ids.push(...policies.edges.map(({ node }) => node.id));
      after = policies.pageInfo.hasNextPage ? policies.pageInfo.endCursor : null;
    } while (after !== null);
    expect(new Set(ids).size).toBe(POLICIES);
  });
});
