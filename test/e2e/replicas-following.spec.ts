import { jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'graphql-ws';
import type { Client } from 'graphql-ws';
import WebSocket from 'ws';
import { endProcesses, startProcess } from '../support/built-gateway.js';
import type { GatewayProcess } from '../support/built-gateway.js';
import { describeWithPostgres, startPostgres } from '../support/postgres.js';
import type { PostgresServer } from '../support/postgres.js';
import { PRODUCTS, startTrio } from '../support/troubled-fleet.js';
import type { Trio } from '../support/troubled-fleet.js';
import { until } from '../support/until.js';

jest.setTimeout(300_000);

interface Change {
  kind: string;
  server: { key: string } | null;
  session: { id: string; state: string } | null;
}

interface Sessions {
  complete: boolean;
  totalCount: number | null;
  sources: { status: string; coveredFrom: string | null }[];
  edges: { node: { id: string } }[];
}

const HOUR = 3_600_000;
/** Of another process: answered with a gap at once, which tells that somebody listens. */
const FOREIGN = Buffer.from(`${randomUUID()} 7`).toString('base64url');

describeWithPostgres('replicas that share a PostgreSQL', () => {
  let now: number;
  let folder: string;
  let url: string;
  let postgres: PostgresServer;
  let trio: Trio;
  const clients: Client[] = [];

  beforeAll(async () => {
    postgres = await startPostgres();
  });
  beforeEach(async () => {
    now = Date.now();
    folder = mkdtempSync(join(tmpdir(), 'replicas-'));
    url = await postgres.database();
    trio = await startTrio({ seed: 8, policies: 8, sessions: 120, now: () => now });
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.dispose();
    await endProcesses();
    await trio.close();
    rmSync(folder, { recursive: true });
  });
  afterAll(() => postgres.remove());

  async function start(): Promise<GatewayProcess> {
    const servers = PRODUCTS.map((product) => ({
      ...{ key: product, name: product, product, url: trio[product].url },
      ...{ username: 'svc-gateway', password: 'simulated' },
    }));
    const file = join(folder, 'gateway.yaml');
    const listen = { host: '127.0.0.1', port: 0 };
    const follow = { active: 'PT2S', idle: 'PT2S' };
    writeFileSync(file, JSON.stringify({ listen, servers, follow, history: { url } }));
    const gateway = startProcess({ GATEWAY_CONFIG: file });
    await gateway.listening();
    return gateway;
  }

  async function ask<T>(gateway: GatewayProcess, query: string): Promise<T> {
    const response = await fetch(await gateway.listening(), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    const { data, errors } = (await response.json()) as { data: T; errors?: unknown };
    expect(errors).toBeUndefined();
    return data;
  }

  async function sessions(gateway: GatewayProcess, maxAge = ''): Promise<Sessions> {
    const query = `{ sessions(first: 500${maxAge}) { complete totalCount sources { status coveredFrom } edges { node { id } } } }`;
    return (await ask<{ sessions: Sessions }>(gateway, query)).sessions;
  }

  const areKept = ({ sources }: Sessions): boolean =>
    sources.every(({ coveredFrom }) => coveredFrom !== null);

  /** Waits until it answers from what is kept. */
  async function kept(gateway: GatewayProcess): Promise<void> {
    await until(async () => areKept(await sessions(gateway)));
  }

  /** The changes that a replica tells, from now on. */
  async function follow(gateway: GatewayProcess): Promise<{ changes: Change[] }> {
    const address = (await gateway.listening()).replace('http', 'ws');
    const client = createClient({ url: address, webSocketImpl: WebSocket, retryAttempts: 0 });
    clients.push(client);
    const query = `subscription { changes(after: "${FOREIGN}") { kind server { key } session { id state } } }`;
    const results = client.iterate<{ changes: Change }>({ query });
    const seen = { changes: [] as Change[] };
    await results.next();
    void (async () => {
      for await (const { data } of results) if (data) seen.changes.push(data.changes);
    })().catch(() => undefined);
    return seen;
  }

  /** Starts a policy of the VBR server by a replica; the id of its session. */
  async function startPolicy(gateway: GatewayProcess): Promise<string> {
    const { policies } = await ask<{ policies: { nodes: { id: string }[] } }>(
      gateway,
      `{ policies(filter: { servers: ["VBR"], kinds: [BACKUP], status: [IDLE] }, first: 1, maxAge: "PT0S") { nodes { id } } }`,
    );
    const { startPolicy: started } = await ask<{ startPolicy: { session: { id: string } } }>(
      gateway,
      `mutation { startPolicy(input: { policy: "${policies.nodes[0]?.id}" }) { session { id } } }`,
    );
    return started.session.id;
  }

  /** The connections that hold servers, one line a server. */
  const holders = async (): Promise<string[]> =>
    (
      await postgres.run(
        url,
        `select pid::text from pg_locks where locktype = 'advisory' and granted
          and database = (select oid from pg_database where datname = current_database())`,
      )
    ).map(({ pid }) => String(pid));

  const kindsOf = (changes: readonly Change[], id: string): string[] =>
    changes.filter(({ session }) => session?.id === id).map(({ kind }) => kind);

  /** A session begins and ends, and this is told of it, whatever else is told. */
  async function story(gateway: GatewayProcess, seen: { changes: Change[] }): Promise<string> {
    const id = await startPolicy(gateway);
    await until(
      () => kindsOf(seen.changes, id).includes('SESSION_STARTED'),
      () => JSON.stringify(seen.changes),
    );
    now += 24 * HOUR;
    await until(
      () => kindsOf(seen.changes, id).includes('SESSION_FINISHED'),
      () => JSON.stringify(seen.changes),
    );
    return id;
  }

  it('look at each server once, tell the same on each, and take over from one another when killed in turn', async () => {
    const first = await start();
    await kept(first);
    expect(await holders()).toHaveLength(PRODUCTS.length);
    const [holder] = await holders();

    const second = await start();
    await kept(second);
    expect(await holders()).toEqual([holder, holder, holder]);
    const [there, here] = [await follow(first), await follow(second)];
    const told = await story(second, here);
    await until(() => kindsOf(there.changes, told).includes('SESSION_FINISHED'));
    expect((await sessions(first)).edges.map(({ node }) => node.id)).toContain(told);

    first.child.kill('SIGKILL');
    await first.ended();
    let failed = 0;
    await until(async () => {
      const { complete, sources } = await sessions(second);
      if (!complete || sources.some(({ status }) => status !== 'OK')) failed += 1;
      const held = await holders();
      return held.length === PRODUCTS.length && !held.includes(holder ?? '');
    });
    expect(failed).toBe(0);
    const later = await story(second, here);

    const third = await start();
    await kept(third);
    const last = await follow(third);
    expect((await sessions(third)).edges.map(({ node }) => node.id)).toEqual(
      expect.arrayContaining([told, later]),
    );
    second.child.kill('SIGTERM');
    expect((await second.ended()).status).toBe(0);
    const latest = await story(third, last);
    const all = await sessions(third, ', maxAge: "PT0S"');
    expect(all.complete).toBe(true);
    expect(all.edges.map(({ node }) => node.id)).toEqual(expect.arrayContaining([told, later, latest]));
    for (const { changes } of [there, here, last]) {
      expect(changes.filter(({ kind }) => kind === 'GAP')).toEqual([]);
      const lines = changes.filter(({ session }) => session).map((change) => JSON.stringify(change));
      const finished = lines.filter((line) => line.includes('SESSION_FINISHED'));
      expect(new Set(finished).size).toBe(finished.length);
    }
  });

  it('go on answering, and say so, while the database is away, and share the servers again once it is back', async () => {
    const [first, second] = [await start(), await start()];
    await Promise.all([kept(first), kept(second)]);
    await postgres.stop();
    for (const gateway of [first, second]) {
      await until(async () => /^veeam_gateway_history_up 0$/m.test(await metrics(gateway)));
      const { complete, sources, edges } = await sessions(gateway, ', maxAge: "PT0S"');
      expect({ complete, status: sources.map(({ status }) => status) }).toEqual({
        complete: true,
        status: ['OK', 'OK', 'OK'],
      });
      expect(edges.length).toBeGreaterThan(0);
      expect(gateway.output()).toMatch(/the history is away, answers go on without it/);
    }
    await postgres.start();
    await until(async () => (await holders()).length === PRODUCTS.length);
    for (const gateway of [first, second]) {
      await kept(gateway);
      await until(async () => /^veeam_gateway_history_up 1$/m.test(await metrics(gateway)));
    }
  });

  async function metrics(gateway: GatewayProcess): Promise<string> {
    return (await fetch(new URL('/metrics', await gateway.listening()))).text();
  }
});
