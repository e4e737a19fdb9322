import type { SessionRecord } from '../../../src/core/model/session.js';
import { logLines, processedObject } from '../../../src/simulators/vb365/world/details.js';
import { restoreEvents } from '../../../src/simulators/vb365/world/restores.js';
import type { JobSession } from '../../../src/simulators/vb365/world/session.js';
import { NOW, scope, startPair, VERSIONS } from './support.js';
import type { Pair } from './support.js';

const LINE_RESULTS = {
  Success: 'SUCCESS',
  Warning: 'WARNING',
  Error: 'FAILED',
  Stop: 'CANCELLED',
  Running: 'NONE',
};

let pair: Pair;
afterEach(async () => pair.close());

async function jobSession({ id }: JobSession): Promise<SessionRecord> {
  const row = await pair.adapter.activity.get('VbM365JobSession', id, scope());
  if (!row) throw new Error(`session ${id} was not found`);
  return row;
}

function sessionWith(status: string): JobSession {
  const found = pair.simulator.world.sessions.findLast((session) => session.status === status);
  if (!found) throw new Error(`the world has no session that is ${status}`);
  return found;
}

describe.each(VERSIONS)('one session of %s', (version) => {
  it('is found by its id, and a missing one is null', async () => {
    pair = await startPair(version);
    const { world } = pair.simulator;
    const session = sessionWith('Warning');
    expect(await jobSession(session)).toMatchObject({
      nativeId: session.id,
      policyId: session.job.id,
      startTime: session.createdAt,
      endTime: session.endedAt,
      native: { processedObjects: session.objects, retryCount: session.retryCount },
    });
    const restore = world.restores[0];
    expect(await pair.adapter.activity.get('VbM365RestoreSession', restore?.id ?? '', scope())).toMatchObject(
      {
        name: `Restore of ${restore?.organization.name}`,
      },
    );
    const missing = '99999999-9999-4999-8999-999999999999';
    expect(await pair.adapter.activity.get('VbM365JobSession', missing, scope())).toBeNull();
    expect(await pair.adapter.activity.get('VbM365RestoreSession', missing, scope())).toBeNull();
    expect(pair.calls()).toHaveLength(4);
  });

  it.each(['Failed', 'Stopped', 'Running'])('has its log (%s)', async (status) => {
    pair = await startPair(version, { sessions: 2000 });
    const session = sessionWith(status);
    const record = await jobSession(session);
    pair.calls();
    const lines = logLines(session, pair.simulator.world.ledger.processed(session), NOW);
    expect(await pair.adapter.activity.log(record, scope())).toEqual(
      lines.map(({ createdAt, type, message }) => ({
        time: createdAt,
        status: LINE_RESULTS[type],
        title: message,
        description: null,
      })),
    );
    expect(pair.calls()).toHaveLength(1);
  });

  it('has its objects, where the version tells them', async () => {
    pair = await startPair(version, { sessions: 2000 });
    const session = sessionWith('Failed');
    const items = pair.adapter.activity.items(await jobSession(session), scope());
    if (version === 'v6') {
      expect(await items).toBeNull();
      return;
    }
    const expected = Array.from({ length: session.objects }, (_, index) => processedObject(session, index));
    expect(await items).toMatchObject(
      expected.map(({ id, type, status }) => ({ name: id, type, result: status.toUpperCase() })),
    );
  });

  it('restores name what they restored', async () => {
    pair = await startPair(version);
    const restore = pair.simulator.world.restores.find(({ result }) => result === 'Failed');
    if (!restore) throw new Error('the world has no failed restore');
    const record = await pair.adapter.activity.get('VbM365RestoreSession', restore.id, scope());
    if (!record) throw new Error('the restore was not found');
    const events = restoreEvents(restore);
    expect(await pair.adapter.activity.items(record, scope())).toEqual(
      events.map((event) => ({
        name: event.itemName,
        type: event.itemType,
        result: event.status.toUpperCase(),
        startTime: event.startedAt,
        endTime: event.endedAt,
        message: event.message,
        processed: event.itemSizeBytes,
        transferred: null,
      })),
    );
    expect(await pair.adapter.activity.log(record, scope())).toMatchObject(
      events.map(({ itemName, message }) => ({ title: `Restoring ${itemName}`, description: message })),
    );
  });
});

describe.each(VERSIONS)('what only this product has, in %s', (version) => {
  it('comes as whole lists, one call each', async () => {
    pair = await startPair(version);
    const { world } = pair.simulator;
    const organizations = await pair.adapter.organizations(scope());
    expect([...organizations.values()]).toMatchObject(
      world.organizations.map(({ id, name, type, region }) => ({ id, name, type, region })),
    );
    const proxies = await pair.adapter.proxies.list(scope());
    expect(proxies.items.map(({ native }) => native)).toMatchObject(
      world.proxies.map(({ id, hostName, status, threads }) => ({
        id,
        hostName,
        status,
        threads: version === 'v8' ? null : threads,
      })),
    );
    const pools = await pair.adapter.proxies.pools(scope());
    expect([...pools.keys()]).toEqual(version === 'v8' ? world.pools.map(({ id }) => id) : []);
    expect(pair.calls()).toHaveLength(version === 'v8' ? 3 : 2);
  });

  it('lists what a job takes in and leaves out', async () => {
    pair = await startPair(version);
    for (const job of pair.simulator.world.jobs.slice(0, 12)) {
      const selected = await pair.adapter.jobItems(job.id, 'SelectedItems', scope());
      expect(selected.map(({ id, type }) => ({ id, type }))).toEqual(
        job.selectedItems.map(({ id, type }) => ({ id, type })),
      );
      const excluded = await pair.adapter.jobItems(job.id, 'ExcludedItems', scope());
      expect(excluded.map(({ id }) => id)).toEqual(job.excludedItems.map(({ id }) => id));
    }
  });
});
