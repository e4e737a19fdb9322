import type { BackupJob } from '../../../src/simulators/vb365/world/records.js';
import { Bench, NOW, UNKNOWN_ID } from './vb365-client.js';
import type { Client, Json } from './vb365-client.js';

const bench = new Bench();
const ACCOUNT = { userName: 'Administrator', userPassword: 'simulated' };

afterEach(async () => bench.stop());

function idleJob(): BackupJob {
  const job = bench.simulator.world.jobs.find(
    ({ isEnabled, lastStatus }) => isEnabled && lastStatus === 'Success',
  );
  if (!job) throw new Error('no idle job in this world');
  return job;
}

function proxy(hostName: string) {
  const found = bench.simulator.world.proxies.find((candidate) => candidate.hostName === hostName);
  if (!found) throw new Error(`no proxy ${hostName}`);
  return found;
}

describe('jobs', () => {
  it.each(['v6', 'v7', 'v8'])('a started job runs, shows progress and ends (%s)', async (version) => {
    await bench.start({ switches: { startedJobResult: 'Warning' } });
    const client = await bench.client(version);
    const job = idleJob();
    const answer = await client.post(`/Jobs/${job.id}/start`, { full: true });
    const session = bench.simulator.world.ledger.of(job.id).at(-1);
    expect(answer.status).toBe(version === 'v8' ? 200 : 204);
    if (version === 'v8')
      expect(answer.body).toMatchObject({ id: session?.id, status: 'Running', jobSessionConfigType: 'Full' });
    expect(await client.one(`/Jobs/${job.id}`)).toMatchObject({ lastStatus: 'Running' });

    bench.clock += 15_000;
    const half = await client.one(`/JobSessions/${session?.id ?? ''}`);
    expect(half).toMatchObject({ status: 'Running', progress: Math.floor(job.objects / 2) });
    bench.clock += 20_000;
    const end = await client.one(`/JobSessions/${session?.id ?? ''}`);
    expect(end).toMatchObject({ status: 'Warning', progress: job.objects });
    expect(Date.parse(String(end['endTime']))).toBe(NOW + 30_000);
    expect(await client.one(`/Jobs/${job.id}`)).toMatchObject({ lastStatus: 'Warning' });
    expect((await client.rows('/JobSessions?limit=1'))[0]).toMatchObject({ id: session?.id });
  });

  it('a stopped job leaves a stopped session with what was done so far', async () => {
    await bench.start();
    const client = await bench.client('v8');
    const job = idleJob();
    const { body } = await client.post(`/Jobs/${job.id}/start`, { full: false });
    bench.clock += 10_000;
    expect((await client.post(`/Jobs/${job.id}/stop`)).status).toBe(204);
    const session = await client.one(`/JobSessions/${String((body as Json)['id'])}`);
    expect(session).toMatchObject({ status: 'Stopped', progress: Math.floor(job.objects / 3) });
    expect((await client.post(`/Jobs/${job.id}/stop`)).status).toBe(409);
  });

  it('disabling takes the next run away, enabling brings it back', async () => {
    await bench.start();
    const client = await bench.client('v7');
    const { id, nextRun } = idleJob();
    await client.post(`/Jobs/${id}/disable`);
    expect(await client.one(`/Jobs/${id}`)).toMatchObject({ isEnabled: false, nextRun: null });
    await client.post(`/Jobs/${id}/enable`);
    const job = await client.one(`/Jobs/${id}`);
    expect([job['isEnabled'], Date.parse(String(job['nextRun']))]).toEqual([true, nextRun]);
  });

  it('copy jobs take the same verbs', async () => {
    const { world } = await bench.start();
    const client = await bench.client('v8');
    const job = world.copyJobs.find(({ isEnabled, lastStatus }) => isEnabled && lastStatus === 'Success');
    expect((await client.post(`/CopyJobs/${job?.id ?? ''}/start`)).body).toMatchObject({ jobType: 'Copy' });
    expect((await client.post(`/CopyJobs/${job?.id ?? ''}/stop`)).status).toBe(204);
    expect((await client.post(`/CopyJobs/${job?.id ?? ''}/disable`)).status).toBe(204);
    expect(await client.one(`/CopyJobs/${job?.id ?? ''}`)).toMatchObject({
      isEnabled: false,
      lastStatus: 'Stopped',
    });
  });

  it('refusals carry the status, and the code from version 8 on', async () => {
    const { world, switches } = await bench.start();
    const v8 = await bench.client('v8');
    const job = (wanted: (job: BackupJob) => boolean): string => world.jobs.find(wanted)?.id ?? '';
    const full = { full: false };
    const cases: [string, unknown, number, string][] = [
      [`/Jobs/${UNKNOWN_ID}/start`, full, 404, 'ResourceNotFound'],
      [`/Jobs/${idleJob().id}/start`, undefined, 400, 'ParameterValidationFailure'],
      [`/Jobs/${idleJob().id}/start`, { full: 'yes' }, 400, 'ParameterValidationFailure'],
      [`/Jobs/${job(({ lastStatus }) => lastStatus === 'Running')}/start`, full, 409, 'OperationConflict'],
      [`/Jobs/${job(({ isEnabled }) => !isEnabled)}/start`, full, 409, 'OperationConflict'],
      [`/Jobs/${job(({ lastStatus }) => lastStatus === 'Disconnected')}/start`, full, 500, 'ProxyOffline'],
    ];
    for (const [path, body, status, errorCode] of cases)
      expect(await v8.post(path, body)).toMatchObject({ status, body: { errorCode } });
    const v6 = await bench.client('v6');
    expect(Object.keys((await v6.post(`/Jobs/${UNKNOWN_ID}/start`, full)).body as Json)).toEqual(['message']);
    switches.readOnlyAccount = true;
    expect(await v8.post(`/Jobs/${idleJob().id}/start`, full)).toMatchObject({
      status: 403,
      body: { errorCode: 'ResourceAccessDenied' },
    });
    expect((await v8.get(`/Jobs/${idleJob().id}`)).status).toBe(200);
  });
});

describe('restores and repositories', () => {
  it('a working restore session can be stopped once', async () => {
    const { world } = await bench.start();
    const client = await bench.client('v8');
    const path = `/RestoreSessions/${world.restores.at(-1)?.id ?? ''}`;
    expect(await client.one(path)).toMatchObject({ state: 'Working', endTime: null });
    expect((await client.post(`${path}/Stop`)).status).toBe(204);
    expect(await client.one(path)).toMatchObject({ state: 'Stopped', endTime: expect.any(String) });
    expect((await client.post(`${path}/Stop`)).status).toBe(409);
  });

  it('a synchronization goes on by the clock and mends what is out of sync', async () => {
    const { world } = await bench.start();
    const client = await bench.client('v8');
    const repository = world.repositories.find(({ outOfSync }) => outOfSync);
    const local = world.repositories.find(({ objectStorage }) => !objectStorage);
    const path = `/BackupRepositories/${repository?.id ?? ''}`;
    const { body } = await client.post(`${path}/Sync`);
    expect(body).toMatchObject({ repositoryId: repository?.id, state: 'Synchronizing', progressPercent: 0 });
    expect((await client.post(`${path}/Sync`)).status).toBe(409);
    expect((await client.post(`/BackupRepositories/${local?.id ?? ''}/Sync`)).status).toBe(400);
    bench.clock += 15_000;
    const session = `/RepositorySynchronizeSessions/${String((body as Json)['id'])}`;
    expect(await client.one(session)).toMatchObject({ state: 'Synchronizing', progressPercent: 50 });
    bench.clock += 15_000;
    expect(await client.one(session)).toMatchObject({ state: 'None', progressPercent: 100 });
    expect(await client.one(path)).toMatchObject({ isOutOfSync: false });
  });
});

describe('proxies', () => {
  const rescan: [string, number, (client: Client, id: string) => Promise<{ status: number }>][] = [
    ['v3', 200, (client, id) => client.post(`/Proxies/${id}/Action`, { rescan: null })],
    ['v6', 200, (client, id) => client.post(`/Proxies/${id}/Rescan`)],
    ['v7', 200, (client, id) => client.post('/Proxies/Rescan', { proxies: [{ id }] })],
    ['v8', 204, (client, id) => client.post(`/Proxies/${id}/Rescan`)],
  ];
  it.each(rescan)(
    'a rescan in %s answers %d and sees that a machine is back',
    async (version, status, run) => {
      await bench.start({ servedVersions: ['v8', 'v7', 'v6', 'v3'] });
      const client = await bench.client(version);
      const branch = proxy('m365-px02');
      const shown = async () => (await client.rows('/Proxies')).find(({ id }) => id === branch.id);
      await run(client, branch.id);
      expect(await shown()).toMatchObject({ status: 'Offline' });
      branch.reachable = true;
      expect((await run(client, branch.id)).status).toBe(status);
      expect(await shown()).toMatchObject({ status: 'Online' });
    },
  );

  const removals: [string, number, (client: Client, id: string) => Promise<{ status: number }>][] = [
    [
      'v3',
      200,
      (client, id) =>
        client.post(`/Proxies/${id}/Action`, {
          remove: { username: ACCOUNT.userName, userPassword: ACCOUNT.userPassword },
        }),
    ],
    ['v7', 200, (client, id) => client.post(`/Proxies/${id}/Remove`, ACCOUNT)],
    ['v8', 204, (client, id) => client.post(`/Proxies/${id}/Remove`, ACCOUNT)],
  ];
  it.each(removals)('a removal in %s answers %d and takes the proxy away', async (version, status, run) => {
    const { world } = await bench.start({ servedVersions: ['v8', 'v7', 'v3'] });
    const client = await bench.client(version);
    const { id } = proxy('m365-px01');
    expect((await run(client, id)).status).toBe(409);
    for (const repository of world.repositories) repository.proxy = null;
    expect((await run(client, id)).status).toBe(status);
    expect((await client.rows('/Proxies')).map((row) => row['id'])).not.toContain(id);
    expect((await run(client, id)).status).toBe(404);
  });

  it.each([
    ['m365-px01', { ...ACCOUNT, userName: '' }, 400, 'ParameterValidationFailure'],
    ['m365-px01', { ...ACCOUNT, userPassword: 'wrong' }, 403, 'ResourceAccessDenied'],
    ['m365-px01', ACCOUNT, 409, 'OperationConflict'],
    ['m365-backup', ACCOUNT, 409, 'OperationConflict'],
    ['m365-px02', ACCOUNT, 500, 'ProxyOffline'],
    ['m365-lx01', ACCOUNT, 400, 'ParameterValidationFailure'],
  ])('%s with %j is not removed', async (hostName, body, status, errorCode) => {
    await bench.start();
    const client = await bench.client('v8');
    const { id } = proxy(hostName);
    expect(await client.post(`/Proxies/${id}/Remove`, body)).toMatchObject({ status, body: { errorCode } });
    expect((await client.get(`/Proxies/${id}`)).status).toBe(200);
  });

  it('force removes a proxy in use; a Linux proxy takes its account from the SSH settings', async () => {
    const { world } = await bench.start();
    const client = await bench.client('v8');
    const used = proxy('m365-px02');
    expect((await client.post(`/Proxies/${used.id}/Remove`, { ...ACCOUNT, force: true })).status).toBe(204);
    expect(world.repositories.some(({ proxy: owner }) => owner === used)).toBe(false);
    const sshSettings = { account: ACCOUNT.userName, accountPassword: ACCOUNT.userPassword };
    expect((await client.post(`/Proxies/${proxy('m365-lx01').id}/Remove`, { sshSettings })).status).toBe(204);
  });

  it('maintenance is switched on and off, with the account of the machine', async () => {
    await bench.start();
    const client = await bench.client('v8');
    const path = `/Proxies/${proxy('m365-px01').id}`;
    const account = { username: ACCOUNT.userName, password: ACCOUNT.userPassword };
    expect((await client.post(`${path}/maintenance/enable`, { ...account, password: 'x' })).status).toBe(403);
    for (const [verb, state] of [
      ['enable', 'Enabled'],
      ['disable', 'Disabled'],
    ]) {
      expect((await client.post(`${path}/maintenance/${verb ?? ''}`, account)).status).toBe(204);
      expect(await client.one(path)).toMatchObject({ maintenanceModeState: state });
      expect((await client.post(`${path}/maintenance/${verb ?? ''}`, account)).status).toBe(409);
    }
  });

  it('version 3 knows one action at a time, has no other lists, and links with host in lower case', async () => {
    const { url } = await bench.start({ servedVersions: ['v3'] });
    const client = await bench.client('v3');
    const { id } = proxy('m365-px01');
    for (const body of [{}, { restart: null }, { rescan: null, remove: {} }, undefined])
      expect((await client.post(`/Proxies/${id}/Action`, body)).status).toBe(400);
    expect((await client.get('/Jobs')).status).toBe(404);
    const links = (await client.one(`/Proxies/${id}`))['_links'] as Record<string, { href: string }>;
    expect(links['self']?.href).toBe(`${url}/v3/proxies/${id}`);
  });
});
