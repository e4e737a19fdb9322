import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { keyAuth, testKey } from '../support/callers.js';
import { freezeClock } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { startFleet } from '../support/fleet.js';
import type { Fleet } from '../support/fleet.js';
import { startGateway } from '../support/gateway.js';
import type { Answer, RunningGateway } from '../support/gateway.js';

type Row = Readonly<Record<string, unknown>>;

interface Closing {
  readonly complete: boolean;
  readonly rows: number;
  readonly sources: readonly {
    readonly server: string;
    readonly status: string;
    readonly error: unknown;
    readonly fetchedAt: string | null;
  }[];
}

interface SessionPage {
  readonly sessions: {
    readonly nodes: Row[];
    readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean };
  };
}

interface Download {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer;
  readonly trailers: Readonly<Record<string, string | undefined>>;
}

const NOW = Date.parse('2026-03-18T10:30:00Z');
let clock: FrozenClock;
let fleet: Fleet;
let folder: string;
beforeAll(async () => {
  clock = freezeClock(NOW);
  fleet = await startFleet();
  folder = mkdtempSync(join(tmpdir(), 'exports-'));
});
afterAll(async () => {
  await fleet.close();
  clock.release();
  rmSync(folder, { recursive: true });
});

function download(path: string, key?: string, gateway: RunningGateway = fleet.gateway): Promise<Download> {
  const url = new URL(path, gateway.url);
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { headers: key === undefined ? {} : { authorization: `Bearer ${key}` } },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            type: String(answer.headers['content-type']),
            body: Buffer.concat(chunks),
            trailers: answer.trailers,
          }),
        );
      },
    );
    sent.on('error', reject).end();
  });
}

async function lines(path: string, key?: string, gateway?: RunningGateway) {
  const { status, body } = await download(path, key, gateway);
  expect(status).toBe(200);
  const texts = body.toString().trimEnd().split('\n');
  const rows = texts.slice(0, -1).map((line) => JSON.parse(line) as Row);
  return { rows, closing: JSON.parse(texts.at(-1) ?? '') as Closing };
}

async function rowsOf(format: 'csv' | 'parquet', body: Buffer): Promise<readonly Row[]> {
  const path = join(folder, `file.${format}`);
  writeFileSync(path, body);
  const connection = await (await DuckDBInstance.create()).connect();
  const from = format === 'csv' ? `read_csv('${path}')` : `read_parquet('${path}')`;
  const result = await connection.runAndReadAll(
    `select * replace (startTime::timestamptz::timestamp::varchar as startTime) from ${from}`,
  );
  const rows = result.getRowObjectsJson();
  connection.closeSync();
  return rows;
}

const NAMES = ['sessions', 'runs', 'policies', 'repositories', 'capacity', 'policy-days'];

it('gives sessions as the list has them, and says at the end how it came out', async () => {
  const { rows, closing } = await lines('/exports/sessions.ndjson');
  const listed: unknown[] = [];
  let after: string | null = null;
  do {
    const { data }: Answer<SessionPage> = await fleet.gateway.ask(
      `query ($after: String) { sessions(first: 500, after: $after) {
        nodes { id name kind result startTime endTime durationSeconds policy { name } } pageInfo { endCursor hasNextPage } } }`,
      { after },
    );
    listed.push(...data.sessions.nodes);
    after = data.sessions.pageInfo.hasNextPage ? data.sessions.pageInfo.endCursor : null;
  } while (after !== null);
  expect(
    rows.map(({ id, name, kind, result, startTime, endTime, durationSeconds, policyName }) => ({
      id,
      // Those of VB_M365 have none of their own: GraphQL shows that of their policy.
      name: name === 'Job session' ? (policyName ?? name) : name,
      kind,
      result,
      startTime,
      endTime,
      durationSeconds,
      policy: policyName === null ? null : { name: policyName },
    })),
  ).toEqual(listed);
  expect(rows.length).toBeGreaterThan(2_000);
  expect(closing).toMatchObject({ complete: false, rows: rows.length });
  expect(closing.sources[0]?.fetchedAt).toMatch(/^20\d\d-.*Z$/);
  expect(closing.sources.map(({ server, status }) => [server, status])).toEqual(
    ['vbr', 'vbr-old', 'down', 'aws', 'm365', 'm365-old'].map((key) => [
      key,
      key === 'down' ? 'FAILED' : 'OK',
    ]),
  );
});

it('takes the filter of the list, and goes on behind a cursor', async () => {
  const filter = encodeURIComponent(JSON.stringify({ servers: ['vbr', 'm365'], results: ['FAILED'] }));
  const whole = await lines(`/exports/sessions.ndjson?filter=${filter}`);
  expect(whole.closing).toMatchObject({ complete: true, rows: whole.rows.length });
  expect(new Set(whole.rows.map(({ result }) => result))).toEqual(new Set(['FAILED']));
  expect(new Set(whole.rows.map(({ server }) => server))).toEqual(new Set(['vbr', 'm365']));
  const cut = Math.floor(whole.rows.length / 2);
  const rest = await lines(
    `/exports/sessions.ndjson?filter=${filter}&after=${String(whole.rows[cut]?.['cursor'])}`,
  );
  expect(rest.rows).toEqual(whole.rows.slice(cut + 1));
});

it.each(NAMES)('goes on behind any row of %s', async (name) => {
  const query = '?filter=%7B%22servers%22%3A%5B%22vbr%22%2C%22m365%22%5D%7D';
  const whole = await lines(`/exports/${name}.ndjson${query}`);
  expect(whole.closing).toMatchObject({ complete: true, rows: whole.rows.length });
  expect(whole.rows.length).toBeGreaterThan(5);
  for (const share of [0, 0.4, 0.999]) {
    const cut = Math.floor(share * whole.rows.length);
    const { rows } = await lines(
      `/exports/${name}.ndjson${query}&after=${String(whole.rows[cut]?.['cursor'])}`,
    );
    expect(rows).toEqual(whole.rows.slice(cut + 1));
  }
  const end = await lines(`/exports/${name}.ndjson${query}&after=${String(whole.rows.at(-1)?.['cursor'])}`);
  expect([end.rows, end.closing.rows]).toEqual([[], 0]);
});

it('counts runs as reports do', async () => {
  const { rows } = await lines('/exports/runs.ndjson?last=P30D&filter=%7B%22servers%22%3A%5B%22vbr%22%5D%7D');
  const { data } = await fleet.gateway.ask<{ report: { sessions: { total: Row } } }>(
    '{ report(scope: { servers: ["vbr"] }) { sessions(window: { last: "P30D" }) { total { count success failed warning } } } }',
  );
  const count = (result: string) => rows.filter((row) => row['result'] === result).length;
  expect({
    count: rows.length,
    success: count('SUCCESS'),
    failed: count('FAILED'),
    warning: count('WARNING'),
  }).toEqual(data.report.sessions.total);
});

it.each(['csv', 'parquet'] as const)('writes %s that DuckDB reads, with the same rows', async (format) => {
  const filter = '?filter=%7B%22servers%22%3A%5B%22vbr%22%5D%7D';
  const { rows } = await lines(`/exports/sessions.ndjson${filter}`);
  const { status, type, body, trailers } = await download(`/exports/sessions.${format}${filter}`);
  expect([status, type]).toEqual([200, expect.stringContaining(format)]);
  expect(trailers).toMatchObject({ 'x-export-complete': 'true', 'x-export-rows': String(rows.length) });
  expect(JSON.parse(trailers['x-export-sources'] ?? '')).toMatchObject([{ server: 'vbr', status: 'OK' }]);
  const read = await rowsOf(format, body);
  expect(
    read.map(({ id, name, startTime, durationSeconds }) => [id, name, startTime, durationSeconds]),
  ).toEqual(
    rows.map(({ id, name, startTime, durationSeconds }) => [
      id,
      name,
      String(startTime)
        .replace('T', ' ')
        .replace(/\.?0*Z$/, ''),
      durationSeconds,
    ]),
  );
});

it.each(NAMES)('writes %s in every format', async (name) => {
  for (const format of ['csv', 'parquet']) {
    const { status, body, trailers } = await download(
      `/exports/${name}.${format}?filter=%7B%22servers%22%3A%5B%22aws%22%5D%7D`,
    );
    expect([status, trailers['x-export-complete']]).toEqual([200, 'true']);
    expect(body.subarray(0, 4).toString('latin1')).toBe(
      format === 'csv' ? '\u00ef\u00bb\u00bf' + body.toString().slice(1, 2) : 'PAR1',
    );
  }
});

function cursorOf(...parts: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

it.each([
  ['/exports/sessions.ndjson?filter={"servers":"x","nope":1}', 400, 'filter'],
  ['/exports/sessions.ndjson?filter=[1', 400, 'filter: expected a JSON object'],
  ['/exports/sessions.ndjson?first=5', 400, 'first: expected one of filter, after'],
  ['/exports/sessions.ndjson?after=nonsense', 400, 'after: the cursor cannot be read'],
  ['/exports/capacity.csv?from=2031-01-01T00:00:00Z', 400, 'expected "from" to lie in the past'],
  ['/exports/capacity.csv?every=FORTNIGHT', 400, 'every'],
  ['/exports/runs.csv?last=P20000D', 400, 'at most 10000'],
  [
    `/exports/runs.csv?after=${cursorOf('runs', 'vbr', -1e300, 'x')}`,
    400,
    'after: the cursor cannot be read',
  ],
  [`/exports/runs.csv?after=${cursorOf('runs', 'vbr', 'x', 'x')}`, 400, 'after: the cursor cannot be read'],
  [
    `/exports/capacity.csv?after=${cursorOf('capacity', null, null, '')}`,
    400,
    'after: the cursor cannot be read',
  ],
  ['/exports/policy-days.csv?timeZone=Mars/Olympus', 400, 'time zone'],
  ['/exports/policy-days.csv?last=P1D&last=P2D', 400, 'last: expected it once'],
  ['/exports/nothing.csv', 404, 'expected /exports/NAME.FORMAT with one of sessions, runs'],
  ['/exports/sessions.xlsx', 404, 'and one of ndjson, csv, parquet'],
])('refuses %s with %i', async (path, status, says) => {
  const answer = await download(encodeURI(path));
  expect(answer.status).toBe(status);
  expect(answer.body.toString()).toContain(says.replaceAll('"', '\\"'));
});

it.each(['/exports/sessions.csv?filter={"servrs":["x"]}', '/exports/capacity.csv?every=DAYS'])(
  'does not tell in the refusal of %s what the schema has',
  async (path) => {
    const answer = await download(encodeURI(path));
    expect(answer.status).toBe(400);
    expect(answer.body.toString()).not.toContain('Did you mean');
  },
);

it('looks at no more than the window, whatever the cursor says, and ends behind a server that is not asked for', async () => {
  const query = '/exports/runs.ndjson?last=P7D&filter=%7B%22servers%22%3A%5B%22vbr%22%5D%7D';
  const whole = await lines(query);
  expect(whole.rows.length).toBeGreaterThan(5);
  expect((await lines(`${query}&after=${cursorOf('runs', 'vbr', 0, 'x')}`)).rows).toEqual(whole.rows);
  const lost = await lines(`${query}&after=${cursorOf('runs', 'm365', NOW - 86_400_000, 'x')}`);
  expect(lost).toMatchObject({
    rows: [],
    closing: { complete: false, rows: 0, error: { code: 'BAD_USER_INPUT' } },
  });
});

it('shows callers the servers of their scope alone, and strangers nothing', async () => {
  const acme = testKey({ tags: { tenant: 'acme' } });
  const gateway = await startGateway(
    [
      { key: 'vbr', product: 'VBR', url: fleet.vbr.url, tags: { tenant: 'acme' } },
      { key: 'm365', product: 'VB_M365', url: fleet.vb365.url, tags: { tenant: 'other' } },
    ],
    {
      auth: keyAuth(acme),
    },
  );
  try {
    expect((await download('/exports/sessions.ndjson', undefined, gateway)).status).toBe(401);
    for (const name of NAMES) {
      const { rows, closing } = await lines(`/exports/${name}.ndjson`, acme.credential, gateway);
      expect(new Set(rows.map(({ server }) => server))).toEqual(new Set(['vbr']));
      expect(closing.sources.map(({ server }) => server)).toEqual(['vbr']);
    }
    const foreign = await lines(
      '/exports/sessions.ndjson?filter=%7B%22servers%22%3A%5B%22m365%22%5D%7D',
      acme.credential,
      gateway,
    );
    expect([foreign.rows, foreign.closing.sources]).toEqual([[], []]);
  } finally {
    await gateway.close();
  }
});
