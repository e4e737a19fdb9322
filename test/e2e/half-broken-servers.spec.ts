import { DAY, freezeClock, NOW } from '../support/clock.js';
import type { FrozenClock } from '../support/clock.js';
import { startFleet } from '../support/fleet.js';
import type { Fleet } from '../support/fleet.js';
import { simulatorsOf, whenProbed } from '../support/upstream-calls.js';

interface Row {
  nativeId: string;
  server: { key: string };
}
interface Lists {
  sessions: { nodes: (Row | null)[] };
  policies: { nodes: (Row | null)[] };
  repositories: { nodes: (Row | null)[] };
}

const QUERY = `query ($since: DateTime!) {
  sessions(first: 500, filter: { startedAfter: $since }) {
    nodes { nativeId server { key } name result policy { nativeId repositories { nativeId free } } retryOf { nativeId } }
  }
  policies(first: 500) {
    nodes {
      nativeId server { key } lastRun lastResult lastSuccess lastSession { nativeId } recoveryPoint { status }
      repositories { nativeId free } sessions(first: 2) { nodes { nativeId } }
      recent: sessions(first: 2, filter: { startedAfter: $since }) { nodes { nativeId } }
    }
  }
  repositories(first: 500) {
    nodes { nativeId server { key } free immutability { enabled } policies { nodes { nativeId } } }
  }
  report {
    sessions(window: { last: "P7D" }, groupBy: [SERVER, POLICY]) { total { count } groups { policy { name } stats { count } } }
    capacity { total { repositories } }
    protection { policies breaching { name } }
  }
  search(text: "a", first: 100) { hits { node { id } } }
}`;

/** Lists that a server fails to give while it gives all others. */
const BROKEN: readonly [server: string, path: string][] = [
  ['vbr', '/api/v1/jobs/states'],
  ['vbr', '/api/v1/jobs?'],
  ['vbr', '/api/v1/sessions'],
  ['vbr', '/repositories/states'],
  ['vbr', '/repositories?'],
  ['vbr', '/scaleOutRepositories'],
  ['vbr-old', '/api/v1/jobs'],
  ['aws', '/virtualMachines/policies'],
  ['aws', '/ec2SlaBasedPolicies'],
  ['aws', '/vpc/policy'],
  ['aws', '/storageTemplates'],
  ['aws', '/api/v1/repositories'],
  ['aws', '/api/v1/sessions'],
  ['m365', '/v8/Jobs?'],
  ['m365', '/v8/CopyJobs'],
  ['m365', '/v8/JobSessions'],
  ['m365', '/v8/RestoreSessions'],
  ['m365', '/v8/BackupRepositories'],
  ['m365-old', '/v6/CopyJobs'],
  ['m365-old', '/v6/objectstoragerepositories'],
];

describe('a server that fails in one of its lists', () => {
  let clock: FrozenClock;
  let fleet: Fleet;
  let healthy: Lists;

  beforeAll(async () => {
    clock = freezeClock();
    const size = { sessions: 150, policies: 14 };
    fleet = await startFleet({ vbr: size, vbaws: size, vb365: size });
    await whenProbed(fleet);
    const { data, errors } = await ask();
    expect(errors).toEqual([]);
    healthy = data;
  });

  afterAll(async () => {
    await fleet.close();
    clock.release();
  });

  const ask = () => fleet.gateway.ask<Lists>(QUERY, { since: new Date(NOW - 3 * DAY).toISOString() });

  it.each(BROKEN)('costs only what needs that list: %s, %s', async (server, path) => {
    const { faults } = simulatorsOf(fleet)[server] ?? fleet.vbr;
    faults.add({ match: path, fault: { kind: 'status', status: 503 } });
    const { status, data, errors } = await ask();
    faults.clear();
    expect(status).toBe(200);
    for (const list of ['sessions', 'policies', 'repositories'] as const) {
      const others = (lists: Lists): unknown[] =>
        lists[list].nodes.filter((row) => row?.server.key !== server);
      expect(others(data)).toEqual(others(healthy));
    }
    expect(data).toMatchObject({ report: { sessions: {}, capacity: {}, protection: {} }, search: {} });
    for (const { extensions } of errors) expect(extensions).toMatchObject({ code: 'UPSTREAM_ERROR', server });
  });

  it('costs no session its row where the list holds their names', async () => {
    const fresh = await startFleet({ vb365: { sessions: 60, policies: 8 } });
    fresh.vb365.faults.add({ match: '/v8/Jobs?', fault: { kind: 'status', status: 503 } });
    const query =
      '{ sessions(first: 500, filter: { products: [VB_M365] }) { nodes { name server { key } } } }';
    type Names = { sessions: { nodes: ({ name: string; server: { key: string } } | null)[] } };
    const { data, errors } = await fresh.gateway.ask<Names>(query);
    await fresh.close();
    expect(errors).toEqual([]);
    expect(data.sessions.nodes).toHaveLength(120);
    const nameless = data.sessions.nodes.filter((node) => node?.name === 'Job session');
    expect(new Set(nameless.map((node) => node?.server.key))).toEqual(new Set(['m365']));
  });
});
